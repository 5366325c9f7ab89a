// explore.teleport: go through teleportation step by step, lose a bit, let Bob's memory wait.

const FIBRE_SPEED_KM_S = 299792.458 / 1.468;
const LOST_AT = 0.5;
const FAINT = 0.3;
const FLIGHT_MS = 2500;
const TITLES = [
  "a pair is shared", "a message comes to Alice", "Alice measures both of hers",
  "two bits are on their way", "what arrives tells Bob what to do", "Bob has done it",
];
const NAMES = [
  "step", "theta", "phi", "length_km", "t2_ms", "m_message", "m_alice", "drop_x", "drop_z",
  "progress",
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
  // Over all messages and outcomes: how much of each axis arrives the right way round.
  const end = Math.exp(-delay / t2_ms);
  const passes = unknown([end, end, 1], lost).reduce((sum, part) => sum + part, 0);
  return {
    ...numbers,
    fidelity: (1 + dot(psi, arrow)) / 2, known_fidelity: (1 + dot(psi, known)) / 2,
    average: 1 / 2 + passes / 6,
  };
}

const bitOf = (given, gate) => (gate === "x" ? given.m_alice : given.m_message);

function order(given, gate) {
  if (given[`drop_${gate}`]) return "its bit is lost, leave it out";
  return bitOf(given, gate) ? "its bit is 1, apply it" : "its bit is 0, leave it out";
}

function heading({ step }) {
  return `Step ${step} of 5: ${TITLES[step]}`;
}

function stepWords(given) {
  const { step, m_message: m, m_alice: a } = given;
  const [time, delay] = [given.time_ms, given.delay_ms].map((ms) => timeWords(ms / 1000));
  if (step === 0) {
    return [
      "Alice and Bob each hold one half of a pair Φ+. On its own each half is random:",
      "Bob’s arrow is a point in the middle, for himself and for everybody else.",
    ];
  }
  if (step === 1) {
    return [
      "Alice gets a qubit ψ. She need not know it, and she cannot copy it.",
      "Nothing has happened to Bob’s half.",
    ];
  }
  if (step === 2) {
    return [
      `She measures ψ and her half together; both are gone. She finds two bits: ${m}, ${a}.`,
      `Bob’s qubit now is ${a ? "X " : ""}${m ? "Z " : ""}ψ, but nobody without the bits can tell.`,
    ];
  }
  if (step === 3) {
    return [
      `The bits have travelled for ${time} of ${delay}. Bob’s qubit waits, and decays.`,
      "To him it is still random: the ring, what he can know, is in the middle.",
    ];
  }
  const lost = ["z", "x"].filter((gate) => given[`drop_${gate}`]);
  if (step === 4) {
    return [
      ["z", "x"].map((gate) => `${gate.toUpperCase()}: ${order(given, gate)}.`).join(" "),
      lost.length
        ? "So Bob does not know which state he holds."
        : "Now Bob knows which of the four states he holds.",
    ];
  }
  if (!lost.length) {
    return [
      `Bob’s qubit is ψ again, but for what it lost in ${delay} of waiting.`,
      "Nobody has learnt ψ, and nothing of it is left with Alice.",
    ];
  }
  if (lost.some((gate) => bitOf(given, gate))) {
    return [
      "What was lost asked for something that Bob could not do.",
      "He cannot tell: with and without luck, all looks the same to him.",
    ];
  }
  return [
    "What was lost asked for nothing this time: luck, and Bob cannot tell.",
    "The average below is what he can count on.",
  ];
}

function words(given) {
  const [first, second] = stepWords(given);
  const lost = ["z", "x"].filter((gate) => given[`drop_${gate}`]).map((g) => g.toUpperCase());
  const loss = lost.length ? `The bit for ${lost.join(" and that for ")} is lost on the way. ` : "";
  const [message, bob, known] = ["message", "bob", "known"].map((name) => (
    `(${["x", "y", "z"].map((axis) => decimals(given[`${name}_${axis}`])).join(", ")})`
  ));
  return (
    `Teleportation over ${number(given.length_km)} km of fibre. ${heading(given)}. ` +
    `${first} ${second} The message ψ: θ = ${wholeDegrees(given.theta)}, ` +
    `φ = ${wholeDegrees(given.phi)}, arrow ${message}. Alice’s bits: ` +
    `${given.m_message} for Z, ${given.m_alice} for X. ${loss}` +
    `Bob’s arrow ${bob}; what he knows of it ${known}. ` +
    `Clock ${timeWords(given.time_ms / 1000)} of ` +
    `${timeWords(given.delay_ms / 1000)}, T2 = ${number(given.t2_ms)} ms. ` +
    `Fidelity of this run now ${decimals(given.fidelity, 3)}, ` +
    `average at the end ${decimals(given.average, 3)}; without a pair 0.667.`
  );
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
  move("message-words", {}, ["ψ, still to come", "the message ψ"][step] ?? "measured: gone");
  movePointer(move, view.bob, [given.bob_x, given.bob_y, given.bob_z], "bob-");
  move("known", { cx: given.known_tip_x, cy: given.known_tip_y });
  move("link", { "stroke-opacity": step < 2 ? 1 : FAINT });
  move("half", { "fill-opacity": step < 2 ? 1 : 0 });
  move("pair-words", {}, step < 2 ? "pair Φ+" : "the pair is used up");
  move("fibre-words", {}, `${number(given.length_km)} km: ${delay} one way`);
  move("clock", { width: view.clock * travelledShare(given) });
  move("clock-words", {}, step < 2
    ? "Alice has not measured yet." : `${time} of ${delay} since Alice measured`);
  move("memory-words", {},
    `Bob’s memory, T2 = ${number(given.t2_ms)} ms: coherence ${decimals(given.coherence)}`);
  for (const key of ["fidelity", "average"]) {
    move(`bar-${key}`, { width: view.bar * given[key] });
    move(`is-${key}`, {}, decimals(given[key], 3));
  }
}

function moveBits(move, view, given) {
  const late = given.step > 3 || (given.step === 3 && given.progress >= LOST_AT);
  for (const gate of ["z", "x"]) {
    const [dash, told] = gateMark(given, gate);
    const at = `translate(${number(given[`packet_${gate}`])} ${number(view.rows[gate])})`;
    move(`gate-${gate}`, { "stroke-dasharray": dash });
    move(`gate-words-${gate}`, {}, told);
    move(`packet-${gate}`, { opacity: given.step >= 2 ? 1 : 0, transform: at });
    move(`bit-${gate}`, {}, String(bitOf(given, gate)));
    move(`lost-${gate}`, { opacity: given[`drop_${gate}`] && late ? 1 : 0 });
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

// Flies the bits across, at once for whoever wants no motion.
function flight(kept) {
  let next = null;
  const stop = () => cancelAnimationFrame(next);
  const start = () => {
    stop();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const begun = performance.now();
    const go = (now) => {
      const progress = still ? 1 : Math.max(0, Math.min(1, (now - begun) / FLIGHT_MS));
      kept().set({ step: progress < 1 ? 3 : 4, progress });
      if (progress < 1) next = requestAnimationFrame(go);
    };
    next = requestAnimationFrame(go);
  };
  return { start, stop };
}

function teleportControls(controls, view, kept, flying) {
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
  const way = () => number(Math.round(100 * travelledShare(state())));
  const showWay = slider(controls, {
    label: "The bits’ way", min: 0, max: 100, words: () => `${way()} %`,
    onInput: (percent) => set({ step: 3, progress: percent / 100 }),
  });
  const pairs = [[0, 0], [0, 1], [1, 0], [1, 1]];
  const outcomes = buttons(controls, "Alice finds", pairs.map(([m_message, m_alice]) => [
    `${m_message}, ${m_alice}`, () => set({ m_message, m_alice }),
  ]));
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
    losses.forEach((button, i) => button.setAttribute("aria-pressed", now[`drop_${"zx"[i]}`]));
    showLength();
    showMemory();
    showMessage(now);
  };
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "teleport");
  const view = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  const flying = flight(() => kept);
  const showControls = teleportControls(controls, view, () => kept, flying);
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

export default { render };
