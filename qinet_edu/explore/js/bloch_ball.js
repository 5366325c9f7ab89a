// explore.bloch_ball: let a qubit wait, and see where every state goes.

const SAME = 0.005;

export function compute(params) {
  const { time_us, t1_us, t2_us, depolarising } = params;
  const kept = Math.exp(-time_us / t1_us);
  const left = 1 - depolarising;
  const shape = {
    width: left * Math.exp(-time_us / t2_us), height: left * kept, lift: left * (1 - kept),
  };
  const numbers = {
    time_us, t1_us, t2_us, depolarising, pauli: 0.75 * depolarising, ...shape,
    f_e: pairFidelity(shape), f_avg: averageFidelity(pairFidelity(shape)),
    ...rim(params, shape),
  };
  for (const [name, arrow] of Object.entries(NAMED)) {
    [numbers[`${name}_x`], numbers[`${name}_y`]] = project(params, imageOf(shape)(arrow));
  }
  return numbers;
}

function shapeWords({ width, height, lift }) {
  let name = height > width ? "A cigar" : "A flattened ball";
  if (Math.abs(width - height) < SAME) name = "A ball";
  if (Math.max(width, height) < SAME) name = "A point";
  const size = `${decimals(width)} wide and ${decimals(height)} high`;
  return `${name}, ${size} (before: 1), lifted by ${decimals(lift)}.`;
}

function timesWords({ t1_us: t1, t2_us: t2 }) {
  const most = Math.abs(t2 - 2 * t1) < 1e-9 * t1 ? " = 2 T1" : "";
  return `T1 = ${number(t1)} µs, T2 = ${number(t2)} µs${most}`;
}

function words(given) {
  return (
    `The Bloch ball of a qubit after ${number(given.time_us)} µs with ${timesWords(given)}, then ` +
    `depolarised with p = ${decimals(given.depolarising)} in the mixing convention, ` +
    `${decimals(given.pauli, 3)} in the Pauli convention. ${shapeWords(given)} ` +
    `Entanglement fidelity ${decimals(given.f_e, 3)}, average fidelity ` +
    `${decimals(given.f_avg, 3)}; without a quantum link at most 0.500 and 0.667.`
  );
}

// An arrow's shaft, and its head part of the way along: clear of where others start.
function shift([x1, y1], [x2, y2], share) {
  const far = Math.hypot(x2 - x1, y2 - y1);
  if (far < 30) return Array(2).fill(`M${number(x1)} ${number(y1)}`);
  const [across, down] = [(x2 - x1) / far, (y2 - y1) / far];
  const [x, y] = [x1 + (far * share + 4) * across, y1 + (far * share + 4) * down];
  const [tail, tip, head, left, right] = [
    [x1 + 5 * across, y1 + 5 * down], [x2 - 6 * across, y2 - 6 * down], [x, y],
    [x - 8 * across - 4 * down, y - 8 * down + 4 * across],
    [x - 8 * across + 4 * down, y - 8 * down - 4 * across],
  ].map((point) => point.map(number).join(" "));
  return [`M${tail}L${tip}`, `M${left}L${head}L${right}Z`];
}

function moveBall(move, view, given) {
  moveEllipsoid(move, view, given);
  for (const [name, start] of Object.entries(NAMED)) {
    const after = imageOf(given)(start);
    const [x, y] = project(view, after);
    const [shaft, head] = shift(project(view, start), [x, y], behind(start) ? 2 / 3 : 1 / 3);
    move(`shift-${name}`, { d: shaft });
    move(`head-${name}`, { d: head });
    move(`dot-${name}`, { cx: x, cy: y, "fill-opacity": behind(after) ? 0.15 : 1 });
  }
  move("shape", {}, shapeWords(given));
  move("after", {}, `After ${number(given.time_us)} µs`);
  move("times", {}, timesWords(given));
  move("depolarised", {}, `Depolarised, p = ${decimals(given.depolarising)}`);
  move("pauli", {}, `that is ${decimals(given.pauli, 3)} in the “pauli” convention.`);
  for (const key of ["width", "height", "f_e", "f_avg"]) {
    move(`bar-${key}`, { width: view.bar * given[key] });
    move(`is-${key}`, {}, decimals(given[key], 3));
  }
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "bloch_ball");
  const view = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  const micro = (name) => () => `${number(kept.state[name])} µs`;
  const showTime = slider(controls, {
    label: "waiting time", min: 0, max: 500, step: 5, words: micro("time_us"),
    onInput: (value) => kept.set({ time_us: value }),
  });
  // T2 is never above 2 T1: a falling T1 takes it along, and it stops where T1 ends it.
  const setT2 = (wanted, t1 = kept.state.t1_us) => kept.set({
    t1_us: t1, t2_us: Math.min(wanted, 2 * t1),
  });
  const showT1 = slider(controls, {
    label: "T1, decay to |0⟩", min: 20, max: 500, step: 5, words: micro("t1_us"),
    onInput: (value) => setT2(kept.state.t2_us, value),
  });
  const showT2 = slider(controls, {
    label: "T2, coherence", min: 10, max: 1000, step: 5,
    words: () => {
      const { t1_us: t1, t2_us: t2 } = kept.state;
      return `${number(t2)} µs${t2 >= 2 * t1 ? ", the most" : ""}`;
    },
    onInput: (value) => setT2(value),
  });
  buttons(controls, "Set T2 to", [["2 T1", 2], ["T1", 1], ["T1/4", 1 / 4]].map(([name, share]) => [
    name, () => setT2(share * kept.state.t1_us),
  ]));
  const showP = slider(controls, {
    label: "depolarising p", min: 0, max: 1, step: 0.02,
    words: () => decimals(kept.state.depolarising),
    onInput: (value) => kept.set({ depolarising: value }),
  });
  const show = (state) => {
    const given = compute({ ...state, ...view });
    moveBall(move, view, given);
    showTime(state.time_us);
    showT1(state.t1_us);
    showT2(state.t2_us, 2 * state.t1_us);
    showP(state.depolarising);
    say(words(given));
  };
  kept = keeper(model, ["time_us", "t1_us", "t2_us", "depolarising"], show);
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
