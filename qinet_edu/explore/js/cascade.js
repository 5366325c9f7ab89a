// explore.cascade: step through two passes, spoil other bits, and count what is given away.

const RULES = ["key", "orders", "blocks"];
let lastRun = {};

// The same errors take the same course: it is run once.
function run({ errors, ...place }) {
  const told = errors.join();
  if (lastRun.told !== told) {
    const rules = Object.fromEntries(RULES.map((name) => [name, place[name]]));
    lastRun = { told, ...trace(errors, rules) };
  }
  return lastRun;
}

function nodeWords({ mask, size }, { known, bob }, alice) {
  if (!known.has(mask)) return "";
  const [hers, his, asked] = [parity(mask, alice), parity(mask, bob), known.get(mask)];
  const sign = hers === his ? "=" : "≠";
  const text = size > (asked ? 1 : 2) ? `${hers}${sign}${his}` : sign;
  return asked ? text : `(${text})`;
}

const entropy = (p) => (
  p > 0 && p < 1 ? -p * Math.log2(p) - (1 - p) * Math.log2(1 - p) : 0
);

export function compute({ step, errors, ...place }) {
  const { moments, nodes, alice } = run({ errors, ...place });
  const at = Math.min(step, moments.length - 1);
  const moment = moments[at];
  const { turn, first, size } = moment.node;
  const bits = place.key.length;
  const left = ones((moment.bob ^ alice) >>> 0);
  const level = Math.log2(place.blocks[turn] / size);
  const whole = size === bits;
  return {
    step: at, steps: moments.length - 1, asked: moment.asked,
    fixed: errors.length - left, left,
    limit: bits * entropy(errors.length / bits),
    bob: moment.bob,
    nodes: nodes.map((node) => nodeWords(node, moment, alice)).join(),
    mark_x: place.left + place.pitch * first - 1,
    mark_y: place[`tree_${turn}`] - 1 + (whole ? 0 : place.row * level),
    mark_width: whole ? 0 : place.pitch * size + 1,
  };
}

const errorsWords = (count) => `${count || "no"} error${count === 1 ? "" : "s"}`;

function cascadeWords({ step, errors, ...place }) {
  const { moments, alice } = run({ errors, ...place });
  const { kind, node, bob } = moments[Math.min(step, moments.length - 1)];
  const [hers, his] = [parity(node.mask, alice), parity(node.mask, bob)];
  const differ = `Alice’s parity is ${hers}, Bob’s is ${his}`;
  const left = ones((bob ^ alice) >>> 0);
  const number = Math.floor(node.first / place.blocks[node.turn]) + 1;
  const where = `block ${number} of pass ${node.turn + 1}`;
  const bit = place.orders[node.turn][node.first];
  const odd = hers !== his;
  switch (kind) {
    case "start": return [
      `Bob’s key has ${errorsWords(errors.length)}. He does not know where, nor how many.`,
      "He asks Alice for parities, aloud: what he learns, Eve learns.",
    ];
    case "block": return odd
      ? [`B${where.slice(1)}: ${differ}.`, "An odd number of errors is in it: halve it."]
      : [
        `B${where.slice(1)}: both parities are ${hers}.`,
        "There is no error in it, or an even number: it cannot be told.",
      ];
    case "half": return odd
      ? [`First half: ${differ}.`, "The error is here; the other half’s parity follows."]
      : [
        `First half: both parities are ${hers}.`,
        "The error is in the other half, and nobody has to ask about that.",
      ];
    case "again": return [
      `That bit is in ${where} too, which looked even.`,
      "Now it is odd: it held a second error. Its parity need not be asked again.",
    ];
    case "fix": return [
      `One bit is left: Bob turns bit ${bit} from ${1 - place.key[bit]} to ${place.key[bit]}.`,
      "Every block around it changes its parity, in both passes.",
    ];
    default: return left
      ? [
        `Two passes are over, and ${errorsWords(left)} are left.`,
        "Every block holds an even number of them: a third pass would shuffle anew.",
      ]
      : [
        "Two passes are over, and the keys agree.",
        "Nobody knows it yet: a hash of both keys, compared next, will tell.",
      ];
  }
}

function words(lines, { step, steps, asked, fixed, left, limit }) {
  return (
    `Two passes of Cascade on a key of 32 bits, step ${step} of ${steps}. ${lines.join(" ")} ` +
    `Parities asked: ${asked}. Errors put right: ${fixed} of ${fixed + left}. ` +
    `Fewest bits possible on average: ${decimals(limit, 1)}.`
  );
}

function moveTrees(move, given, { errors, ...place }) {
  const { nodes, alice } = run({ errors, ...place });
  const texts = given.nodes.split(",");
  nodes.forEach(({ turn, first, size }, k) => {
    move(`odd-${turn}-${first}-${size}`, { opacity: texts[k].includes("≠") ? 1 : 0 });
    move(`node-${turn}-${first}-${size}`, {}, texts[k]);
  });
  place.orders.forEach((order, turn) => {
    for (const bit of order) {
      const his = (given.bob >>> bit) & 1;
      const wrong = his !== ((alice >>> bit) & 1);
      move(`bob-${turn}-${bit}`, {}, String(his));
      move(`wrong-${turn}-${bit}`, { opacity: wrong ? 1 : 0 });
      move(`right-${turn}-${bit}`, { opacity: errors.includes(bit) && !wrong ? 1 : 0 });
    }
  });
  move("mark", { x: given.mark_x, y: given.mark_y, width: given.mark_width });
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "cascade");
  const place = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  let chosen = 0;
  const now = () => compute({ ...kept.state, ...place });
  const go = (to) => kept.set({ step: Math.max(0, Math.min(to, now().steps)) });
  const [next, back, , start] = buttons(controls, "Steps", [
    ["next", () => go(now().step + 1)], ["back", () => go(now().step - 1)],
    ["to the end", () => go(now().steps)], ["start again", () => go(0)],
  ]);
  next.setAttribute("aria-label", "next step");
  const spoil = (bit) => {
    const { errors } = kept.state;
    const others = errors.filter((one) => one !== bit);
    const more = others.length === errors.length ? [...errors, bit] : others;
    kept.set({ step: 0, errors: more.sort((a, b) => a - b) });
  };
  const block = place.blocks[0];
  const showBit = chooser(controls, {
    label: "A bit of Bob’s key",
    groups: [0, 1, 2, 3].map((k) => [
      `block ${k + 1} of pass 1`,
      Array.from({ length: block }, (_, n) => String(k * block + n)),
    ]),
    onChoose: (bit) => {
      chosen = Number(bit);
      show(kept.state);
    },
  });
  const [toggle] = buttons(controls, "That bit", [["make it wrong", () => spoil(chosen)]]);
  function show(state) {
    const given = compute({ ...state, ...place });
    const lines = cascadeWords({ ...state, ...place });
    lines.forEach((line, row) => move(`words-${row}`, {}, line));
    moveTrees(move, given, { ...state, ...place });
    move("asked", {}, String(given.asked));
    move("fixed", {}, `${given.fixed} of ${given.fixed + given.left}`);
    move("limit", {}, decimals(given.limit, 1));
    next.setAttribute("aria-disabled", given.step === given.steps);
    for (const one of [back, start]) one.setAttribute("aria-disabled", given.step === 0);
    toggle.textContent = state.errors.includes(chosen) ? "make it right" : "make it wrong";
    showBit(String(chosen));
    say(words(lines, given));
  }
  kept = keeper(model, ["step", "errors"], show);
  for (let bit = 0; bit < place.key.length; bit += 1) {
    const piece = figure.querySelector(`[data-part="press-${bit}"]`);
    piece.classList.add("qinet-press");
    piece.addEventListener("click", () => spoil(bit));
  }
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
