// What every view shares: writing numbers as the Python does, the frame, and labelled controls.

const DEGREE = Math.PI / 180;

function number(value) {
  return String(Number(value.toFixed(2)) + 0);
}

function decimals(value, places = 2) {
  const text = value.toFixed(places);
  return (/[1-9]/.test(text) ? text : text.replace("-", "")).replace("-", "−");
}

function wholeDegrees(angle) {
  return `${number(Math.round((angle / DEGREE) * 10) / 10)}°`.replace("-", "−");
}

function angleWords(angle) {
  return `${wholeDegrees(angle)} = ${decimals(angle)} rad`;
}

// Keys belong to the control that has the focus. Without this attribute, on the control itself,
// JupyterLab takes them for its own: ArrowRight unfolds a heading and no slider moves.
const OWN_KEYS = "data-lm-suppress-shortcuts";

function make(tag, attributes = {}, text = null) {
  const element = document.createElement(tag);
  if (["input", "button", "select"].includes(tag)) element.setAttribute(OWN_KEYS, "true");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== null) element.textContent = text;
  return element;
}

function card(name) {
  return make("div", { class: "qn qinet-view", "data-view": name });
}

// The card: the very picture that Python drew, room for controls, and a line that is read aloud.
function frame(model, el, name) {
  const root = card(name);
  const figure = make("div", { class: "qinet-figure" });
  const controls = make("div", { class: "qinet-controls" });
  const readout = make("p", { class: "qinet-readout", "aria-live": "polite" });
  figure.innerHTML = model.get("_figure");
  root.append(figure, controls, readout);
  el.replaceChildren(root);
  let waiting = null;
  // Spoken once the hand rests: a screen reader that reads every step cannot be used.
  const say = (words, delay = 250) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      readout.textContent = words;
      figure.querySelector("svg")?.setAttribute("aria-label", words);
    }, delay);
  };
  return { root, figure, controls, say, stop: () => clearTimeout(waiting) };
}

// Finds a marked piece once, and changes only what differs.
function mover(figure) {
  const found = new Map();
  return (part, attributes, text = null) => {
    if (!found.has(part)) found.set(part, figure.querySelector(`[data-part="${part}"]`));
    const piece = found.get(part);
    if (!piece) return;
    for (const [name, value] of Object.entries(attributes)) {
      piece.setAttribute(name, typeof value === "number" ? number(value) : value);
    }
    if (text !== null && piece.textContent !== text) piece.textContent = text;
  };
}

function slider(parent, { label, min, max, step = 1, words, onInput }) {
  const line = make("div", { class: "qinet-slider" });
  const name = make("label");
  const input = make("input", { type: "range", min, max, step });
  const value = make("span", { class: "qinet-value", "aria-hidden": "true" });
  name.append(make("span", {}, label), input);
  line.append(name, value);
  parent.append(line);
  input.addEventListener("input", () => onInput(Number(input.value)));
  return (shown, most = max) => {
    input.max = most;
    input.value = shown;
    const text = words();
    value.textContent = text;
    input.setAttribute("aria-valuetext", text);
  };
}

function buttons(parent, label, entries) {
  const group = make("div", { class: "qinet-buttons", role: "group", "aria-label": label });
  group.append(make("span", { "aria-hidden": "true" }, label));
  const made = entries.map(([text, onClick]) => {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", onClick);
    group.append(button);
    return button;
  });
  parent.append(group);
  return made;
}

// A list to choose from, in groups: [[name of the group, [entry, ...]], ...].
function chooser(parent, { label, groups, onChoose }) {
  const name = make("label", { class: "qinet-chooser" });
  const list = make("select");
  for (const [title, entries] of groups) {
    const group = make("optgroup", { label: title });
    for (const entry of entries) group.append(make("option", { value: entry }, entry));
    list.append(group);
  }
  name.append(make("span", {}, label), list);
  parent.append(name);
  list.addEventListener("change", () => onChoose(list.value));
  return (chosen) => {
    list.value = chosen;
  };
}

// Keeps what the student set, shows it at once, and tells Python a moment later.
function keeper(model, names, show) {
  const state = Object.fromEntries(names.map((name) => [name, model.get(name)]));
  let waiting = null;
  const send = () => {
    waiting = null;
    model.save_changes();
  };
  const listeners = names.map((name) => {
    const listener = () => {
      if (waiting !== null || model.get(name) === state[name]) return;
      state[name] = model.get(name);
      show(state);
    };
    model.on(`change:${name}`, listener);
    return [`change:${name}`, listener];
  });
  const set = (changes) => {
    Object.assign(state, changes);
    show(state);
    for (const [name, value] of Object.entries(changes)) model.set(name, value);
    waiting ??= setTimeout(send, 30);
  };
  const stop = () => {
    for (const [event, listener] of listeners) model.off(event, listener);
    if (waiting !== null) {
      clearTimeout(waiting);
      send();
    }
  };
  return { state, set, stop };
}

// Calls back with the place in the picture's own coordinates while a pointer is held down.
function drag(target, svg, onMove) {
  const place = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY);
    return point.matrixTransform(svg.getScreenCTM().inverse());
  };
  target.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    target.setPointerCapture(event.pointerId);
    onMove(place(event), true);
  });
  target.addEventListener("pointermove", (event) => {
    if (target.hasPointerCapture(event.pointerId)) onMove(place(event), false);
  });
}

// Counts from 0 to 1 in a time, frame by frame; at once for whoever wants no motion.
function flight(lastsMs, onProgress) {
  let next = null;
  const stop = () => cancelAnimationFrame(next);
  const start = () => {
    stop();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const begun = performance.now();
    const go = (now) => {
      const progress = still ? 1 : Math.max(0, Math.min(1, (now - begun) / lastsMs));
      if (progress < 1) next = requestAnimationFrame(go);
      onProgress(progress);
    };
    if (still) go(begun);
    else next = requestAnimationFrame(go);
  };
  return { start, stop };
}
