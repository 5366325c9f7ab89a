// explore.pair_source: give the source to Eve, and see what the tests say of her pairs.

const EVES = [
  ["z", "Z", "along Z"], ["x", "X", "along X"],
  ["breidbart", "Breidbart’s", "half-way between Z and X (B)"],
  ["random", "Z or X, at random", "along Z or X, by a coin"],
];

const RUN_MS = 5000;
const SURE = 1e-9;

const percent = (share, places = 1) => `${decimals(100 * share, places)} %`;

function sourceWords({ eve, basis }) {
  if (eve === 0) {
    return "Charlie’s source is honest: both halves of a pair are one state, near Φ+.";
  }
  const share = eve < 1 ? `${percent(eve, 0)} of its pairs` : "every pair";
  const [, , along] = EVES.find(([one]) => one === basis);
  return `Eve’s source fakes ${share}: both halves decided, ${along}.`;
}

function keyWords(given) {
  const spoilt = ["z", "x"].filter((name) => given[`e_${name}`] > given.limit).join("");
  if (given.bbm92 > SURE) {
    return given.eve === 0
      ? "A key is left, and nobody had to ask whose source it is."
      : "She fakes few enough: what she may know is cut away, and a key is left.";
  }
  if (given.eve === 0) return "No key: the pairs are too poor, though nobody fakes them.";
  if (spoilt === "x") return "No key: Z alone looks well, but X gives her away.";
  return spoilt === "z"
    ? "No key: X looks well, but Z, which makes the key, gives her away."
    : "No key: both Z and X give her away.";
}

function bellWords({ s_expected: s }) {
  return s > 2 + SURE
    ? `S = ${decimals(s)} > 2: the pairs are entangled, whoever made them.`
    : `S = ${decimals(s)}, not above 2: pairs decided beforehand can do this.`;
}

const isUnsafe = ({ z_alone: alone, costs, knows }) => (
  alone > Math.max(1 - costs - knows, 0) + SURE
);

function measuredWords(name, given) {
  if (name === "s") {
    return given.s_seen ? `${decimals(given.s)} ± ${decimals(given.s_error)}` : "not seen yet";
  }
  return given[`${name}_rounds`]
    ? `${percent(given[`${name}_qber`])} ± ${percent(given[`${name}_error`])}`
    : "not seen yet";
}

const fidelityWords = ({ eve, fidelity }) => (eve < 1 ? `F = ${decimals(fidelity)}` : "");

const lastCells = ({ rows }) => rows.split(";").filter(Boolean).at(-1)?.split(",");

function words(given, all) {
  const last = lastCells(given);
  const said = last
    ? `Round ${last[0]}: the source sends ${last[1]}; Alice measures in ${last[2]} and finds ` +
      `${last[3]}, Bob in ${last[4]} and finds ${last[5]}: ${last[6]}. `
    : "";
  const honest = given.eve < 1 ? `Honest pairs have ${fidelityWords(given)}. ` : "";
  return (
    `A source of pairs between Alice and Bob, after ${given.step} of ${all} rounds. ` +
    `${sourceWords(given)} ${honest}${said}Wrong in key rounds, Z: ${given.z_errors} of ` +
    `${given.z_rounds}, expected ${percent(given.e_z)}; in test rounds, X: ` +
    `${given.x_errors} of ${given.x_rounds}, expected ${percent(given.e_x)}; ` +
    `limit ${percent(given.limit)} if both are alike. Bell test, S: ` +
    `${measuredWords("s", given)}, expected ${decimals(given.s_expected)}. ` +
    `After many rounds: ${keyWords(given)} ${bellWords(given)} Of each key bit Eve knows ` +
    `${decimals(given.knows)} bits. Judged by Z alone a key bit would hold ${decimals(given.z_alone)} secret bits` +
    `${isUnsafe(given) ? " (✕ not secret)" : ""}; by Z and X it holds ` +
    `${decimals(given.bbm92)}, by Z and S, device-independent, ` +
    `${decimals(given.device_independent)}.`
  );
}

function moveStage(move, given) {
  const last = lastCells(given);
  move("source-charlie", { opacity: given.eve === 0 ? 1 : 0 });
  move("source-eve", { opacity: given.eve === 0 ? 0 : 1 });
  move("fidelity", {}, fidelityWords(given));
  move("honest", { opacity: given.shows_honest });
  move("fake", { opacity: given.shows_fake });
  ["alice", "bob"].forEach((who, k) => {
    move(`turned-${who}`, { opacity: last ? 1 : 0 });
    move(`hand-${who}`, { x2: given[`${who}_hand_x`], y2: given[`${who}_hand_y`] });
    move(`found-${who}`, {}, last ? `${last[2 + 2 * k]}: finds ${last[3 + 2 * k]}` : "");
    move(`half-${who}`, {}, given.shows_fake ? last[1].slice(1) : "");
  });
  const pair = given.shows_fake ? "decided beforehand" : "nothing decided yet";
  move("pair-words", {}, last ? pair : "");
}

function moveTable(move, rows) {
  rows.forEach((row, k) => {
    const cells = row ? row.split(",") : Array(7).fill("");
    const fate = cells[6];
    move(`kept-${k}`, { opacity: fate === "key" || fate === "test in X" ? 1 : 0 });
    move(`wrong-${k}`, { opacity: fate.endsWith("wrong") ? 1 : 0 });
    move(`bell-${k}`, { opacity: fate.startsWith("Bell") ? 1 : 0 });
    const fake = cells[1] !== "" && cells[1] !== "Φ+";
    move(`pair-${k}`, {}, fake ? "" : cells[1]);
    move(`fake-${k}`, {}, fake ? cells[1] : "");
    for (const column of [0, 2, 3, 4, 5, 6]) move(`cell-${k}-${column}`, {}, String(cells[column]));
  });
}

function moveTests(move, given) {
  for (const name of ["z", "x", "s"]) {
    const seen = name === "s" ? given.s_seen : given[`${name}_rounds`];
    move(`measured-${name}`, { opacity: seen ? 1 : 0 });
    move(`bar-${name}`, { x1: given[`${name}_low`], x2: given[`${name}_high`] });
    move(`mark-${name}`, { x: given[`${name}_x`] - 5 });
    move(`expected-${name}`, {
      transform: `translate(${decimals(given[`${name}_expected_x`])} 0)`,
    });
    move(`is-${name}`, {}, measuredWords(name, given));
  }
  move("verdict-0", {}, keyWords(given));
  move("verdict-1", {}, bellWords(given));
  move("knows", {}, decimals(given.knows));
  move("z-alone", {}, decimals(given.z_alone));
  move("warning", {}, isUnsafe(given) ? "✕ not secret" : "");
  move("bbm92", {}, decimals(given.bbm92));
  move("by-s", {}, decimals(given.device_independent));
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "pair_source");
  const move = mover(figure);
  const all = model.get("_geometry").drawn.alice.length;
  let kept = null;
  let from = 0;
  // What she faked before the source was taken back.
  let hers = model.get("eve") || 1;
  const running = flight(RUN_MS, (progress) => {
    kept.set({ step: from + Math.round(progress * (all - from)) });
  });
  const set = (changes) => {
    running.stop();
    kept.set(changes);
  };
  const [owner] = buttons(controls, "The source", [
    ["give it to Eve", () => kept.set({ eve: kept.state.eve ? 0 : hers })],
  ]);
  const showShare = slider(controls, {
    label: "Eve fakes", min: 0, max: 100,
    words: () => `${percent(kept.state.eve, 0)} of the pairs`,
    onInput: (value) => {
      if (value > 0) hers = value / 100;
      kept.set({ eve: value / 100 });
    },
  });
  const bases = buttons(controls, "She decides them in", EVES.map(([basis, label]) => [
    label, () => kept.set({ basis }),
  ]));
  const showFidelity = slider(controls, {
    label: "F, fidelity of honest pairs", min: 0.25, max: 1, step: 0.01,
    words: () => `F = ${decimals(kept.state.fidelity)}`,
    onInput: (fidelity) => kept.set({ fidelity }),
  });
  const on = (more) => set({ step: Math.min(all, kept.state.step + more) });
  const [next, ten, toEnd, start] = buttons(controls, "Rounds", [
    ["next", () => on(1)], ["10 more", () => on(10)],
    ["run all", () => {
      from = kept.state.step;
      running.start();
    }],
    ["start again", () => set({ step: 0 })],
  ]);
  next.setAttribute("aria-label", "next round");
  const show = (state) => {
    const given = { ...compute({ ...state, ...model.get("_geometry") }), basis: state.basis };
    move("who", {}, sourceWords(given));
    moveStage(move, given);
    moveTable(move, given.rows.split(";"));
    moveTests(move, given);
    owner.textContent = state.eve ? "take it back" : "give it to Eve";
    owner.setAttribute("aria-label", `${owner.textContent}: the source`);
    for (const one of [next, ten, toEnd]) one.setAttribute("aria-disabled", state.step === all);
    start.setAttribute("aria-disabled", state.step === 0);
    bases.forEach((one, k) => one.setAttribute("aria-pressed", EVES[k][0] === state.basis));
    showShare(Math.round(100 * state.eve));
    showFidelity(state.fidelity);
    say(words(given, all));
  };
  kept = keeper(model, ["fidelity", "eve", "basis", "step", "seed"], show);
  show(kept.state);
  return () => {
    running.stop();
    stop();
    kept.stop();
  };
}

export default { render };
