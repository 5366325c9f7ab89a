// explore.ghz_table: six answers agreed beforehand, four demands, and why one is always missed.

const PARTIES = ["alice", "bob", "charlie"];
const QUESTIONS = ["x", "y"];
const DEMANDS = { xxx: 1, xyy: -1, yxy: -1, yyx: -1 };
const CELLS = QUESTIONS.flatMap((question) => PARTIES.map((party) => question + party[0]));
const MOST = 3;
const GHZ = 4;
const WHY = [
  "Why no table meets all four: each",
  "answer stands in two demands, so",
  "in the product of all four products",
  "it is squared: any table gives +1.",
  "The wanted ones give −1. This is a",
  "parity check that no table passes.",
  "GHZ states do, in every round: so",
  "their answers were not agreed on.",
];

const title = (name) => name[0].toUpperCase() + name.slice(1);
const sign = (value) => (value > 0 ? "+1" : "−1");
const whole = (value) => String(value).replace("-", "−");

export function compute({ answers }) {
  const numbers = {};
  CELLS.forEach((cell, k) => { numbers[cell] = answers[k] === "+" ? 1 : -1; });
  let [met, m] = [0, 0];
  for (const [demand, wanted] of Object.entries(DEMANDS)) {
    const found = PARTIES.map((party, k) => numbers[demand[k] + party[0]]);
    numbers[demand] = found.reduce((product, answer) => product * answer, 1);
    met += numbers[demand] === wanted ? 1 : 0;
    m += numbers[demand] * wanted;
  }
  return { ...numbers, met, m, m_ghz: GHZ };
}

function advice(met, why) {
  if (why) return WHY;
  const lines = met === MOST
    ? ["Three of four are met. Is there a", "table that meets the fourth too?"]
    : [
      "Six answers, agreed before anyone", "knows who will be asked what.",
      "Find a table that meets all four", "demands.",
    ];
  return [...lines, ...Array(WHY.length - lines.length).fill("")];
}

function words(given, why) {
  const cells = QUESTIONS.map((question) => {
    const each = PARTIES.map((party) => `${title(party)} answers ${sign(given[question + party[0]])}`);
    return `asked ${question.toUpperCase()}, ${each.join(", ")}`;
  });
  const found = Object.entries(DEMANDS).map(([demand, wanted]) => (
    `${demand.toUpperCase()} = ${sign(given[demand])} ` +
    `(${given[demand] === wanted ? "as" : "not as"} wanted)`
  ));
  return (
    `A table of answers agreed beforehand: ${cells.join("; ")}. Products: ${found.join(", ")}. ` +
    `It meets ${given.met} of 4 demands, M = ${whole(given.m)}; the best table meets ${MOST}, ` +
    `M = 2, a GHZ state all 4, M = ${GHZ}. ${advice(given.met, why).join(" ").trim()}`
  );
}

function moveTable(move, given, why) {
  for (const cell of CELLS) move(`is-${cell}`, {}, sign(given[cell]));
  for (const [demand, wanted] of Object.entries(DEMANDS)) {
    const met = given[demand] === wanted;
    move(`is-${demand}`, {}, sign(given[demand]));
    move(`met-${demand}`, { opacity: met ? 1 : 0 });
    move(`missed-${demand}`, { opacity: met ? 0 : 1 });
  }
  for (let k = 0; k < 4; k += 1) move(`pip-${k}`, { "fill-opacity": k < given.met ? 1 : 0 });
  move("met", {}, `${given.met} of 4`);
  move("m", {}, `M = ${whole(given.m)}`);
  move("parity", { opacity: why ? 1 : 0 });
  advice(given.met, why).forEach((line, row) => move(`advice-${row}`, {}, line));
}

function flipped(answers, k) {
  return answers.slice(0, k) + (answers[k] === "+" ? "-" : "+") + answers.slice(k + 1);
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "ghz_table");
  const move = mover(figure);
  let kept = null;
  let tried = false;
  const flip = (k) => {
    tried = true;
    kept.set({ answers: flipped(kept.state.answers, k) });
  };
  const flips = QUESTIONS.flatMap((question, row) => buttons(
    controls, `Flip, asked ${question.toUpperCase()}`,
    PARTIES.map((party, k) => [party, () => flip(3 * row + k)]),
  ));
  const [reason] = buttons(controls, "Given up?", [
    ["why it cannot be done", () => kept.set({ why: !kept.state.why })],
  ]);
  const show = (state) => {
    const given = compute(state);
    moveTable(move, given, state.why);
    flips.forEach((button, k) => {
      const [question, party] = [QUESTIONS[k < 3 ? 0 : 1], title(PARTIES[k % 3])];
      const answer = sign(given[CELLS[k]]);
      button.textContent = `${party} ${answer}`;
      button.setAttribute("aria-label", `${party} ${answer}, asked ${question.toUpperCase()}`);
    });
    // The reason comes after a try: read first, it teaches half as much.
    reason.disabled = !tried && !state.why;
    reason.setAttribute("aria-pressed", state.why);
    say(words(given, state.why));
  };
  kept = keeper(model, ["answers", "why"], show);
  CELLS.forEach((cell, k) => {
    const piece = figure.querySelector(`[data-part="cell-${cell}"]`);
    piece.classList.add("qinet-press");
    piece.addEventListener("click", () => flip(k));
  });
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
