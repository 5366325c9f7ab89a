// explore.cloner: turn a qubit, choose a machine, and see what either clone is.

export function compute({ theta, phi, machine, machines, original, clone, plot }) {
  const shape = machines[machine];
  const before = vector(theta, phi);
  const after = imageOf(shape)(before);
  const [tipX, tipY] = project(original, before);
  const [cloneX, cloneY] = project(clone, after);
  const [ghostX, ghostY] = project(clone, before);
  const fidelity = (1 + dot(before, after)) / 2;
  return {
    theta, phi, x: before[0], y: before[1], z: before[2],
    tip_x: tipX, tip_y: tipY, depth: dot(before, VIEWER),
    clone_x: after[0], clone_y: after[1], clone_z: after[2],
    clone_tip_x: cloneX, clone_tip_y: cloneY, ghost_x: ghostX, ghost_y: ghostY,
    length: Math.hypot(...after), fidelity,
    average: averageFidelity(pairFidelity(shape)), worst: shape.worst,
    mark_x: plot.left + ((plot.right - plot.left) * theta) / Math.PI,
    mark_y: plot.bottom - (plot.bottom - plot.top) * (2 * fidelity - 1),
    ...rim(clone, shape),
  };
}

const arrowAngles = ({ theta, phi }) => `θ = ${wholeDegrees(theta)}, φ = ${wholeDegrees(phi)}`;

function words(given, { title, point }) {
  const d = (key) => decimals(given[key], 3);
  return (
    `A qubit at ${arrowAngles(given)}, its arrow of length 1, and either of its clones by the ` +
    `machine “${title}”, of length ${decimals(given.length)}: fidelity ${d("fidelity")}; over ` +
    `all originals ${d("average")} on average, ${d("worst")} at worst. ${point} ` +
    "No machine makes both clones of every state better than 0.833 = 5/6."
  );
}

function moveClone(move, { clone }, given) {
  movePointer(move, clone, [given.clone_x, given.clone_y, given.clone_z], "clone-");
  move("ghost", { x2: given.ghost_x, y2: given.ghost_y });
  move("ghost-tip", { cx: given.ghost_x, cy: given.ghost_y });
  move("original", {}, `The original, ${arrowAngles(given)}`);
  move("clone", {}, `Either clone, length ${decimals(given.length)}`);
  move("mark", { cx: given.mark_x, cy: given.mark_y });
  move("mark-line", { x1: given.mark_x, x2: given.mark_x, y2: given.mark_y });
  for (const key of ["fidelity", "average", "worst"]) {
    move(`is-${key}`, {}, decimals(given[key], 3));
  }
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "cloner");
  const view = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  const choices = buttons(controls, "Machine", view.order.map((machine) => [
    view.machines[machine].title, () => kept.set({ machine }),
  ]));
  const showControls = sphereControls(controls, () => kept);
  const show = (state) => {
    const given = compute({ ...state, ...view });
    const machine = view.machines[state.machine];
    moveArrow(move, view.original, state);
    moveEllipsoid(move, view.clone, machine);
    moveClone(move, view, given);
    move("machine", {}, machine.title);
    move("point", {}, machine.point);
    move("curve", { d: machine.curve, "stroke-dasharray": machine.dash });
    choices.forEach((choice, at) => {
      choice.setAttribute("aria-pressed", view.order[at] === state.machine);
    });
    showControls(state);
    say(words(given, machine));
  };
  kept = keeper(model, ["theta", "phi", "machine"], show);
  dragSphere(figure, view.original, () => kept.state, kept.set);
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
