// explore.teleport: go through teleportation step by step, lose a bit, let Bob's memory wait.

const FIBRE_SPEED_KM_S = 299792.458 / 1.468;
const FAINT = 0.3;
const FLIGHT_MS = 2500;
const NAMES = [
  "step", "theta", "phi", "length_km", "t2_ms", "m_message", "m_alice", "drop_x", "drop_z",
  "progress", "judged",
];

function travelledShare({ step, progress }) {
  if (step === 3) return progress;
  return step > 3 ? 1 : 0;
}

// X turns an arrow by half around the x axis, Z around the z axis.
function flipped([x, y, z], { x: byX, z: byZ }) {
  const [signX, signZ] = [byZ ? -1 : 1, byX ? -1 : 1];
  return [x * signX, y * signX * signZ, z * signZ];
}

// What is left of an arrow for whoever cannot say whether X or Z has turned it.
function unknown([x, y, z], { x: byX, z: byZ }) {
  return [byZ ? 0 : x, byX || byZ ? 0 : y, byX ? 0 : z];
}

export function compute({ message, bob, left, right, ...params }) {
  const settings = Object.fromEntries(NAMES.map((name) => [name, params[name]]));
  const { step, theta, phi, length_km, t2_ms, m_message, m_alice, drop_x, drop_z } = settings;
  const travelled = travelledShare(settings);
  const delay = (1000 * length_km) / FIBRE_SPEED_KM_S;
  const time = travelled * delay;
  const psi = vector(theta, phi);
  const coherence = Math.exp(-time / t2_ms);
  const found = { x: m_alice === 1, z: m_message === 1 };
  const lost = { x: drop_x, z: drop_z };
  let [arrow, known] = [[0, 0, 0], [0, 0, 0]];
  if (step >= 2) {
    const [x, y, z] = flipped(psi, found);
    arrow = [x * coherence, y * coherence, z];
    known = unknown(arrow, step >= 4 ? lost : { x: true, z: true });
  }
  if (step === 5) {
    const done = { x: found.x && !lost.x, z: found.z && !lost.z };
    [arrow, known] = [flipped(arrow, done), flipped(known, done)];
  }
  const numbers = { ...settings, delay_ms: delay, time_ms: time, coherence };
  const tips = [["message", message, psi], ["bob", bob, arrow], ["known", bob, known]];
  for (const [name, view, tip] of tips) {
    ["x", "y", "z"].forEach((axis, i) => { numbers[`${name}_${axis}`] = tip[i]; });
    [numbers[`${name}_tip_x`], numbers[`${name}_tip_y`]] = project(view, tip);
  }
  for (const gate of ["x", "z"]) {
    const share = lost[gate] ? Math.min(travelled, LOST_AT) : travelled;
    numbers[`packet_${gate}`] = left + share * (right - left);
  }
  if (!settings.judged) return numbers;
  // Over all messages and outcomes: how much of each axis arrives the right way round.
  const end = Math.exp(-delay / t2_ms);
  const passes = unknown([end, end, 1], lost).reduce((sum, part) => sum + part, 0);
  return {
    ...numbers,
    fidelity: (1 + dot(psi, arrow)) / 2, known_fidelity: (1 + dot(psi, known)) / 2,
    average: 1 / 2 + passes / 6,
  };
}

function gateMark(given, gate) {
  const { step } = given;
  if (step < 4) return ["3 3", step < 2 ? "" : "waits"];
  if (given[`drop_${gate}`]) return ["3 3", "lost: left out"];
  if (bitOf(given, gate)) return ["none", step === 5 ? "bit 1: applied" : "bit 1: apply"];
  return ["3 3", step === 5 ? "bit 0: left out" : "bit 0: leave out"];
}

function moveParties(move, view, given) {
  const { step } = given;
  const [time, delay] = [given.time_ms, given.delay_ms].map((ms) => timeWords(ms / 1000));
  move("heading", {}, heading(given));
  stepWords(given).forEach((line, row) => move(`words-${row}`, {}, line));
  movePointer(move, view.message, vector(given.theta, given.phi));
  move("message", { opacity: step === 1 ? 1 : FAINT });
  move("message-words", {}, ["message: still to come", "the message"][step] ?? "measured: gone");
  movePointer(move, view.bob, [given.bob_x, given.bob_y, given.bob_z], "bob-");
  move("known", { cx: given.known_tip_x, cy: given.known_tip_y });
  move("link", { "stroke-opacity": step < 2 ? 1 : FAINT });
  move("half", { "fill-opacity": step < 2 ? 1 : 0 });
  move("pair-words", {}, step < 2 ? "pair Φ+" : "the pair is used up");
  move("fibre-words", {}, `${number(given.length_km)} km: ${delay} one way`);
  move("clock", { width: view.clock * travelledShare(given) });
  move("clock-words", {}, step < 2
    ? "Alice has not measured yet." : `${time} of ${delay} since Alice measured`);
  if (!given.judged) return;
  move("memory-words", {},
    `Bob’s memory, T2 = ${number(given.t2_ms)} ms: coherence ${decimals(given.coherence)}`);
  for (const key of ["fidelity", "average"]) {
    move(`bar-${key}`, { width: view.bar * given[key] });
    move(`is-${key}`, {}, decimals(given[key], 3));
  }
}

function moveBits(move, view, given) {
  for (const gate of ["z", "x"]) {
    const [dash, told] = gateMark(given, gate);
    const at = `translate(${number(given[`packet_${gate}`])} ${number(view.rows[gate])})`;
    move(`gate-${gate}`, { "stroke-dasharray": dash });
    move(`gate-words-${gate}`, {}, told);
    move(`packet-${gate}`, { opacity: given.step >= 2 ? 1 : 0, transform: at });
    move(`bit-${gate}`, {}, String(bitOf(given, gate)));
    move(`lost-${gate}`, { opacity: isLost(given, gate) ? 1 : 0 });
  }
}

// A slider over a list of values, which shows the nearest of them.
function ladder(parent, { label, values, unit, read, onInput }) {
  const show = slider(parent, {
    label, min: 0, max: values.length - 1, words: () => `${number(read())} ${unit}`,
    onInput: (index) => onInput(values[index]),
  });
  return () => {
    const apart = values.map((value) => Math.abs(Math.log((value + 1e-9) / (read() + 1e-9))));
    show(apart.indexOf(Math.min(...apart)));
  };
}

// The bits that may be lost, and what the others cost on their way: what a run is judged by.
function judgedControls(controls, view, state, set) {
  const losses = buttons(controls, "Lose", ["z", "x"].map((gate) => [
    `the bit for ${gate.toUpperCase()}`, () => set({ [`drop_${gate}`]: !state()[`drop_${gate}`] }),
  ]));
  const showLength = ladder(controls, {
    label: "Fibre to Bob", values: view.lengths, unit: "km", read: () => state().length_km,
    onInput: (length_km) => set({ length_km }),
  });
  const showMemory = ladder(controls, {
    label: "T2 of Bob’s memory", values: view.memories, unit: "ms", read: () => state().t2_ms,
    onInput: (t2_ms) => set({ t2_ms }),
  });
  return (now) => {
    losses.forEach((button, i) => button.setAttribute("aria-pressed", now[`drop_${"zx"[i]}`]));
    showLength();
    showMemory();
  };
}

function teleportControls(controls, view, kept, { flying, judged }) {
  controls.classList.add("qinet-compact");
  const state = () => kept().state;
  const set = (changes) => {
    flying.stop();
    kept().set(changes);
  };
  const [back, next] = buttons(controls, "Step", [
    ["Back", () => set({ step: Math.max(0, state().step - 1) })],
    ["Next", () => set({ step: (state().step + 1) % 6 })],
    ["Send the bits", flying.start],
  ]);
  back.parentElement.classList.add("qinet-beside");
  const way = () => number(Math.round(100 * travelledShare(state())));
  const showWay = slider(controls, {
    label: "The bits’ way", min: 0, max: 100, words: () => `${way()} %`,
    onInput: (percent) => set({ step: 3, progress: percent / 100 }),
  });
  const pairs = [[0, 0], [0, 1], [1, 0], [1, 1]];
  const outcomes = buttons(controls, "Alice finds (message’s bit, half’s bit)", pairs.map(([m_message, m_alice]) => [
    `${m_message}, ${m_alice}`, () => set({ m_message, m_alice }),
  ]));
  const showJudged = judged ? judgedControls(controls, view, state, set) : () => {};
  const showMessage = sphereControls(controls, kept);
  return (now) => {
    // Not disabled: a button that has the focus would lose it.
    back.setAttribute("aria-disabled", now.step === 0);
    next.textContent = now.step === 5 ? "Again" : "Next";
    showWay(100 * travelledShare(now));
    outcomes.forEach((button, i) => {
      const [m, a] = pairs[i];
      button.setAttribute("aria-pressed", m === now.m_message && a === now.m_alice);
    });
    showJudged(now);
    showMessage(now);
  };
}

function bringToLife(model, el) {
  const { root, figure, controls, say, stop } = frame(model, el, "teleport");
  // The figure says it already, at once; who cannot see it still hears it.
  root.querySelector(".qinet-readout").classList.add("qinet-spoken");
  const view = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  const flying = flight(FLIGHT_MS, (progress) => {
    kept.set({ step: progress < 1 ? 3 : 4, progress });
  });
  const showControls = teleportControls(controls, view, () => kept, {
    flying, judged: model.get("judged"),
  });
  const show = (state) => {
    const given = compute({ ...state, ...view });
    moveParties(move, view, given);
    moveBits(move, view, given);
    showControls(state);
    say(words(given));
  };
  kept = keeper(model, NAMES, show);
  dragSphere(figure, view.message, () => kept.state, kept.set);
  show(kept.state);
  return () => {
    flying.stop();
    stop();
    kept.stop();
  };
}

function render({ model, el }) {
  let end = bringToLife(model, el);
  // Judged or not, it is another figure with other controls.
  const again = () => {
    end();
    end = bringToLife(model, el);
  };
  model.on("change:_figure", again);
  return () => {
    model.off("change:_figure", again);
    end();
  };
}

export default { render };
