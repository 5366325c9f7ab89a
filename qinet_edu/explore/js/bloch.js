// explore.bloch: drag the arrow, or set its angles.

export function compute(params) {
  return blochNumbers(params);
}

function words(given) {
  const { theta, phi } = given;
  const d = (key) => decimals(given[key]);
  return (
    `Bloch sphere with the arrow at θ = ${wholeDegrees(theta)}, φ = ${wholeDegrees(phi)}: ` +
    `${stateWords(theta, phi)}. Measured in Z P(0) = ${d("p0")}, P(1) = ${d("p1")}; ` +
    `in X P(+) = ${d("x0")}, P(−) = ${d("x1")}; in Y P(+i) = ${d("y0")}, P(−i) = ${d("y1")}.`
  );
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "bloch");
  const view = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  const showControls = sphereControls(controls, () => kept);
  const show = (state) => {
    const given = compute({ ...state, ...view });
    moveArrow(move, view, state);
    move("angles", {}, `θ = ${wholeDegrees(state.theta)}, φ = ${wholeDegrees(state.phi)}`);
    moveState(move, state);
    for (const key of ["p0", "p1", "x0", "x1", "y0", "y1"]) {
      move(`bar-${key}`, { width: view.bar * given[key] });
      move(`is-${key}`, {}, decimals(given[key]));
    }
    showControls(state);
    say(words(given));
  };
  kept = keeper(model, ["theta", "phi"], show);
  dragSphere(figure, view, () => kept.state, kept.set);
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
