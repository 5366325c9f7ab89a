// explore.fringe: delay one path of a photon and see where it comes out.

export function compute({ phi, left, right, top, bottom }) {
  const p0 = Math.cos(phi / 2) ** 2;
  const whole = 2 * Math.PI;
  const turn = phi >= 0 && phi <= whole ? phi : ((phi % whole) + whole) % whole;
  return {
    phi, p0, p1: Math.sin(phi / 2) ** 2,
    mark_x: left + ((right - left) * turn) / whole,
    mark_y: bottom - (bottom - top) * p0,
  };
}

function words({ phi, p0, p1 }) {
  return (
    "A photon meets a beam splitter (H), takes an upper path delayed by φ, the qubit’s |1⟩, " +
    "and a lower path, its |0⟩; mirrors bring both to a second beam splitter. " +
    `At φ = ${wholeDegrees(phi)} detector 0 clicks with ` +
    `probability ${decimals(p0)}, detector 1 with ${decimals(p1)}: the curve cos²(φ/2).`
  );
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "fringe");
  const plot = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  const showSlider = slider(controls, {
    label: "φ, upper path", min: 0, max: 360,
    words: () => angleWords(kept.state.phi),
    onInput: (value) => kept.set({ phi: value * DEGREE }),
  });
  const show = (state) => {
    const given = compute({ ...state, ...plot });
    move("words", {}, `φ = ${wholeDegrees(state.phi)}: P(detector 0) = ${decimals(given.p0)}`);
    move("mark", { cx: given.mark_x, cy: given.mark_y });
    move("mark-line", { x1: given.mark_x, x2: given.mark_x, y2: given.mark_y });
    for (const detector of [0, 1]) {
      move(`click-${detector}`, { "fill-opacity": given[`p${detector}`] });
      move(`is-${detector}`, {}, decimals(given[`p${detector}`]));
    }
    showSlider(state.phi / DEGREE);
    say(words(given));
  };
  kept = keeper(model, ["phi"], show);
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
