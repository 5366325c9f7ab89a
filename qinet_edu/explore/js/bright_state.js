// explore.bright_state: walk the curve of fidelity against pairs per second.

const WHICH = ["", "best_", "double_"];

function across(rate, { left, right, lowest, decades }) {
  const share = rate > 0 ? (Math.log10(rate) - lowest) / decades : 0;
  return left + (right - left) * Math.max(0, Math.min(1, share));
}

const height = (fidelity, { top, bottom }) => bottom - (bottom - top) * fidelity;

// Outside the arch that the curve makes.
function beside(before, here, after, { away }) {
  const [dx, dy] = [after[0] - before[0], after[1] - before[1]];
  const long = Math.hypot(dx, dy) || 1;
  const [x, y] = [dy / long, -dx / long];
  let anchor = "middle";
  if (x > 0.4) anchor = "start";
  else if (x < -0.4) anchor = "end";
  return [here[0] + away * x, here[1] + away * y + 4, anchor];
}

const spot = ({ chance, fidelity }, attempt, plot) => (
  [across(chance / attempt, plot), height(fidelity, plot)]
);

function namesOf(clicked, attempt, double, { told, step, wide, plot }) {
  const names = {};
  const kept = [];
  told.forEach((alpha, k) => {
    const [before, here, after] = [1 / step, 1, step].map((more) => (
      spot(clicked(alpha * more), attempt, plot)
    ));
    const [x, y, anchor] = beside(before, here, after, plot);
    const middle = x + { start: 24, middle: 0, end: -24 }[anchor];
    const free = kept.every(([a, b]) => Math.abs(middle - a) > wide || Math.abs(y - b) > 15);
    const clear = Math.abs(middle - double[0]) > 34 || Math.abs(y - 4 - double[1]) > 11;
    const shown = free && clear && y < plot.bottom - 9 && middle > plot.left + 24;
    if (shown) kept.push([middle, y]);
    Object.assign(names, {
      [`told_${k}_x`]: here[0], [`told_${k}_y`]: here[1], [`name_${k}_x`]: x,
      [`name_${k}_y`]: y, [`name_${k}_anchor`]: anchor, [`name_${k}_shown`]: shown ? 1 : 0,
    });
  });
  return names;
}

// Where a falling function becomes 0, by halving the interval 60 times.
function crossing(rate, from, to) {
  let [low, high] = [from, to];
  for (let k = 0; k < 60; k += 1) {
    const middle = (low + high) / 2;
    if (rate(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

// The α of the curve with most key per attempt, and between which α there is any; else 0.
function bestForKey(clicked, alphas) {
  let [best, most] = [0, 0];
  const keys = alphas.map((alpha) => {
    const { chance, secret } = clicked(alpha);
    return chance * secret;
  });
  keys.forEach((key, k) => {
    if (key > most) [best, most] = [alphas[k], key];
  });
  if (!(most > 0)) return [0, 0, 0];
  const secret = (alpha) => clicked(alpha).secret;
  const first = alphas[0];
  const end = crossing(secret, best, 1);
  if (keys[0] > 0) return [best, first, end];
  return [best, first + best - crossing((a) => secret(first + best - a), first, best), end];
}

export function compute({
  alpha, length_km, visibility, dark_count, emission, detector, phase_std_rad, ...place
}) {
  const { plot, alphas } = place;
  const eta = emission * fibre(length_km / 2, place.loss_db_per_km) * detector;
  const attempt = length_km / place.speed_km_s + place.cycle_s;
  const light = { visibility, dark: dark_count, phase: phase_std_rad };
  const clicked = (one) => singleClick(one, eta, eta, light);
  const [best, least, most] = bestForKey(clicked, alphas);
  const found = [
    clicked(alpha), clicked(best || alpha), doubleClick(eta, eta, light),
  ];
  const numbers = {
    alpha, length_km, visibility, dark_count, emission, detector, phase_std_rad, transmittance: eta,
    attempt_s: attempt, best_alpha: best, least_alpha: least, most_alpha: most,
  };
  WHICH.forEach((name, k) => {
    const { chance, fidelity, false: wrong, secret } = found[k];
    const [x, y] = spot(found[k], attempt, plot);
    Object.assign(numbers, {
      [`${name}chance`]: chance, [`${name}rate_hz`]: chance / attempt,
      [`${name}fidelity`]: fidelity, [`${name}false`]: wrong,
      [`${name}key_hz`]: (chance / attempt) * secret, [`${name}x`]: x, [`${name}y`]: y,
    });
  });
  const end = clicked(most || alpha);
  const [end_x, end_y] = spot(end, attempt, plot);
  const left = end_x > plot.room;
  const names = namesOf(clicked, attempt, [numbers.double_x, numbers.double_y], place);
  return {
    ...numbers, ...names, end_x, end_y, end_fidelity: end.fidelity,
    end_name_x: left ? end_x - 12 : end_x + 14, end_anchor: left ? "end" : "start",
  };
}

function pathsOf(given, { plot, alphas }) {
  const { transmittance: eta, attempt_s: attempt } = given;
  const light = {
    visibility: given.visibility, dark: given.dark_count, phase: given.phase_std_rad,
  };
  const path = (through) => `M${through.map((alpha) => (
    spot(singleClick(alpha, eta, eta, light), attempt, plot).map(number).join(" ")
  )).join("L")}`;
  const { least_alpha: least, most_alpha: most } = given;
  const inside = alphas.filter((alpha) => alpha > least && alpha < most);
  return [path(alphas), least > 0 ? path([least, ...inside, most]) : ""];
}

function brightWords(given) {
  return [
    `α = ${alphaWords(given.alpha)}: one attempt in ${oneIn(given.chance)} is heralded, ` +
      `F = ${decimals(given.fidelity, 3)}.`,
    `${decimals(100 * given.false, 1)} % of the heralds find both spins alike: both shone, ` +
      "or neither (dark click).",
  ];
}

function keyWords(given, { alphas }) {
  if (given.best_alpha <= 0) {
    return "No α gives a key on this line: too many heralds are false.";
  }
  const from = given.least_alpha > alphas[0] ? `from α = ${alphaWords(given.least_alpha)} ` : "";
  const to = alphaWords(given.most_alpha);
  return `Thick line: BBM92 makes key, ${from}up to α = ${to} (keys without end, none lost in sifting).`;
}

function armWords(given) {
  const { emission, detector, transmittance: eta } = given;
  return (
    `One arm: ${threeDigits(emission)} emitted × ${threeDigits(eta / (emission * detector))} ` +
    `fibre × ${threeDigits(detector)} seen = ${threeDigits(eta)}. ` +
    `An attempt: ${timeWords(given.attempt_s)}. ` +
    `Phase: ± ${threeDigits(given.phase_std_rad)} rad.`
  );
}

function toldRows(given) {
  const { best_alpha: best } = given;
  const names = [
    `single-click, α = ${alphaWords(given.alpha)}`,
    best > 0 ? `its best α for key: ${alphaWords(best)}` : "no α gives a key",
    "double-click",
  ];
  return WHICH.map((which, k) => {
    if (k === 1 && best <= 0) return [names[k], "–", "–", "–", "–"];
    const key = given[`${which}key_hz`];
    return [
      names[k], oneIn(given[`${which}chance`]), threeDigits(given[`${which}rate_hz`]),
      decimals(given[`${which}fidelity`], 3), key > 1e-9 ? threeDigits(key) : "none",
    ];
  });
}

function words(given, lines, place) {
  const rows = toldRows(given).map(([name, many, rate, f, key]) => (
    many === "–" ? name : (
      `${name}: one in ${many}, ${rate} pairs per second, F = ${f}, ` +
      `secret bits per second: ${key}`
    )
  )).join("; ");
  return (
    `Curve of fidelity against pairs per second over ${decimals(given.length_km, 0)} km, from ` +
    `dark spins to bright ones; visibility ${decimals(given.visibility)}. ${lines.join(" ")} ` +
    `In figures, ${rows}. ${keyWords(given, place)} ${armWords(given)} ` +
    "Below F = 1/2 the fidelity shows no entanglement."
  );
}

function movePlot(move, given, place) {
  const [all, key] = pathsOf(given, place);
  move("curve-all", { d: all });
  move("curve-key", { d: key });
  place.told.forEach((_, k) => {
    move(`told-${k}`, { cx: given[`told_${k}_x`], cy: given[`told_${k}_y`] });
    move(`name-${k}`, {
      x: given[`name_${k}_x`], y: given[`name_${k}_y`], opacity: given[`name_${k}_shown`],
      "text-anchor": given[`name_${k}_anchor`],
    });
  });
  const { end_x: x, end_y: y } = given;
  move("end", { opacity: given.most_alpha > 0 ? 1 : 0 });
  move("end-line", { x1: x - 8, x2: x + 8, y1: y, y2: y });
  const name = { x: given.end_name_x, y: y + 17, "text-anchor": given.end_anchor };
  move("end-words", name, `key ends: F = ${decimals(given.end_fidelity, 3)}`);
  for (const which of WHICH.slice(1)) {
    move(`mark-${which}`, {
      transform: `translate(${number(given[`${which}x`])} ${number(given[`${which}y`])})`,
    });
  }
  move("mark-best_", { opacity: given.best_alpha > 0 ? 1 : 0 });
  move("mark-", { cx: given.x, cy: given.y });
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "bright_state");
  const place = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  controls.classList.add("qinet-compact");
  // Each step is a twentieth of a decade.
  const showAlpha = slider(controls, {
    label: "α, share that shines", min: -80, max: 0, words: () => alphaWords(kept.state.alpha),
    onInput: (value) => kept.set({ alpha: Number((10 ** (value / 20)).toPrecision(2)) }),
  });
  const showLength = slider(controls, {
    label: "Fibre between them", min: 1, max: 200,
    words: () => `${decimals(kept.state.length_km, 0)} km`,
    onInput: (value) => kept.set({ length_km: value }),
  });
  const showVisibility = slider(controls, {
    label: "Visibility of the photons", min: 0, max: 100,
    words: () => decimals(kept.state.visibility),
    onInput: (value) => kept.set({ visibility: value / 100 }),
  });
  const darkSteps = [0, ...Array.from({ length: 15 }, (_, k) => (
    Number((10 ** (-9 + k / 2)).toPrecision(1))
  ))];
  const nearest = (dark) => darkSteps.reduce((best, one, k) => (
    Math.abs(Math.log10((one + 1e-10) / (dark + 1e-10))) <
      Math.abs(Math.log10((darkSteps[best] + 1e-10) / (dark + 1e-10))) ? k : best
  ), 0);
  const showDark = slider(controls, {
    label: "Dark clicks per window", min: 0, max: darkSteps.length - 1,
    words: () => (kept.state.dark_count ? kept.state.dark_count.toExponential(0)
      .replace(/^(\d)e-(\d+)$/, (_, digit, power) => (
        `${digit} × 10⁻${power.replace(/\d/g, (one) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[one])}`
      )) : "none"),
    onInput: (step) => kept.set({ dark_count: darkSteps[step] }),
  });
  buttons(controls, "Go to", [["the best α for key", () => {
    const { best_alpha: best } = compute({ ...kept.state, ...place });
    if (best > 0) kept.set({ alpha: best });
  }]]);
  const show = (state) => {
    const given = compute({ ...state, ...place });
    const lines = brightWords(given);
    lines.forEach((line, row) => move(`words-${row}`, {}, line));
    movePlot(move, given, place);
    toldRows(given).forEach((cells, row) => cells.forEach((cell, column) => (
      move(`row-${row}-${column}`, {}, cell)
    )));
    move("key", {}, keyWords(given, place));
    move("arm", {}, armWords(given));
    showAlpha(Math.round(20 * Math.log10(state.alpha)));
    showLength(Math.round(state.length_km));
    showVisibility(Math.round(100 * state.visibility));
    showDark(nearest(state.dark_count));
    say(words(given, lines, place));
  };
  kept = keeper(model, [
    "alpha", "length_km", "visibility", "dark_count", "emission", "detector", "phase_std_rad",
  ], show);
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
