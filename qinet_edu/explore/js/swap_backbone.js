// explore.swap_backbone: a chain of pairs; a click on a node swaps there.

// Which Bell state, by its place among (Φ+, Ψ−, Ψ+, Φ−), a frame stands for.
const PLACES = [0, 2, 3, 1];

function linkVector(f, kind) {
  return kind === "werner" ? [f, ...Array(3).fill((1 - f) / 3)] : [f, 0, 0, 1 - f];
}

// The errors of both pairs, one after the other; then those of the node's CNOT.
function swapped(a, b, gateError) {
  return [0, 1, 2, 3].map((k) => {
    const sum = [0, 1, 2, 3].reduce((so_far, i) => so_far + a[i] * b[i ^ k], 0);
    return 0.25 + (1 - gateError) * (sum - 0.25);
  });
}

const joined = (vectors, gateError) => (
  vectors.reduce((pair, link) => swapped(pair, link, gateError))
);

// Of each node that has swapped, how far it is to the right end of its pair.
function waysOf(standing, marks) {
  const ways = [];
  for (let j = 1; j < standing.length; j += 1) {
    for (let node = standing[j - 1] + 1; node < standing[j]; node += 1) {
      ways.push([node, marks[standing[j]] - marks[node]]);
    }
  }
  return ways;
}

function rowOf(given, k, standing, vectors) {
  const row = {};
  for (let i = 0; i < 8; i += 1) {
    Object.assign(row, {
      [`to_${k}_${i}`]: -1, [`f_${k}_${i}`]: 0, [`frame_${k}_${i}`]: 0, [`new_${k}_${i}`]: 0,
    });
  }
  for (let j = 1; j < standing.length; j += 1) {
    const [a, b] = [standing[j - 1], standing[j]];
    let [z, x, fresh] = [0, 0, 0];
    for (let node = a + 1; node < b; node += 1) {
      z ^= given[`z_${node}`];
      x ^= given[`x_${node}`];
      if (given[`step_${node}`] === k) fresh = 1;
    }
    Object.assign(row, {
      [`to_${k}_${a}`]: b, [`f_${k}_${a}`]: joined(vectors.slice(a, b), given.gate_error)[0],
      [`frame_${k}_${a}`]: 2 * z + x, [`new_${k}_${a}`]: fresh,
    });
  }
  return row;
}

export function compute(params) {
  const { fidelity, kind, gate_error, swaps, chart, lengths, drawn } = params;
  const links = fidelity.length;
  const vectors = fidelity.map((f) => linkVector(f, kind));
  const marks = [0];
  for (const length of lengths.slice(0, links)) marks.push(marks.at(-1) + length);
  const given = {
    links, kind, gate_error, steps: swaps.length, swapped: swaps.flat().length,
    length_km: marks[links], f_end: joined(vectors, gate_error)[0],
  };
  for (let node = 1; node < chart.links; node += 1) {
    const step = swaps.findIndex((nodes) => nodes.includes(node)) + 1;
    const [z, x] = step ? drawn[params.run][node - 1] : [-1, -1];
    Object.assign(given, { [`z_${node}`]: z, [`x_${node}`]: x, [`step_${node}`]: step });
  }
  let standing = marks.map((_, node) => node);
  let stepwise = 0;
  for (let k = 0; k < chart.links; k += 1) {
    Object.assign(given, rowOf(given, k, k <= swaps.length ? standing : [], vectors));
    if (k < swaps.length) {
      standing = standing.filter((node) => !swaps[k].includes(node));
      const ways = waysOf(standing, marks).filter(([node]) => swaps[k].includes(node));
      stepwise += Math.max(...ways.map(([, way]) => way));
    }
  }
  const start = standing.at(-2);
  const frame = given[`frame_${swaps.length}_${start}`];
  const pair = joined(vectors.slice(start), gate_error);
  const whole = standing.length === 2;
  const wide = (chart.right - chart.left) / links;
  for (let i = 0; i <= chart.links; i += 1) {
    given[`at_${i}`] = chart.left + wide * Math.min(i, links);
  }
  const room = chart.deepest - chart.top;
  return Object.assign(given, {
    pitch: Math.min(chart.pitch, room / Math.max(1, swaps.length)),
    pairs: standing.length - 1, whole: whole ? 1 : 0,
    corrected: whole && params.corrected ? 1 : 0,
    longest_km: Math.max(...standing.slice(1).map((b, j) => marks[b] - marks[standing[j]])),
    frame, frame_from: start, f_read: pair[0], f_unread: pair[PLACES[frame]],
    told_s: Math.max(0, ...waysOf(standing, marks).map(([, way]) => way)) / params.speed_km_s,
    stepwise_s: stepwise / params.speed_km_s,
  });
}

const moved = (x, y) => `translate(${number(x)} ${number(y)})`;

function moveNodes(move, given, { chart }) {
  const { links } = given;
  for (let i = 0; i <= chart.links; i += 1) {
    move(`town-${i}`, {
      x: given[`at_${i}`], opacity: i <= links ? 1 : 0,
      "font-weight": i === 0 || i === links ? "bold" : "normal",
    });
  }
  for (let i = 1; i < chart.links; i += 1) {
    const [x, step] = [given[`at_${i}`], given[`step_${i}`]];
    const told = chart.top + given.pitch * step - (given.pitch - chart.high) / 2;
    const there = i < links ? 1 : 0;
    move(`node-${i}`, { opacity: there });
    move(`lane-${i}`, { x1: x, x2: x, y2: step ? told - 8 : chart.foot });
    move(`stands-${i}`, { transform: moved(x, chart.node) });
    move(`ready-${i}`, { opacity: step ? 0 : 1 });
    move(`done-${i}`, { opacity: step ? 1 : 0 });
    move(`press-${i}`, { "pointer-events": there && !step ? "all" : "none" });
    move(`bits-${i}`, { transform: moved(x, told), opacity: step ? 1 : 0 });
    move(`told-${i}`, {}, bitWords(given[`z_${i}`]) + bitWords(given[`x_${i}`]));
    move(`column-${i}`, { opacity: there });
    move(`head-${i}`, { x });
    for (const bit of "zx") {
      move(`${bit}-${i}`, {
        x, "font-weight": inFrame(given, i) ? "bold" : "normal",
      }, bitWords(given[`${bit}_${i}`]));
    }
  }
  move("bob", { transform: moved(given[`at_${links}`], chart.node) });
}

function movePair(move, given, k, i, { chart }) {
  const { gap, badge, high, tint } = chart;
  const [to, fresh] = [given[`to_${k}_${i}`], given[`new_${k}_${i}`]];
  const there = to >= 0;
  const y = chart.top + given.pitch * k;
  const left = given[`at_${i}`] + gap;
  const right = given[`at_${there ? to : i}`] - gap;
  move(`pair-${k}-${i}`, { opacity: there ? 1 : 0 });
  move(`bar-${k}-${i}`, {
    x: left, width: Math.max(0, right - left), "fill-opacity": tint * fresh,
    "stroke-width": fresh ? 2.5 : 1.2,
  });
  move(`f-${k}-${i}`, {
    x: (left + right) / 2, "font-weight": fresh ? "bold" : "normal",
  }, fidelityWords(given[`f_${k}_${i}`]));
  move(`badge-${k}-${i}`, {
    transform: moved(right - badge / 2 - 3, y + high / 2), opacity: there && to > i + 1 ? 1 : 0,
  });
  move(`frame-${k}-${i}`, {}, FRAMES[given[`frame_${k}_${i}`]]);
}

// Nodes by the step in which they swap: odd ones first, then every second of those left, …
function doubling(links) {
  const steps = [];
  for (let block = 1; block < links; block *= 2) {
    const step = [];
    for (let node = block; node < links; node += 2 * block) step.push(node);
    steps.push(step);
  }
  return steps;
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "swap_backbone");
  const place = () => model.get("_geometry");
  const { chart, names, kinds } = place();
  const move = mover(figure);
  let kept = null;
  let chosen = 0;
  const all = () => Array.from({ length: kept.state.fidelity.length - 1 }, (_, j) => j + 1);
  const order = (swaps) => kept.set({ swaps, corrected: false });
  const free = (node) => (
    node < kept.state.fidelity.length && !kept.state.swaps.some((step) => step.includes(node))
  );
  const swapAt = (node) => {
    if (free(node)) order([...kept.state.swaps, [node]]);
  };
  controls.classList.add("qinet-compact");
  const towns = buttons(controls, "Swap at", names.slice(1, -1).map((name, j) => [
    name, () => swapAt(j + 1),
  ]));
  buttons(controls, "All nodes", [
    ["at once", () => order([all()])],
    ["by doubling", () => order(doubling(kept.state.fidelity.length))],
    ["from Alice’s end", () => order(all().map((node) => [node]))],
    ["from Bob’s end", () => order(all().reverse().map((node) => [node]))],
  ]);
  const [undo, again, , correct] = buttons(controls, "Then", [
    ["undo", () => order(kept.state.swaps.slice(0, -1))],
    ["start again", () => order([])],
    ["other outcomes", () => kept.set({
      run: (kept.state.run + 1) % place().drawn.length, corrected: false,
    })],
    ["Bob corrects", () => {
      if (all().every((node) => !free(node))) kept.set({ corrected: true });
    }],
  ]);
  const errors = buttons(controls, "Links", [
    ["Werner", () => kept.set({ kind: kinds[0] })],
    ["dephased", () => kept.set({ kind: kinds[1] })],
  ]);
  const showLinks = slider(controls, {
    label: "Number of links", min: 2, max: chart.links,
    words: () => String(kept.state.fidelity.length),
    onInput: (links) => {
      const { fidelity } = kept.state;
      const more = Array(Math.max(0, links - fidelity.length)).fill(fidelity.at(-1));
      chosen = Math.min(chosen, links);
      kept.set({ fidelity: [...fidelity, ...more].slice(0, links), swaps: [], corrected: false });
    },
  });
  const showChosen = slider(controls, {
    label: "Link to set", min: 0, max: chart.links,
    words: () => (chosen ? `${names[chosen - 1]}–${names[chosen]}` : "all"),
    onInput: (value) => {
      chosen = value;
      show(kept.state);
    },
  });
  const showFidelity = slider(controls, {
    label: "Fidelity F of it", min: 50, max: 100,
    words: () => decimals(kept.state.fidelity[Math.max(0, chosen - 1)]),
    onInput: (value) => kept.set({
      fidelity: kept.state.fidelity.map((f, j) => (
        !chosen || j === chosen - 1 ? value / 100 : f
      )),
    }),
  });
  const showError = slider(controls, {
    label: "Gate error, each node", min: 0, max: 100,
    words: () => `${decimals(100 * kept.state.gate_error, 1)} %`,
    onInput: (value) => kept.set({ gate_error: value / 1000 }),
  });
  function show(state) {
    const links = state.fidelity.length;
    const given = compute({ ...state, ...place() });
    move("result", {}, resultWords(given, place()));
    move("heading", {}, headingWords(given, place()));
    moveNodes(move, given, place());
    for (let k = 0; k < chart.links; k += 1) {
      move(`step-${k}`, { y: chart.top + given.pitch * k + 14, opacity: k <= given.steps ? 1 : 0 });
      for (let i = 0; i < chart.links; i += 1) movePair(move, given, k, i, place());
    }
    move("total", {}, totalWords(given));
    for (const bit of "zx") move(`sum-${bit}`, {}, sumWords(given, bit));
    move("frame-words", {}, frameWords(given));
    move("message-words", {}, messageWords(given));
    towns.forEach((town, j) => {
      town.hidden = j + 1 >= links;
      town.setAttribute("aria-disabled", !free(j + 1));
    });
    for (const one of [undo, again]) one.setAttribute("aria-disabled", given.steps === 0);
    correct.setAttribute("aria-disabled", !given.whole || given.corrected === 1);
    errors.forEach((one, k) => one.setAttribute("aria-pressed", kinds[k] === state.kind));
    showLinks(links);
    showChosen(chosen, links);
    showFidelity(Math.round(100 * state.fidelity[Math.max(0, chosen - 1)]));
    showError(Math.round(1000 * state.gate_error));
    say(words(given, place()));
  }
  kept = keeper(
    model, ["fidelity", "kind", "gate_error", "swaps", "corrected", "run", "seed"], show,
  );
  for (let node = 1; node < chart.links; node += 1) {
    const piece = figure.querySelector(`[data-part="press-${node}"]`);
    piece.classList.add("qinet-press");
    piece.addEventListener("click", () => swapAt(node));
  }
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
