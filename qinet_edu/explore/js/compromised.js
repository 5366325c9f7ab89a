// explore.compromised: hand nodes over to Eve, and see which keys fall.

const [FELL, OWN, STANDS] = ["x", "e", "."];

// One share that nobody of them saw keeps the sum of all shares as random as it is.
function letterOf(ways, fallen) {
  const [first] = ways;
  if (fallen.has(first[0]) || fallen.has(first.at(-1))) return OWN;
  return ways.every((way) => way.some((node) => fallen.has(node))) ? FELL : STANDS;
}

const count = (letters, letter) => letters.split(letter).length - 1;

export function compute({ nodes, ways, names, ways_of_keys: all }) {
  const fallen = new Set(nodes.map((name) => names.indexOf(name)));
  const keys = all[ways - 1].map((one) => letterOf(one, fallen)).join("");
  return {
    nodes: nodes.length, ways, at_an_end: count(keys, OWN), on_the_way: count(keys, FELL),
    standing: count(keys, STANDS), keys,
    shares: all[ways - 1].filter((one, k) => (
      keys[k] === STANDS && one.some((way) => way.some((node) => fallen.has(node)))
    )).length,
    // Brisbane is the first of all: its keys come first.
    brisbane: names.length - 2 - count(keys.slice(0, names.length - 2), STANDS),
  };
}

function trustWords(nodes, { on_the_way: fell, shares }, { names }) {
  if (!nodes.length) {
    return [
      "Eve is in none of the nodes.", "Every key stands, as long", "as every node between",
      "its ends can be trusted.",
    ];
  }
  const where = nodes.length === 1 ? nodes[0] : `${nodes.length} of ${names.length} nodes`;
  let after = ["No key of others passes here.", "Its own keys she has, as", "anywhere."];
  if (fell) {
    after = ["No error rate tells: she reads", "keys in the nodes, where they", "lie open."];
  } else if (shares) {
    const of = `Of ${shares} key${shares > 1 ? "s" : ""}`;
    after = [`${of} one share passed`, "her; without the other it", "tells her nothing."];
  }
  return [`Eve is in ${where}.`, ...after];
}

function brisbaneWords({ brisbane: fell }) {
  return `Of Brisbane’s 15 keys ${fell || "none"} fall${fell < 2 ? "s" : ""}.`;
}

function words({ nodes, ways }, given, lines, { names }) {
  const who = nodes.length > 1 ? ` They are ${nodes.join(", ")}.` : "";
  const how = ways === 1 ? "the shortest way" : "two ways where there are two";
  const fallen = names.slice(1, -1).filter((_, k) => given.keys[k] !== STANDS);
  const ours = fallen.length ? `: those with ${fallen.join(", ")}` : "";
  return (
    `Map of the network, with a table of the keys of every two sites, ${how}. ${lines[0]}${who} ` +
    `Of 120 keys, ${given.on_the_way} fall on the way, ${given.at_an_end} because an end is ` +
    `hers, and ${given.standing} stand. ${brisbaneWords(given).slice(0, -1)}${ours}. ` +
    lines.slice(1).join(" ")
  );
}

function corners(keys, letter, { names, left, top, pitch }) {
  const found = [];
  let k = 0;
  for (let a = 0; a < names.length - 1; a += 1) {
    for (let b = a + 1; b < names.length - 1; b += 1) {
      if (keys[k] === letter) found.push([left + pitch * a, top + pitch * b]);
      k += 1;
    }
  }
  return found;
}

function moveTable(move, { keys }, place) {
  const size = number(place.cell);
  const squares = (letter) => corners(keys, letter, place).map(([x, y]) => (
    `M${number(x)} ${number(y)}h${size}v${size}h-${size}z`
  )).join("");
  move("own", { d: squares(OWN) });
  move("fell", { d: squares(FELL) });
  move("crosses", {
    d: corners(keys, FELL, place).map(([x, y]) => (
      `M${number(x + 4)} ${number(y + 4)}l6 6m0 -6l-6 6`
    )).join(""),
  });
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "compromised");
  const place = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  let chosen = "Coffs Harbour";
  const toggle = (name) => {
    chosen = name;
    const { nodes } = kept.state;
    const others = nodes.filter((one) => one !== name);
    const after = others.length === nodes.length ? [...nodes, name] : others;
    kept.set({ nodes: place.names.filter((one) => after.includes(one)) });
  };
  const showChosen = chooser(controls, {
    label: "A node", groups: place.groups,
    onChoose: (name) => {
      chosen = name;
      show(kept.state);
    },
  });
  const [hand, clear] = buttons(controls, "That node", [
    ["hand it to Eve", () => toggle(chosen)], ["take all back", () => kept.set({ nodes: [] })],
  ]);
  const ways = buttons(controls, "A key goes", [
    ["one way", () => kept.set({ ways: 1 })],
    ["two ways, where there are", () => kept.set({ ways: 2 })],
  ]);
  function show(state) {
    const given = compute({ ...state, ...place });
    const lines = trustWords(state.nodes, given, place);
    move("who", {}, lines[0]);
    lines.slice(1).forEach((line, row) => move(`words-${row}`, {}, line));
    place.names.forEach((name, index) => {
      move(`fallen-${index}`, { opacity: state.nodes.includes(name) ? 1 : 0 });
    });
    moveTable(move, given, place);
    for (const part of ["on_the_way", "at_an_end", "standing"]) {
      move(part, {}, String(given[part]));
    }
    move("brisbane", {}, brisbaneWords(given));
    move("ways", {}, state.ways === 1 ? "by the shortest way" : "by two ways, where there are");
    hand.textContent = state.nodes.includes(chosen) ? "take it back" : "hand it to Eve";
    hand.setAttribute("aria-label", `${hand.textContent}: ${chosen}`);
    clear.setAttribute("aria-disabled", state.nodes.length === 0);
    ways.forEach((one, index) => one.setAttribute("aria-pressed", index + 1 === state.ways));
    showChosen(chosen);
    say(words(state, given, lines, place));
  }
  kept = keeper(model, ["nodes", "ways"], show);
  for (const target of figure.querySelectorAll("[data-node]")) {
    target.classList.add("qinet-press");
    target.addEventListener("click", () => toggle(place.names[Number(target.dataset.node)]));
  }
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
