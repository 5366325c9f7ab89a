// explore.attempts: try for a pair again and again, along a fibre and in one of four ways.

const FLY_MS = 2500;

function periodWords(given, { crossings }) {
  return (
    `One attempt: ${crossings[given.scheme]}${decimals(given.length_km, 0)} km / c in fibre + ` +
    `${timeWords(given.prepare_s)} to prepare = ${timeWords(given.attempt_s)}.`
  );
}

function fateWords(given, k, { wins, fates }) {
  if (!given[`number_${k}`]) return "";
  const { scheme } = given;
  return given[`win_${k}`] ? wins[scheme] : fates[scheme][given[`fate_${k}`]];
}

function numberWords(given, k) {
  const number = given[`number_${k}`];
  return number ? `attempt ${grouped(number)}${given[`win_${k}`] ? " ✓" : ""}` : "";
}

function tickWords(given) {
  const { slots, attempt_s: lasts } = given;
  const size = slots * lasts;
  const [unit, name] = TIMES.find(([one]) => size >= 0.9995 * one) ?? TIMES.at(-1);
  const times = Array.from({ length: 6 }, (_, k) => (
    k <= slots ? threeDigits((k * lasts) / unit) : ""
  ));
  return [times, name];
}

function placeWords({ scheme, length_km: length }) {
  return {
    0: "0 km", half: scheme === "end-node" ? "" : `${threeDigits(length / 2)} km`,
    1: `${decimals(length, 0)} km`,
  };
}

const told = (given) => [
  `one in ${oneIn(given.success)}`, threeDigits(given.rate_hz), timeWords(given.alice_waits_s),
  timeWords(given.bob_waits_s),
];

function soFarWords({ attempt, pairs, elapsed_s: elapsed, expected }) {
  let found = "no pair yet";
  if (pairs) found = pairs === 1 ? "1 pair" : `${grouped(pairs)} pairs`;
  return (
    `After ${grouped(attempt)} attempt${attempt > 1 ? "s" : ""}, ${timeWords(elapsed)}: ` +
    `${found}; ${expected >= 0.01 ? threeDigits(expected) : "hardly any"} expected.`
  );
}

function words(given, place) {
  const { scheme } = given;
  const shown = [];
  for (let k = 0; k < place.chart.most; k += 1) {
    const number = given[`number_${k}`];
    if (number) shown.push(`attempt ${number}: ${fateWords(given, k, place)}`);
  }
  const [success, rate, alice, bob] = told(given);
  const alpha = DIMMED.includes(scheme) ? ` with α = ${alphaWords(given.alpha)}` : "";
  return (
    `Space–time diagram of attempts at a pair, ${scheme}${alpha}, place across, time downwards. ` +
    `${periodWords(given, place)} ${place.headings[scheme]} Shown: ${shown.join("; ")}. ` +
    `${success.replace("one", "One")} attempts succeeds, ${rate} pairs per second; Alice’s half ` +
    `waits ${alice}, Bob’s ${bob}. ${soFarWords(given)}`
  );
}

// How strongly each piece of an attempt is drawn: a failed one is faint.
function strengths(given, k, { faint }) {
  const { scheme } = given;
  const [fate, win] = [given[`fate_${k}`], given[`win_${k}`]];
  const there = given[`number_${k}`] > 0 ? 1 : 0;
  const strong = there * (win ? 1 : faint);
  const shown = { click: there * win };
  ["a", "b"].forEach((party, which) => {
    const kept = scheme !== "midpoint-source" || fate[which] === "c";
    shown[party] = fate[which] === "n" ? 0 : strong;
    shown[`lost_${party}`] = fate[which] === "l" ? there : 0;
    shown[`news_${party}`] = scheme !== "end-node" || party === "a" ? strong : 0;
    shown[`hold_${party}`] = kept ? strong : 0;
  });
  return shown;
}

function moveAttempt(move, given, k, place) {
  const shown = strengths(given, k, place);
  const leg = (name) => legOf(given, k, name, place);
  const high = slotHeight(given, place.chart);
  const y = given[`y_${k}`];
  move(`win-${k}`, { y: y + 1, height: high - 2, opacity: given[`win_${k}`] });
  move(`number-${k}`, { y: y + 18 }, numberWords(given, k));
  move(`fate-${k}`, { y: y + 35 }, fateWords(given, k, place));
  const dash = DIMMED.includes(given.scheme) && given[`win_${k}`] ? "7 5" : "none";
  ["a", "b"].forEach((party, which) => {
    const [x, from, , to] = leg(`hold_${party}`);
    move(`hold-${party}-${k}`, {
      x: x - 5, y: from, height: to - from, opacity: shown[`hold_${party}`],
    });
    move(`news-${party}-${k}`, {
      d: twin(leg(`news_${party}`)), opacity: shown[`news_${party}`],
    });
    const [x1, y1, end_x, end_y] = leg(party);
    const [x2, y2] = [given[`${party}_x_${k}`], given[`${party}_y_${k}`]];
    move(`photon-${party}-${k}`, {
      x1, y1, x2, y2, "stroke-dasharray": dash, opacity: shown[party],
    });
    const at = `translate(${number(x2)} ${number(y2)})`;
    move(`lost-${party}-${k}`, { transform: at, opacity: shown[`lost_${party}`] });
    move(`click-${which}-${k}`, {
      transform: `translate(${number(end_x)} ${number(end_y)})`, opacity: shown.click,
    });
  });
}

function moveChart(move, given, place) {
  const { chart } = place;
  const high = slotHeight(given, chart);
  const [times, unit] = tickWords(given);
  times.forEach((time, k) => {
    move(`tick-${k}`, {
      opacity: k <= given.slots ? 1 : 0, transform: `translate(0 ${number(chart.top + high * k)})`,
    });
    move(`time-${k}`, {}, time);
  });
  move("unit", {}, unit);
  move("middle", { opacity: given.scheme === "end-node" ? 0 : 1 });
  move("station", {}, place.stations[given.scheme]);
  move("bracket", {
    d: `M${number(chart.bob + 14)} ${number(chart.top)}h8m-4 0v${number(high)}m-4 0h8`,
  });
  for (const [part, text] of Object.entries(placeWords(given))) move(`place-${part}`, {}, text);
  for (let k = 0; k < chart.most; k += 1) moveAttempt(move, given, k, place);
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "attempts");
  const place = () => model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  let [from, to] = [1, 1];
  const flying = flight(FLY_MS, (progress) => {
    kept.set({ attempt: from + Math.round(progress * (to - from)) });
  });
  const set = (changes) => {
    flying.stop();
    kept.set(changes);
  };
  const on = (more) => set({ attempt: Math.min(place().most, kept.state.attempt + more) });
  controls.classList.add("qinet-compact");
  const schemes = buttons(controls, "Scheme", place().schemes.map((scheme) => [
    scheme, () => set({ scheme }),
  ]));
  const [next] = buttons(controls, "Attempts", [
    ["next", () => on(1)], ["10 more", () => on(10)],
    ["to the next pair", () => {
      from = kept.state.attempt;
      to = Math.min(place().most, compute({ ...kept.state, ...place() }).next_pair);
      flying.start();
    }],
    ["start again", () => set({ attempt: 1 })],
  ]);
  next.setAttribute("aria-label", "next attempt");
  const showLength = slider(controls, {
    label: "Fibre between them", min: 1, max: 200,
    words: () => `${decimals(kept.state.length_km, 0)} km`,
    onInput: (value) => set({ length_km: value }),
  });
  const dimmer = make("div");
  controls.append(dimmer);
  // Each step is a twentieth of a decade.
  const showAlpha = slider(dimmer, {
    label: "α, share that shines", min: -60, max: 0, words: () => alphaWords(kept.state.alpha),
    onInput: (value) => set({ alpha: Number((10 ** (value / 20)).toPrecision(2)) }),
  });
  const show = (state) => {
    const given = compute({ ...state, ...place() });
    move("period", {}, periodWords(given, place()));
    move("heading", {}, place().headings[state.scheme]);
    moveChart(move, given, place());
    told(given).forEach((text, k) => move(`is-${k}`, {}, text));
    move("so-far", {}, soFarWords(given));
    schemes.forEach((one, k) => {
      one.setAttribute("aria-pressed", place().schemes[k] === state.scheme);
    });
    dimmer.hidden = !DIMMED.includes(state.scheme);
    showLength(Math.round(state.length_km));
    showAlpha(Math.round(20 * Math.log10(state.alpha)));
    say(words(given, place()));
  };
  kept = keeper(model, ["scheme", "length_km", "alpha", "attempt", "seed"], show);
  show(kept.state);
  return () => {
    flying.stop();
    stop();
    kept.stop();
  };
}

export default { render };
