// explore.repeater_rates: read rates off at a distance, and set what repeaters are made of.

const REPEATERS = ["one", "three", "seven"];
const LINES = ["direct", "plob", ...REPEATERS];
const HARDWARE = ["coupling", "gate_error", "t2_s", "modes", "fidelity"];

const across = (length, { left, right, longest }) => left + ((right - left) * length) / longest;

function height(rate, { top, bottom, highest, decades }) {
  const share = rate > 0 ? (highest - Math.log10(rate)) / decades : 1;
  return top + (bottom - top) * Math.min(1, Math.max(0, share));
}

// Where a line from the last length to this one is 0.
const between = ([before, after], one, other) => (
  before + ((after - before) * one) / (one - other)
);

// A curve is the same wherever it is read: it is followed once for each hardware.
const known = new Map();

function curveOf(name, setting) {
  const told = [name, ...HARDWARE.map((one) => setting[one])].join();
  if (!known.has(told)) {
    if (known.size > 300) known.clear();
    known.set(told, followed(name, setting));
  }
  return known.get(told);
}

function followed(name, setting) {
  const { lengths, links } = setting;
  const most = lengths.map((length) => directRate("plob", length, 1, setting));
  const found = lengths.map((length) => delivered(links[name], length, setting));
  const rates = found.map(({ pairs, secret }) => pairs * Math.max(0, secret));
  const pair = (k) => [lengths[k - 1], lengths[k]];
  const ratio = (k) => Math.log10(rates[k] / most[k]);
  const passed = rates.findIndex((rate, k) => k > 0 && rate > most[k]);
  const from = passed > 0 ? between(pair(passed), ratio(passed - 1), ratio(passed)) : 0;
  const ended = found.findIndex(({ secret }) => secret <= 0);
  let to = lengths.at(-1);
  if (ended === 0) to = 0;
  else if (ended > 0) to = between(pair(ended), found[ended - 1].secret, found[ended].secret);
  return { from, to, path: pathOf(rates, to, setting) };
}

function pathOf(rates, end, { lengths, plot }) {
  const points = [];
  let before = [0, 0];
  for (let k = 0; k < lengths.length; k += 1) {
    const [length, rate] = [lengths[k], rates[k]];
    if (rate <= plot.lowest_hz) {
      const over = (one) => Math.log10(one / plot.lowest_hz);
      const foot = rate > 0
        ? between([before[0], length], over(before[1]), over(rate)) : end;
      if (points.length) points.push([across(foot, plot), plot.bottom]);
      break;
    }
    points.push([across(length, plot), height(rate, plot)]);
    before = [length, rate];
  }
  return points.length ? `M${points.map((point) => point.map(number).join(" ")).join("L")}` : "";
}

function pathHere(name, setting) {
  if (REPEATERS.includes(name)) return curveOf(name, setting).path;
  const rates = setting.lengths.map((length) => (
    directRate(name, length, setting.coupling, setting)
  ));
  return pathOf(rates, setting.plot.longest, setting);
}

function mapHere({ coupling, gate_error, per, map, bits, kinds }) {
  const [column, row] = [
    (coupling - map.couplings[0]) * 20, (Math.log10(gate_error) - Math.log10(map.errors[0])) * 4,
  ];
  const [c, r] = [column, row].map((place) => Math.floor(place + 0.5));
  const here = Object.fromEntries(kinds.map((kind) => [`bits_${kind}`, bits[per][kind][r][c]]));
  const best = kinds.reduce((one, kind) => (
    here[`bits_${kind}`] > here[`bits_${one}`] ? kind : one
  ));
  return {
    ...here, best: here[`bits_${best}`] > 0 ? best : "none",
    spot_x: map.left + map.wide * (column + 0.5),
    spot_y: map.top + map.high * (map.errors.length - 0.5 - row),
  };
}

export function compute(setting) {
  const { length_km, coupling, plot, links, per } = setting;
  const given = { length_km, per, mark_x: across(length_km, plot) };
  for (const name of HARDWARE) given[name] = setting[name];
  for (const name of ["direct", "plob"]) {
    given[`${name}_hz`] = directRate(name, length_km, coupling, setting);
  }
  for (const name of REPEATERS) {
    const { pairs, fidelity, secret } = delivered(links[name], length_km, setting);
    const { from, to } = curveOf(name, setting);
    Object.assign(given, {
      [`${name}_hz`]: pairs * Math.max(0, secret), [`${name}_pairs_hz`]: pairs,
      [`${name}_fidelity`]: fidelity, [`${name}_from`]: from, [`${name}_to`]: to,
      [`${name}_from_x`]: across(from, plot),
      [`${name}_from_y`]: height(from ? directRate("plob", from, 1, setting) : 0, plot),
    });
  }
  for (const name of LINES) {
    given[`${name}_y`] = height(given[`${name}_hz`], plot);
  }
  return { ...given, ...mapHere(setting) };
}

const superscript = (power) => (
  String(power).replace(/[-\d]/g, (one) => (one === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[one]))
);

function powerOf(value, places) {
  const [digits, exponent] = value.toExponential(places).split("e");
  const power = Number(exponent);
  if (power === 0) return `${digits} × 1`;
  return `${digits} × 10${power === 1 ? "" : superscript(power)}`;
}

function rateWords(hz) {
  if (hz <= 0) return "none";
  return hz >= 0.00995 && hz < 99_995 ? threeDigits(hz) : powerOf(hz, 1);
}

function waitWords(hz) {
  const time = 1 / hz;
  for (const [unit, name, most] of [[60, "minutes", 120], [3600, "hours", 72], [86_400, "days", 800]]) {
    if (time > unit && time < most * unit) return `${decimals(time / unit, 0)} ${name}`;
  }
  if (time <= 60) return timeWords(time);
  const years = time / (365.25 * 86_400);
  return `${years < 9995 ? decimals(years, 0) : powerOf(years, 0)} years`;
}

function bitsWords(bits) {
  if (bits <= 0) return "none";
  if (bits < 0.00095 || bits >= 99_995) return powerOf(bits, 1);
  let places = 0;
  if (bits < 9.95) places = [0.995, 0.0995, 0.00995].filter((limit) => bits < limit).length + 1;
  return decimals(bits, places);
}

function linesOf(given, titles) {
  const where = `Over ${decimals(given.length_km, 0)} km`;
  const best = REPEATERS.reduce((one, name) => (
    given[`${name}_hz`] > given[`${one}_hz`] ? name : one
  ));
  const { plob_hz: plob, [`${best}_hz`]: here } = given;
  const most = plob >= 1 ? `${rateWords(plob)} bits/s` : `one bit in ${waitWords(plob)}`;
  if (!(here > 0)) {
    return [
      `${where} none of these repeaters leaves a key.`,
      `Their pairs are too bad. A direct line gives at most ${most}.`,
    ];
  }
  const told = `${rateWords(here)} secret bits/s`;
  if (here > plob) {
    return [
      `${where}, ${titles[best].replace("1 repeater", "one repeater")}: ${told}.`,
      `Whatever is done at its ends, a direct line of 10⁹ pulses/s gives ${most} at most.`,
    ];
  }
  return [
    `${where} a direct line still gives more than repeaters do.`,
    `At most ${most}; the best of these repeaters, ${titles[best]}: ${told}.`,
  ];
}

function cellsOf(given, name) {
  const here = rateWords(given[`${name}_hz`]);
  if (!REPEATERS.includes(name)) return [here, "–", "–", "never ends"];
  const { [`${name}_from`]: from, [`${name}_to`]: to } = given;
  let reach = `${decimals(to, 0)} km`;
  if (to <= 0) reach = "nowhere";
  else if (to >= 1200) reach = "> 1200 km";
  return [
    here, decimals(given[`${name}_fidelity`], 3), from > 0 ? `${decimals(from, 0)} km` : "nowhere",
    reach,
  ];
}

const hardwareOf = (given) => [
  "Direct: 10⁹ pulses a second, which lose only light. Fibre: 0.2 dB/km. Key: BBM92.",
  `A segment: ${given.modes} ${given.modes === 1 ? "attempt" : "attempts"} per round ` +
    `L₀/c, two clicks half-way, coupling ${decimals(given.coupling)}, fresh pairs of ` +
    `${decimals(given.fidelity, 3)}.`,
  `Swaps: sure, at once, gate error ${rateWords(given.gate_error)}; nothing purified. ` +
    `Memories: T2 = ${timeWords(given.t2_s)}, both halves wait.`,
];

const countedWords = (per) => (
  `Most secret bits per second ${per === "line" ? "from one" : "for each memory qubit of a"} ` +
  "line of 948 km."
);

function words(given, lines, { titles, kinds, names }) {
  const told = LINES.map((name) => {
    const [here, f, from, to] = cellsOf(given, name);
    return `${titles[name]}: ${here}` + (REPEATERS.includes(name)
      ? `, F = ${f}, passes any direct line from: ${from}, key up to: ${to}` : "");
  }).join("; ");
  const { best } = given;
  const first = best === "none" ? "no generation gives a key" : `most is given by ${names[best]}`;
  const each = kinds.map((kind) => `${names[kind]}: ${bitsWords(given[`bits_${kind}`])}`).join("; ");
  return (
    `Curves of secret bits per second against distance, on a logarithmic scale. ` +
    `${lines.join(" ")} Here, ${told}. ${hardwareOf(given).join(" ")} Map of generations over ` +
    `coupling and gate error. ${countedWords(given.per)} At this coupling and gate error ${first}. Secret bits ` +
    `per second: ${each}.`
  );
}

function movePlot(move, given, setting) {
  move("here", { x1: given.mark_x, x2: given.mark_x });
  for (const name of LINES) {
    const y = given[`${name}_y`];
    move(`curve-${name}`, { d: pathHere(name, setting) });
    move(`mark-${name}`, { cx: given.mark_x, cy: y, opacity: y < setting.plot.bottom ? 1 : 0 });
    cellsOf(given, name).forEach((cell, column) => move(`cell-${name}-${column}`, {}, cell));
  }
  for (const name of REPEATERS) {
    move(`from-${name}`, {
      cx: given[`${name}_from_x`], cy: given[`${name}_from_y`],
      opacity: given[`${name}_from`] > 0 ? 1 : 0,
    });
  }
}

function moveMap(move, given, { per, pers, kinds, rows }) {
  move("counted", {}, countedWords(per));
  for (const one of pers) move(`map-${one.split(" ")[0]}`, { opacity: one === per ? 1 : 0 });
  for (const part of ["spot-edge", "spot"]) move(part, { cx: given.spot_x, cy: given.spot_y });
  const place = Math.max(0, kinds.indexOf(given.best));
  move("best", {
    y: rows.kinds + 8 + rows.kinds_step * place - 16, opacity: given.best === "none" ? 0 : 1,
  });
  for (const kind of kinds) move(`bits-${kind}`, {}, bitsWords(given[`bits_${kind}`]));
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "repeater_rates");
  const place = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  controls.classList.add("qinet-compact");
  const showLength = slider(controls, {
    label: "Distance to cross", min: 12, max: 1200, step: 4,
    words: () => `${decimals(kept.state.length_km, 0)} km`,
    onInput: (value) => kept.set({ length_km: value }),
  });
  const showCoupling = slider(controls, {
    label: "Coupling per photon", min: 10, max: 100,
    words: () => decimals(kept.state.coupling),
    onInput: (value) => kept.set({ coupling: value / 100 }),
  });
  // Steps of these are parts of a decade.
  const decade = (label, name, { min, max, parts, digits, told }) => slider(controls, {
    label, min, max, words: () => told(kept.state[name]),
    onInput: (step) => kept.set({ [name]: Number((10 ** (step / parts)).toPrecision(digits)) }),
  });
  const showError = decade("Error of a gate", "gate_error", {
    min: -20, max: -4, parts: 4, digits: 3, told: rateWords,
  });
  const showT2 = decade("T2 of the memories", "t2_s", {
    min: -12, max: 12, parts: 4, digits: 2, told: timeWords,
  });
  const showModes = decade("Attempts side by side", "modes", {
    min: 0, max: 8, parts: 2, digits: 1, told: String,
  });
  const chosen = buttons(controls, "Count bits per", place.pers.map((per) => [
    per, () => kept.set({ per }),
  ]));
  const show = (state) => {
    const setting = { ...state, ...place };
    const given = compute(setting);
    const lines = linesOf(given, place.titles);
    lines.forEach((line, row) => move(`words-${row}`, {}, line));
    movePlot(move, given, setting);
    hardwareOf(given).forEach((line, row) => move(`hardware-${row}`, {}, line));
    moveMap(move, given, setting);
    showLength(Math.round(state.length_km));
    showCoupling(Math.round(100 * state.coupling));
    showError(Math.round(4 * Math.log10(state.gate_error)));
    showT2(Math.round(4 * Math.log10(state.t2_s)));
    showModes(Math.round(2 * Math.log10(state.modes)));
    chosen.forEach((button, k) => (
      button.setAttribute("aria-pressed", String(place.pers[k] === state.per))
    ));
    say(words(given, lines, place));
  };
  kept = keeper(model, ["length_km", "per", ...HARDWARE], show);
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
