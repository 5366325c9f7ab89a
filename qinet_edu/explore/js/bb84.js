// explore.bb84: play rounds one by one, let Eve in, and watch the error rate.

const EVES = [
  ["z", "Z", "Z"], ["x", "X", "X"], ["either", "Z or X, at random", "Z or X, at random"],
  ["breidbart", "Breidbart’s", ""],
];

const RUN_MS = 4000;

const percent = (share, places = 1) => `${decimals(100 * share, places)} %`;
// The probability of outcome 0: both angles lie in the plane of Z and X.
const zero = (state, direction) => (1 + Math.cos(state - direction)) / 2;

function playRound({ fraction, basis, drawn, eves }, k) {
  const [bit, axis, his] = [drawn.alice_bit[k], drawn.alice_basis[k], drawn.bob_basis[k]];
  const sent = (axis * Math.PI) / 2 + bit * Math.PI;
  const hers = eves[basis][drawn.eve_basis[k]];
  let [found, arrives] = [-1, sent];
  if (drawn.touch_luck[k] < fraction) {
    found = drawn.eve_luck[k] >= zero(sent, hers) ? 1 : 0;
    arrives = hers + found * Math.PI;
  }
  const got = drawn.bob_luck[k] >= zero(arrives, (his * Math.PI) / 2) ? 1 : 0;
  return { k, bit, axis, his, hers, found, got };
}

function rowOf({ k, bit, axis, his, hers, found, got }, basis) {
  const name = basis === "breidbart" ? "B" : "ZX"[hers > 0 ? 1 : 0];
  const eve = found >= 0 ? [name, found] : ["–", "–"];
  const same = bit === got ? "kept" : "kept: wrong";
  return [
    k + 1, bit, "ZX"[axis], ["|0⟩", "|1⟩", "|+⟩", "|−⟩"][2 * axis + bit], ...eve, "ZX"[his], got,
    axis === his ? same : "bases differ",
  ].join();
}

const mean = (angles, what) => (
  angles.reduce((sum, angle) => sum + what(angle), 0) / angles.length
);

// Over both bases: what Eve's direction spoils, and how well she guesses.
const spoilt = (angle) => (Math.sin(angle) ** 2 + Math.cos(angle) ** 2) / 4;
const guessed = (angle) => (2 + Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle))) / 4;

export function compute({ step, fraction, basis, ...place }) {
  const rounds = [];
  for (let k = 0; k < step; k += 1) rounds.push(playRound({ fraction, basis, ...place }, k));
  const kept = rounds.filter(({ axis, his }) => axis === his);
  const wrong = kept.filter(({ bit, got }) => bit !== got);
  const read = kept.filter(({ found }) => found >= 0);
  const [sifted, errors] = [kept.length, wrong.length];
  const qber = sifted ? errors / sifted : 0;
  const likely = (errors + 1) / (sifted + 2);
  const error = Math.sqrt((likely * (1 - likely)) / Math.max(sifted, 1));
  const expected = fraction * mean(place.eves[basis], spoilt);
  const x = (share) => (
    place.left + place.width * Math.min(1, Math.max(0, share / place.most))
  );
  const of = (list, which) => list.filter(({ axis }) => axis === which).length;
  const start = Math.max(0, step - place.rows);
  return {
    step, fraction, sifted, errors, qber, standard_error: error, expected, limit: place.limit,
    touched: rounds.filter(({ found }) => found >= 0).length, read: read.length,
    guessed: read.filter(({ bit, found }) => bit === found).length,
    guess: mean(place.eves[basis], guessed),
    qber_x: x(qber), expected_x: x(expected), low_x: x(qber - error), high_x: x(qber + error),
    z_sifted: of(kept, 0), z_errors: of(wrong, 0), x_sifted: of(kept, 1), x_errors: of(wrong, 1),
    rows: Array.from({ length: place.rows }, (_, k) => (
      start + k < step ? rowOf(rounds[start + k], basis) : ""
    )).join(";"),
  };
}

function eveWords({ fraction, basis }) {
  if (fraction === 0) return "Eve leaves the line alone; nothing else disturbs it.";
  const share = fraction < 1 ? `${percent(fraction, 0)} of the qubits` : "every qubit";
  if (basis === "breidbart") {
    return `Eve intercepts ${share}, measures half-way between Z and X (B), sends on.`;
  }
  const [, , name] = EVES.find(([one]) => one === basis);
  return `Eve intercepts ${share}, measures in ${name} and sends on what she found.`;
}

function verdictWords({ sifted, qber, standard_error: error, limit }) {
  if (sifted === 0) return "No bit has been kept yet: no error rate.";
  if (Math.abs(qber - limit) < 2 * error) {
    return `Too few bits to tell on which side of ${percent(limit)} the line is.`;
  }
  return qber > limit
    ? `More than ${percent(limit)}: they give up, and no key is made.`
    : `Less than ${percent(limit)}: a shorter, secret key can be made of these bits.`;
}

function qberWords({ sifted, qber, standard_error: error }) {
  return sifted ? `QBER = ${percent(qber)} ± ${percent(error)}` : "QBER: nothing sifted yet";
}

function guessWords({ fraction, expected, guess }) {
  return fraction === 0
    ? "Expected: half are kept, and none of those are wrong."
    : `Expected: half are kept; ${percent(expected)} of those are wrong; ` +
      `where Eve looks she is right in ${percent(guess)}.`;
}

function words(state, given, all) {
  let said = "";
  if (given.step) {
    const last = given.rows.split(";").filter(Boolean).at(-1).split(",");
    const eve = last[4] === "–" ? "" : `Eve measures in ${last[4]} and finds ${last[5]}; `;
    said = (
      `Round ${last[0]}: Alice sends bit ${last[1]} in ${last[2]}; ${eve}Bob measures in ` +
      `${last[6]} and finds ${last[7]}: ${last[8]}. `
    );
  }
  return (
    `Table of BB84 after ${given.step} of ${all} rounds. ${eveWords(state)} ${said}` +
    `Sifting kept ${given.sifted} bits, ${given.errors} of them wrong: ` +
    `QBER ${percent(given.qber)}, expected ${percent(given.expected)}, limit ` +
    `${percent(given.limit)}. ${verdictWords(given)} Wrong in Z: ${given.z_errors} of ` +
    `${given.z_sifted}; in X: ${given.x_errors} of ${given.x_sifted}. Eve has ` +
    `${given.guessed} of the ${given.read} sifted bits right that she read.`
  );
}

function moveTable(move, rows) {
  rows.forEach((row, k) => {
    const cells = row ? row.split(",") : Array(9).fill("");
    move(`kept-${k}`, { opacity: cells[8] === "kept" ? 1 : 0 });
    move(`wrong-${k}`, { opacity: cells[8] === "kept: wrong" ? 1 : 0 });
    cells.forEach((cell, column) => move(`cell-${k}-${column}`, {}, cell));
  });
}

function moveGauge(move, given) {
  move("qber", {}, qberWords(given));
  move("measured", { opacity: given.sifted ? 1 : 0 });
  move("error-bar", { x1: given.low_x, x2: given.high_x });
  move("qber-mark", { x: given.qber_x - 6 });
  move("expected", { transform: `translate(${decimals(given.expected_x)} 0)` });
  move("verdict", {}, verdictWords(given));
  move("sifted", {}, `${given.sifted} of ${given.step}`);
  move("z-wrong", {}, `${given.z_errors} of ${given.z_sifted}`);
  move("x-wrong", {}, `${given.x_errors} of ${given.x_sifted}`);
  move("guessed", {}, `${given.guessed} of ${given.read}`);
  move("guess", {}, guessWords(given));
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "bb84");
  const move = mover(figure);
  let kept = null;
  let from = 0;
  const all = model.get("_geometry").drawn.alice_bit.length;
  const running = flight(RUN_MS, (progress) => {
    kept.set({ step: from + Math.round(progress * (all - from)) });
  });
  const set = (changes) => {
    running.stop();
    kept.set(changes);
  };
  const on = (more) => set({ step: Math.min(all, kept.state.step + more) });
  const run = () => {
    from = kept.state.step;
    running.start();
  };
  const [next, ten, toEnd, start] = buttons(controls, "Rounds", [
    ["next", () => on(1)], ["10 more", () => on(10)], ["run all", run],
    ["start again", () => set({ step: 0 })],
  ]);
  next.setAttribute("aria-label", "next round");
  const showFraction = slider(controls, {
    label: "Eve intercepts", min: 0, max: 100,
    words: () => `${percent(kept.state.fraction, 0)} of the qubits`,
    onInput: (value) => set({ fraction: value / 100 }),
  });
  const bases = buttons(controls, "She measures in", EVES.map(([basis, label]) => [
    label, () => set({ basis }),
  ]));
  const show = (state) => {
    const given = compute({ ...state, ...model.get("_geometry") });
    move("eve", {}, eveWords(state));
    moveTable(move, given.rows.split(";"));
    moveGauge(move, given);
    for (const one of [next, ten, toEnd]) one.setAttribute("aria-disabled", state.step === all);
    start.setAttribute("aria-disabled", state.step === 0);
    bases.forEach((one, k) => one.setAttribute("aria-pressed", EVES[k][0] === state.basis));
    showFraction(Math.round(100 * state.fraction));
    say(words(state, given, all));
  };
  kept = keeper(model, ["step", "fraction", "basis", "seed"], show);
  show(kept.state);
  return () => {
    running.stop();
    stop();
    kept.stop();
  };
}

export default { render };
