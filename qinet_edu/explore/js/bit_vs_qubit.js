// explore.bit_vs_qubit: a bit that snaps to two points, beside a qubit to drag on its sphere.

export function compute({ bit, ends, ...params }) {
  return { bit, ...blochNumbers(params), bit_y: ends[bit] };
}

function words({ bit, theta, phi }) {
  return (
    `Left: a bit can be at two points only; it is at ${bit}. Right: a qubit can point anywhere ` +
    `on a sphere; it points to θ = ${wholeDegrees(theta)}, φ = ${wholeDegrees(phi)}, that is ` +
    `${stateWords(theta, phi)}. ${readingWords(theta)}`
  );
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "bit_vs_qubit");
  const view = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  const choices = buttons(controls, "The bit", [0, 1].map((bit) => [
    `bit ${bit}`, () => kept.set({ bit }),
  ]));
  const showControls = sphereControls(controls, () => kept);
  const show = (state) => {
    const given = compute({ ...state, ...view });
    moveArrow(move, view, state);
    move("bit", { cy: given.bit_y });
    move("bit-is", {}, `The bit is ${state.bit}.`);
    moveState(move, state);
    move("reading", {}, readingWords(state.theta));
    choices.forEach((choice, bit) => choice.setAttribute("aria-pressed", bit === state.bit));
    showControls(state);
    say(words(state));
  };
  kept = keeper(model, ["bit", "theta", "phi"], show);
  dragSphere(figure, view, () => kept.state, kept.set);
  // However it is pulled, the bit jumps to the nearer of its two points.
  const track = figure.querySelector('[data-part="bit-track"]');
  track.classList.add("qinet-grab");
  const middle = (view.ends[0] + view.ends[1]) / 2;
  drag(track, figure.querySelector("svg"), ({ y }) => kept.set({ bit: y > middle ? 1 : 0 }));
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
