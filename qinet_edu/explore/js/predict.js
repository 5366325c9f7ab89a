// explore.predict: choose, commit, and only then run.

function render({ model, el }) {
  const root = card("predict");
  const style = make("style", {}, model.get("_style"));
  const form = make("form");
  const choices = model.get("choices");
  const set = make("fieldset");
  set.append(make("legend", {}, "Commit to a prediction"));
  const group = `prediction-${Math.random().toString(36).slice(2)}`;
  const radios = choices.map((choice) => {
    const label = make("label");
    const radio = make("input", { type: "radio", name: group, value: choice });
    label.append(radio, make("span", {}, choice));
    set.append(label);
    return radio;
  });
  const button = make("button", { type: "submit" }, "Commit");
  const said = make("p", { class: "qinet-said", role: "status" });
  form.append(set, button, said);
  root.append(style, form);
  el.replaceChildren(root);
  const show = () => {
    const committed = model.get("choice");
    const locked = committed !== "";
    for (const radio of radios) {
      radio.disabled = locked;
      if (locked) radio.checked = radio.value === committed;
      radio.closest("label").classList.toggle("qinet-chosen", locked && radio.checked);
    }
    button.hidden = locked;
    if (locked) said.textContent = model.get("_said") || "Committed. Now run the next cell.";
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = radios.find((radio) => radio.checked);
    if (!chosen) {
      said.textContent = "Choose one first. A wrong guess costs nothing and teaches most.";
      radios[0].focus();
      return;
    }
    model.set("choice", chosen.value);
    model.save_changes();
    show();
  });
  model.on("change:choice", show);
  model.on("change:_said", show);
  show();
  return () => {
    model.off("change:choice", show);
    model.off("change:_said", show);
  };
}

export default { render };
