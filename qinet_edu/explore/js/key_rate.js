// explore.key_rate: read rates off at a distance, and set the pulses and the detector.

const LEAST_KM = 0.05; // a shorter reach is none
const NAMES = ["plob", "single", "decoy", "best", "plain"];

// A curve is the same wherever it is read: it is drawn once for each setting it depends on.
const known = new Map();

function curveOf(name, line) {
  const told = [
    name, line.efficiency, line.dark_count, ["decoy", "plain"].includes(name) ? line.mu : "",
  ].join();
  if (!known.has(told)) {
    if (known.size > 400) known.clear();
    known.set(told, traced(name, line));
  }
  return known.get(told);
}

function traced(name, line) {
  const { steps, longest } = line;
  const rate = {
    plob: (length) => ratesAt(length, { ...line, grid_mu: [] }).plob,
    single: (length) => singleRate(fibreShare(length, line) * line.efficiency, line),
    decoy: (length) => decoyRate(line.mu, fibreShare(length, line) * line.efficiency, line),
    best: (length) => bestAt(fibreShare(length, line) * line.efficiency, line).best,
    plain: (length) => weakPulseRate(line.mu, fibreShare(length, line) * line.efficiency, line),
  }[name];
  const reach = name === "plob" ? null : root(rate, line.farthest);
  const end = name === "plob" ? longest : Math.min(longest, reach);
  const bend = name === "plob" ? 1 : 3;
  const points = [];
  for (let step = 0; step <= steps; step += 1) {
    const length = end * (1 - (1 - step / steps) ** bend);
    points.push(`${number(across(length, line))} ${number(height(rate(length), line))}`);
  }
  return { reach, path: end > LEAST_KM ? `M${points.join("L")}` : "" };
}

const across = (length, { left, right, longest }) => left + ((right - left) * length) / longest;

function height(rate, { top, bottom, decades }) {
  if (rate <= 0) return bottom;
  return top + (bottom - top) * Math.max(0, Math.min(1, -Math.log10(rate) / decades));
}

export function compute({ length_km, ...line }) {
  const { mu, efficiency, dark_count } = line;
  const here = ratesAt(length_km, line);
  return {
    length_km, mu, efficiency, dark_count, ...here,
    split: 1 - mu / Math.expm1(mu),
    ...Object.fromEntries(NAMES.slice(1).map((name) => [
      `reach_${name}`, curveOf(name, line).reach,
    ])),
    mark_x: across(length_km, line),
    ...Object.fromEntries(NAMES.map((name) => [`${name}_y`, height(here[name], line)])),
  };
}

function power(value) {
  if (value <= 0) return "0";
  if (value >= 0.1) return decimals(value);
  const [digits, exponent] = value.toExponential(1).split("e-");
  return `${digits} × 10⁻${exponent.replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit])}`;
}

const kmWords = (length) => (length > LEAST_KM ? `${decimals(length, 0)} km` : "nowhere");

const rateHere = (name, given) => (
  name === "plob" && given.length_km === 0 ? "no limit" : power(given[name])
);

function rateWords(given) {
  const where = `Over ${decimals(given.length_km, 0)} km`;
  let first = `${where}: no key. With decoys it reaches ${kmWords(given.reach_decoy)}.`;
  if (given.decoy > 0) {
    const without = given.plain > 0 ? `${power(given.plain)} without` : "no key without";
    first = `${where}: ${power(given.decoy)} bits per pulse with decoys, ${without}.`;
  }
  return [
    first,
    `µ = ${decimals(given.mu, 3)}: of the pulses with light, ` +
      `${decimals(100 * given.split, 1)} % hold two photons or more, one for Eve.`,
  ];
}

function words(given, lines, curves) {
  const told = curves.map(([name, what]) => (
    `${what}: ${rateHere(name, given)}` +
    (name === "plob" ? "" : `, reaching ${kmWords(given[`reach_${name}`])}`)
  )).join("; ");
  return (
    "Curves of secret bits per pulse against distance, the rate on a logarithmic axis. " +
    `${lines.join(" ")} Detection ${decimals(100 * given.efficiency, 1)} %, dark counts ` +
    `${power(given.dark_count)}. Rates here: ${told}.`
  );
}

function bestWords({ best_mu: mu }) {
  return mu > 0
    ? `Without decoys the best µ here is ${decimals(mu, 4)}.`
    : "Without decoys no pulse is faint enough here.";
}

function movePlot(move, given, line) {
  move("here", { x1: given.mark_x, x2: given.mark_x });
  for (const name of NAMES) {
    const y = given[`${name}_y`];
    move(`curve-${name}`, { d: curveOf(name, line).path });
    move(`mark-${name}`, { cx: given.mark_x, cy: y, opacity: y < line.bottom ? 1 : 0 });
    move(`is-${name}`, {}, rateHere(name, given));
    if (name !== "plob") move(`reach-${name}`, {}, kmWords(given[`reach_${name}`]));
  }
  move("best", {}, bestWords(given));
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "key_rate");
  const place = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  controls.classList.add("qinet-compact");
  const showLength = slider(controls, {
    label: "Fibre to Bob", min: 0, max: place.longest,
    words: () => `${decimals(kept.state.length_km, 0)} km`,
    onInput: (value) => kept.set({ length_km: value }),
  });
  // Each step is a tenth of a decade.
  const tenths = (label, name, { min, max, say: told }) => slider(controls, {
    label, min, max, words: () => told(kept.state[name]),
    onInput: (value) => kept.set({ [name]: Number((10 ** (value / 10)).toPrecision(3)) }),
  });
  const showMu = tenths("µ, photons per pulse", "mu", {
    min: -40, max: 0, say: (mu) => decimals(mu, 4),
  });
  const showEfficiency = tenths("Bob detects", "efficiency", {
    min: -30, max: 0, say: (share) => `${decimals(100 * share, 1)} %`,
  });
  const showDark = tenths("Dark counts per pulse", "dark_count", {
    min: -90, max: -20, say: power,
  });
  const show = (state) => {
    const given = compute({ ...state, ...place });
    const lines = rateWords(given);
    lines.forEach((line, row) => move(`words-${row}`, {}, line));
    movePlot(move, given, { ...state, ...place });
    showLength(Math.round(state.length_km));
    showMu(Math.round(10 * Math.log10(state.mu)));
    showEfficiency(Math.round(10 * Math.log10(state.efficiency)));
    showDark(Math.round(10 * Math.log10(state.dark_count)));
    say(words(given, lines, place.curves));
  };
  kept = keeper(model, ["length_km", "mu", "efficiency", "dark_count"], show);
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
