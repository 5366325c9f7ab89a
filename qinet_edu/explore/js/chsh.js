// explore.chsh: turn four settings of two analysers, and see what no agreement explains.

const SETTINGS = ["a0", "a1", "b0", "b1"];
const ROUNDS = ["00", "01", "10", "11"];
const LOCAL = 2;
const QUANTUM = 2 * Math.SQRT2;
const EDGE = (1 + 3 / Math.SQRT2) / 4;
const LEAST = 0.25;
const SURE = 1e-9;

const centreOf = (name, place) => (name[0] === "a" ? place.alice_cx : place.bob_cx);

function places(numbers, place) {
  const found = {};
  for (const name of SETTINGS) {
    const length = place[`hand_${name[1]}`];
    found[`${name}_x`] = centreOf(name, place) + length * Math.sin(numbers[name]);
    found[`${name}_y`] = place.cy - length * Math.cos(numbers[name]);
  }
  for (const round of ROUNDS) {
    const value = numbers[`e${round}`];
    found[`bar_${round}_x`] = place.zero + place.half * Math.min(value, 0);
    found[`bar_${round}_width`] = place.half * Math.abs(value);
  }
  const unit = place.gauge_half / QUANTUM;
  found.s_x = place.gauge_cx + unit * numbers.s;
  found.reach_x = place.gauge_cx - unit * numbers.s_max;
  found.reach_width = 2 * unit * numbers.s_max;
  found.f_x = place.scale_left + (place.scale_width * (numbers.fidelity - LEAST)) / (1 - LEAST);
  return found;
}

export function compute({ alice, bob, fidelity, ...place }) {
  const numbers = { a0: alice[0], a1: alice[1], b0: bob[0], b1: bob[1], fidelity };
  // What is left of the correlations of Φ+ once noise is mixed in.
  const kept = (4 * fidelity - 1) / 3;
  for (const [i, j] of ROUNDS) numbers[`e${i}${j}`] = kept * Math.cos(alice[i] - bob[j]);
  numbers.s = numbers.e00 + numbers.e01 + numbers.e10 - numbers.e11;
  numbers.s_max = QUANTUM * kept;
  for (const name of SETTINGS) numbers[`p_${name}`] = 0.5;
  return { ...numbers, ...places(numbers, place) };
}

function verdict({ s, s_max: most }) {
  if (Math.abs(s) > LOCAL + SURE) {
    return [
      `${s > 0 ? "More than 2" : "Beyond −2"}: no answers agreed`,
      "beforehand can do this. It is",
      Math.abs(s) > QUANTUM - 1e-6 ? "the most that theory allows." : "what entanglement adds.",
    ];
  }
  const within = "Within ±2: answers agreed";
  return most > LOCAL + SURE
    ? [within, "beforehand could do this too.", `Better settings reach ${decimals(most)}.`]
    : [within, "beforehand could do this too,", "and at this F no settings help."];
}

function words(given) {
  const turned = Object.fromEntries(SETTINGS.map((name) => [name, wholeDegrees(given[name])]));
  const each = ROUNDS.map((round) => `E${round} = ${decimals(given[`e${round}`])}`).join(", ");
  return (
    `A CHSH test. Alice measures at a0 = ${turned.a0} or a1 = ${turned.a1}, Bob at ` +
    `b0 = ${turned.b0} or b1 = ${turned.b1}, from Z towards X, on pairs of fidelity ` +
    `${decimals(given.fidelity)} with Φ+. ${each}; S = E00 + E01 + E10 − E11 = ` +
    `${decimals(given.s, 3)}. ${verdict(given).join(" ")} Pairs of this fidelity reach ` +
    `${decimals(given.s_max, 3)} at most; more than 2 needs a fidelity above ` +
    `${decimals(EDGE, 3)}. Each side alone sees +1 in ${decimals(given.p_a0)} and −1 in ` +
    `${decimals(1 - given.p_a0)} of its rounds, whatever the other does.`
  );
}

function turnedWords(who, given) {
  const [first, second] = [`${who[0]}0`, `${who[0]}1`];
  return `${first} = ${wholeDegrees(given[first])}, ${second} = ${wholeDegrees(given[second])}`;
}

function moveAll(move, given) {
  for (const name of SETTINGS) {
    const [x, y] = [given[`${name}_x`], given[`${name}_y`]];
    move(`hand-${name}`, { x2: x, y2: y });
    move(`knob-${name}`, { cx: x, cy: y });
    move(`name-${name}`, { x, y: y + 4 });
  }
  for (const who of ["alice", "bob"]) move(`angles-${who}`, {}, turnedWords(who, given));
  for (const round of ROUNDS) {
    move(`bar-${round}`, { x: given[`bar_${round}_x`], width: given[`bar_${round}_width`] });
    move(`is-${round}`, {}, decimals(given[`e${round}`]));
  }
  move("fidelity", {}, `F = ${decimals(given.fidelity)}`);
  move("f-mark", { cx: given.f_x });
  move("s", {}, `S = ${decimals(given.s, 3)}`);
  verdict(given).forEach((line, row) => move(`verdict-${row}`, {}, line));
  move("reach", { x: given.reach_x, width: given.reach_width });
  move("s-mark", { cx: given.s_x });
  move("reach-words", {}, `these pairs: ±${decimals(given.s_max)}`);
}

// The hand whose knob is nearer to where the dial was pressed follows, by whole degrees.
function dragHands(figure, place, who, read, onTurn) {
  const svg = figure.querySelector("svg");
  const dial = svg.querySelector(`[data-part="dial-${who}"]`);
  dial.classList.add("qinet-grab");
  const cx = place[`${who}_cx`];
  let held = 0;
  drag(dial, svg, ({ x, y }, first) => {
    const angles = read();
    if (first) {
      const [one, other] = angles.map((angle, k) => {
        const length = place[`hand_${k}`];
        return Math.hypot(x - cx - length * Math.sin(angle), y - place.cy + length * Math.cos(angle));
      });
      held = one <= other ? 0 : 1;
    }
    if (Math.hypot(x - cx, y - place.cy) < 4) return;
    const turn = Math.round(Math.atan2(x - cx, place.cy - y) / DEGREE) * DEGREE;
    onTurn(angles.map((angle, k) => (k === held ? turn : angle)));
  });
}

// A slider ends at half a turn either way; an angle beyond is shown where it points.
function sliderDegrees(angle) {
  const degrees = angle / DEGREE;
  return Math.abs(degrees) <= 180 ? degrees : degrees - 360 * Math.round(degrees / 360);
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "chsh");
  const place = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  const hands = ["alice", "bob"].flatMap((who) => [0, 1].map((k) => {
    const turn = slider(controls, {
      label: `${who[0]}${k}, ${who === "alice" ? "Alice" : "Bob"}’s ${k ? "second" : "first"}`,
      min: -180, max: 180, words: () => angleWords(kept.state[who][k]),
      onInput: (value) => kept.set({
        [who]: kept.state[who].map((angle, j) => (j === k ? value * DEGREE : angle)),
      }),
    });
    return (state) => turn(sliderDegrees(state[who][k]));
  }));
  const showFidelity = slider(controls, {
    label: "F, fidelity of the pairs", min: LEAST, max: 1, step: 0.01,
    words: () => `F = ${decimals(kept.state.fidelity)}`,
    onInput: (fidelity) => kept.set({ fidelity }),
  });
  const quarter = Math.PI / 4;
  buttons(controls, "Turn to", [
    ["best for Φ+", () => kept.set({ alice: [0, 2 * quarter], bob: [quarter, -quarter] })],
    ["all alike", () => kept.set({ alice: [0, 0], bob: [0, 0] })],
    ["b0 and b1 swapped", () => kept.set({ bob: [...kept.state.bob].reverse() })],
  ]);
  const show = (state) => {
    const given = compute({ ...state, ...place });
    moveAll(move, given);
    hands.forEach((showHand) => showHand(state));
    showFidelity(state.fidelity);
    say(words(given));
  };
  kept = keeper(model, ["alice", "bob", "fidelity"], show);
  for (const who of ["alice", "bob"]) {
    dragHands(figure, place, who, () => kept.state[who], (angles) => kept.set({ [who]: angles }));
  }
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
