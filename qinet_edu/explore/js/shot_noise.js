// explore.shot_noise: the circuit runs in the kernel; this asks for shots and shows what came.

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "shot_noise");
  const steps = model.get("_geometry").steps;
  const grouped = (count) => `${count} shots`;
  const showSlider = slider(controls, {
    label: "Shots", min: 0, max: steps.length - 1,
    words: () => grouped(model.get("shots")),
    onInput: (index) => {
      model.set("shots", steps[index]);
      showSlider(index);
      model.save_changes();
    },
  });
  buttons(controls, "Same number of shots", [["Again", () => {
    model.set("again", model.get("again") + 1);
    model.save_changes();
  }]]);
  const show = () => {
    figure.innerHTML = model.get("_figure");
    say(model.get("_words"));
  };
  const place = () => {
    const nearest = steps.findIndex((count) => count >= model.get("shots"));
    showSlider(nearest < 0 ? steps.length - 1 : nearest);
  };
  model.on("change:_figure", show);
  model.on("change:shots", place);
  show();
  place();
  return () => {
    stop();
    model.off("change:_figure", show);
    model.off("change:shots", place);
  };
}

export default { render };
