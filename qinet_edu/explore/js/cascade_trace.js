// Two passes of Cascade, question by question, as qinet_edu/draw/cascade_trace.py runs them.

// Bits of a key as one whole number; JavaScript's would be negative from bit 31 up.
const maskOf = (bits) => bits.reduce((mask, bit) => (mask | (1 << bit)) >>> 0, 0);

function ones(mask) {
  let count = 0;
  for (let rest = mask; rest; rest = (rest & (rest - 1)) >>> 0) count += 1;
  return count;
}

const parity = (mask, key) => ones((mask & key) >>> 0) % 2;

function tree({ key, orders, blocks }) {
  const node = (turn, first, size) => ({
    turn, first, size, mask: maskOf(orders[turn].slice(first, first + size)),
  });
  const nodes = [];
  blocks.forEach((block, turn) => {
    for (let size = block; size >= 1; size /= 2) {
      for (let first = 0; first < key.length; first += size) nodes.push(node(turn, first, size));
    }
  });
  const find = (turn, first, size) => (
    nodes.find((one) => one.turn === turn && one.first === first && one.size === size)
    ?? node(turn, first, size)
  );
  const alice = key.reduce((sum, bit, place) => (sum | (bit << place)) >>> 0, 0);
  return { nodes, find, alice };
}

function trace(errors, rules) {
  const { nodes, find, alice } = tree(rules);
  const { key, blocks } = rules;
  const known = new Map();
  const moments = [];
  let bob = (alice ^ maskOf(errors)) >>> 0;
  const note = (kind, node) => moments.push({
    kind, node, bob, known: new Map(known), asked: [...known.values()].filter(Boolean).length,
  });
  const odd = ({ mask }) => known.has(mask) && parity(mask, (alice ^ bob) >>> 0) === 1;
  const ask = (kind, node) => {
    known.set(node.mask, true);
    note(kind, node);
  };
  const halve = ({ turn, first, size }) => {
    const half = size / 2;
    const [left, right] = [find(turn, first, half), find(turn, first + half, half)];
    if (!known.has(left.mask)) {
      if (!known.has(right.mask)) known.set(right.mask, false);
      ask("half", left);
    }
    return odd(left) ? left : right;
  };
  const search = () => {
    let last = moments.at(-1).node;
    for (let all = nodes.filter(odd); all.length; all = nodes.filter(odd)) {
      const before = (a, b) => a.size - b.size || a.turn - b.turn || a.first - b.first;
      let [node] = [...all].sort(before);
      if (node !== last) note("again", node);
      while (node.size > 1) node = halve(node);
      bob = (bob ^ node.mask) >>> 0;
      note("fix", node);
      last = node;
    }
  };
  note("start", find(0, 0, key.length));
  blocks.forEach((size, turn) => {
    for (let first = 0; first < key.length; first += size) {
      ask("block", find(turn, first, size));
      search();
    }
  });
  note("done", find(1, 0, key.length));
  return { moments, nodes, alice };
}
