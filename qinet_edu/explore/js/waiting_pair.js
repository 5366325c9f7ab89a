// explore.waiting_pair: send the news across the map, and see what waiting leaves of the pair.

function storedFidelity(time_ms, { t1_ms, t2_ms, halves }) {
  const kept = Math.exp(-time_ms / t1_ms);
  const coherent = Math.exp(-time_ms / t2_ms);
  return halves === 1 ? (1 + kept + 2 * coherent) / 4 : (1 - kept + kept ** 2 + coherent ** 2) / 2;
}

const wayFrom = (to, { ways }) => ways.find((way) => way.to === to);
const delay = (length_km, { speed_km_s: speed }) => (1e3 * length_km) / speed;
const height = (fidelity, { top, bottom }) => bottom - (bottom - top) * fidelity;

function across(length_km, { left, right, first, last }) {
  const share = Math.log10(Math.max(length_km, first) / first);
  return left + ((right - left) * share) / Math.log10(last / first);
}

// A mark of the curve has room for its number where the two marks of this pair are not near.
function labelled(km, lengths, plot) {
  const { beside, room } = plot;
  const from = across(km, plot) + beside;
  return lengths.every((length) => Math.abs(across(length, plot) - from) > room);
}

function along(points, marks, share) {
  const gone = share * marks.at(-1);
  let leg = 0;
  while (leg < points.length - 2 && marks[leg + 1] <= gone) leg += 1;
  const part = (gone - marks[leg]) / (marks[leg + 1] - marks[leg]);
  return [0, 1].map((i) => points[leg][i] + (points[leg + 1][i] - points[leg][i]) * part);
}

export function compute({ to, t1_ms, t2_ms, progress, halves, ...place }) {
  const { plot, marks_km: marks } = place;
  const { points, marks: gone, length_km } = wayFrom(to, place);
  const kept = (length) => storedFidelity(delay(length, place), { t1_ms, t2_ms, halves });
  const now = kept(progress * length_km);
  const arrival = kept(length_km);
  const [message_x, message_y] = along(points, gone, progress);
  return {
    length_km, t1_ms, t2_ms, progress, halves,
    delay_ms: delay(length_km, place), elapsed_ms: delay(progress * length_km, place),
    f_now: now, f_arrival: arrival,
    ...Object.fromEntries(marks.map((km) => [`f_${km}`, kept(km)])),
    ...Object.fromEntries(marks.map((km) => [`mark_${km}_y`, height(kept(km), plot)])),
    message_x, message_y,
    now_x: across(progress * length_km, plot), now_y: height(now, plot),
    arrival_x: across(length_km, plot), arrival_y: height(arrival, plot),
    ...Object.fromEntries(marks.map((km) => [
      `label_${km}`, labelled(km, [length_km, progress * length_km], plot) ? 1 : 0,
    ])),
    pair_opacity: 0.12 + 0.88 * Math.max(0, 2 * now - 1),
  };
}

function curvePath(state, { plot, curve_steps: steps, ...place }) {
  const points = [];
  for (let step = 0; step <= steps; step += 1) {
    const length = plot.first * (plot.last / plot.first) ** (step / steps);
    const x = plot.left + ((plot.right - plot.left) * step) / steps;
    const y = height(storedFidelity(delay(length, place), state), plot);
    points.push(`${number(x)} ${number(y)}`);
  }
  return `M${points.join("L")}`;
}

const placesOf = (ms) => (ms < 1 ? 3 : 2);

function timeWords({ elapsed_ms: elapsed, delay_ms: all }) {
  return `${decimals(elapsed, placesOf(all))} of ${decimals(all, placesOf(all))} ms`;
}

function wayWords(to, { delay_ms: all }, { length, planned }) {
  const fibre = planned ? "of fibre" : "as if by fibre (great circle × 1.2)";
  return `From ${to} to Brisbane: ${length} ${fibre}, ${decimals(all, placesOf(all))} ms`;
}

function whoWords(to, halves) {
  return halves === 1
    ? `${to} has measured its half and sends Brisbane two bits. Brisbane’s half waits for them.`
    : `One bit about the pair goes from ${to} to Brisbane. Both halves wait until it is there.`;
}

function verdictWords({ f_arrival: arrival }) {
  return arrival <= 0.5
    ? "Too late: F ≤ ½ is reached without any entanglement."
    : "In time: without entanglement F reaches ½ at most, and this is above.";
}

function memoryWords({ t1_ms: t1, t2_ms: t2 }) {
  return `memory: T1 = ${number(t1)} ms, T2 = ${number(t2)} ms`;
}

function words(to, given, place) {
  const shares = place.marks_km.map((km) => `${decimals(given[`f_${km}`])} at ${km} km`).join(", ");
  return (
    `Map of a pair shared by Brisbane and ${to}, and of its news on the way. ` +
    `${wayWords(to, given, wayFrom(to, place))}. ${whoWords(to, given.halves)} ` +
    `After ${timeWords(given)} the pair has F = ${decimals(given.f_now)}; when the news ` +
    `arrives, F = ${decimals(given.f_arrival)}. ${verdictWords(given)} ` +
    `Curve of F against distance for this ${memoryWords(given)}: ${shares}.`
  );
}

const shown = (yes) => ({ display: yes ? "inline" : "none" });

// One of each: the chart, the way on it, and what stands at its far end.
function switchMap(move, { to, halves }, place) {
  const { chart: chosen } = wayFrom(to, place);
  for (const chart of new Set(place.ways.map((way) => way.chart))) {
    for (const part of ["chart", "frame"]) move(`${part}-${chart}`, shown(chart === chosen));
  }
  place.ways.forEach((way, index) => {
    for (const part of ["way", "ends"]) move(`${part}-${index}`, shown(way.to === to));
    move(`stored-${index}`, shown(halves === 2));
    move(`measured-${index}`, shown(halves === 1));
  });
}

function movePlot(move, state, given, place) {
  move("curve", { d: curvePath(state, place) });
  for (const km of place.marks_km) {
    move(`mark-${km}`, { cy: given[`mark_${km}_y`] });
    const at = { y: given[`mark_${km}_y`] - 6, opacity: given[`label_${km}`] };
    move(`is-${km}`, at, decimals(given[`f_${km}`]));
  }
  const { arrival_x: x, arrival_y: y } = given;
  move("arrival-line", { x1: x, x2: x, y2: y });
  move("arrival", { cx: x, cy: y });
  move("now", { cx: given.now_x, cy: given.now_y });
}

const LASTS_MS = 2500;

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "waiting_pair");
  const place = model.get("_geometry");
  const move = mover(figure);
  const steps = place.steps_ms;
  const nearest = (ms) => steps.reduce(
    (best, step, index) => (
      Math.abs(Math.log(step / ms)) < Math.abs(Math.log(steps[best] / ms)) ? index : best
    ), 0,
  );
  let kept = null;
  const flying = flight(LASTS_MS, (progress) => kept.set({ progress }));
  const set = (changes) => {
    flying.stop();
    kept.set(changes);
  };
  const showChosen = chooser(controls, {
    label: "The other half is in", groups: [["From near to far", place.ways.map((way) => way.to)]],
    onChoose: (to) => set({ to }),
  });
  const waiting = buttons(controls, "In memory", [
    ["one half", () => set({ halves: 1 })], ["both halves", () => set({ halves: 2 })],
  ]);
  const time = (label, name, onInput) => slider(controls, {
    label, min: 0, max: steps.length - 1, words: () => `${number(kept.state[name])} ms`,
    onInput: (index) => onInput(steps[index]),
  });
  const showT1 = time("T1, decay to |0⟩", "t1_ms", (t1) => set({
    t1_ms: t1, t2_ms: Math.min(kept.state.t2_ms, 2 * t1),
  }));
  const showT2 = time("T2, coherence", "t2_ms", (t2) => set({
    t2_ms: Math.min(t2, 2 * kept.state.t1_ms),
  }));
  const showProgress = slider(controls, {
    label: "The news on its way", min: 0, max: 100,
    words: () => `${number(Math.round(100 * kept.state.progress))} % of the way`,
    onInput: (value) => set({ progress: value / 100 }),
  });
  buttons(controls, "The news", [["send it", flying.start]]);
  const show = (state) => {
    const given = compute({ ...state, ...place });
    const way = wayFrom(state.to, place);
    switchMap(move, state, place);
    move("way-words", {}, wayWords(state.to, given, way));
    move("who", {}, whoWords(state.to, state.halves));
    move("pair", { d: way.pair, "stroke-opacity": given.pair_opacity });
    move("message", {
      transform: `translate(${number(given.message_x)} ${number(given.message_y)})`,
    });
    movePlot(move, state, given, place);
    move("memory-words", {}, memoryWords(state));
    move("time", {}, timeWords(given));
    move("f-now", {}, decimals(given.f_now));
    move("f-arrival", {}, decimals(given.f_arrival));
    move("verdict", {}, verdictWords(given));
    waiting.forEach((one, index) => one.setAttribute("aria-pressed", index + 1 === state.halves));
    showChosen(state.to);
    showT1(nearest(state.t1_ms));
    showT2(nearest(state.t2_ms));
    showProgress(100 * state.progress);
    say(words(state.to, given, place));
  };
  kept = keeper(model, ["to", "t1_ms", "t2_ms", "progress", "halves"], show);
  show(kept.state);
  return () => {
    flying.stop();
    stop();
    kept.stop();
  };
}

export default { render };
