// explore.network: choose a node or a link of the map, a stage and the planes to see.

export function compute({ selected, stage, items, speed_km_s: speed, loss_db_per_km: loss }) {
  const length = items.find((entry) => entry.key === selected).length_km;
  return {
    stage,
    length_km: length,
    delay_ms: (1e3 * length) / speed,
    transmittance: 10 ** ((-loss * length) / 10),
  };
}

const PLANES = ["both", "quantum", "classical"];
const LAYERS = [1, 2, 3, 4, 5];

const layerShows = (layer, stage) => layer <= stage && !(layer === 1 && stage > 2);
const shown = (yes) => ({ display: yes ? "inline" : "none" });
// A text comes broken into the lines of its part of the panel, the last of them empty.
const whole = (lines) => lines.join(" ").trim();

// What the panel tells of one item at one stage, in Python's words.
function sheet({ selected, stage, items, texts }) {
  const item = items.find((entry) => entry.key === selected);
  return { ...texts[item.kind].steps[stage - 1], what: texts[item.kind].what, facts: item.facts };
}

function words({ selected, stage, plane, stages, ...place }) {
  const told = sheet({ selected, stage, ...place });
  const drawn = plane === "both" ? "both planes" : `the ${plane} plane alone`;
  return [
    `Map of the network at stage ${stage}, ${stages[stage - 1]}, ${drawn}: a ring in Brisbane,`,
    "the backbone to Sydney, and Auckland, Singapore and Tokyo by satellite.",
    `Selected: ${selected}, ${told.what}. ${whole(told.facts)}`,
    `Planned in this course: ${whole(told.hardware)}`,
    ...(plane === "classical" ? [] : [`Quantum plane: ${whole(told.quantum)}`]),
    ...(plane === "quantum" ? [] : [`Classical plane: ${whole(told.classical)}`]),
    whole(told.cannot),
  ].join(" ");
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "network");
  const place = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  const showChosen = chooser(controls, {
    label: "Node or link", groups: place.groups,
    onChoose: (selected) => kept.set({ selected }),
  });
  const stages = buttons(controls, "Stage", LAYERS.map((stage) => [
    `stage ${stage}`, () => kept.set({ stage }),
  ]));
  const planes = buttons(controls, "Planes", PLANES.map((plane) => [
    plane, () => kept.set({ plane }),
  ]));
  const show = (state) => {
    const { selected, stage, plane } = state;
    const told = sheet({ ...state, ...place });
    move("stage", {}, `Stage ${stage}: ${place.stages[stage - 1]}`);
    move("planned", {}, `Planned in this course for stage ${stage}:`);
    move("title", {}, selected);
    move("what", {}, told.what);
    for (const part of ["facts", "hardware", "quantum", "classical", "cannot"]) {
      told[part].forEach((line, row) => move(`${part}-${row}`, {}, line));
    }
    for (const one of ["quantum", "classical"]) {
      for (const part of ["plane", "panel"]) {
        move(`${part}-${one}`, shown(plane === "both" || plane === one));
      }
    }
    for (const layer of LAYERS) {
      move(`layer-${layer}`, shown(layerShows(layer, stage)));
      move(`legend-${layer}`, { opacity: layerShows(layer, stage) ? 1 : 0.45 });
    }
    place.items.forEach(({ key }, index) => move(`halo-${index}`, shown(key === selected)));
    stages.forEach((one, index) => one.setAttribute("aria-pressed", index + 1 === stage));
    planes.forEach((one, index) => one.setAttribute("aria-pressed", PLANES[index] === plane));
    showChosen(selected);
    say(words({ ...state, ...place }));
  };
  kept = keeper(model, ["selected", "stage", "plane"], show);
  for (const target of figure.querySelectorAll("[data-item]")) {
    const { key } = place.items[Number(target.dataset.item)];
    target.classList.add("qinet-press");
    target.addEventListener("click", () => kept.set({ selected: key }));
  }
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
