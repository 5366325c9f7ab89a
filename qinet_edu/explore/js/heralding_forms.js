// The closed forms of heralded pairs, as qinet_edu/theory has them.

// A pair's state, not normalised: ↑↓ and ↓↑ with what is coherent between them, ↑↑ and ↓↓.
function pairOf({ one, other, both, none, coherent, shared }) {
  const total = one + other + both + none;
  const chance = shared * total;
  const [wrong, phase] = [(both + none) / total, 0.5 - coherent / total];
  return {
    chance, fidelity: Math.min(1, Math.max(0, (one + other + 2 * coherent) / (2 * total))),
    false: Math.min(1, Math.max(0, wrong)),
    secret: Math.max(0, 1 - coin(phase) - coin(wrong)),
  };
}

const coin = (p) => (
  p > 0 && p < 1 ? -p * Math.log2(p) - (1 - p) * Math.log2(1 - p) : 0
);

// How likely just one detector clicks when Alice emits, when Bob does, when both do; each divided
// by 1 − dark, for the other detector is silent in every case.
function oneClick(h, k, visibility, dark) {
  const none = 2 * dark;
  return [
    h + (1 - h) * none,
    k + (1 - k) * none,
    h * (1 - k) + k * (1 - h) + (h * k * (1 + visibility)) / 2 + (1 - h) * (1 - k) * none,
  ];
}

// Of two spins, bright with shares a and b.
function singleClick(a, h, k, { visibility, dark, phase }, b = a) {
  const [fromA, fromB, fromBoth] = oneClick(h, k, visibility, dark);
  const kept = Math.sqrt(h * k * visibility) * Math.exp(-(phase ** 2) / 2);
  return pairOf({
    one: a * (1 - b) * fromA, other: (1 - a) * b * fromB, both: a * b * fromBoth,
    none: (1 - a) * (1 - b) * 2 * dark, coherent: Math.sqrt(a * b * (1 - a) * (1 - b)) * kept,
    shared: 1 - dark,
  });
}

function doubleClick(h, k, { visibility, dark }) {
  const [fromA, fromB, fromBoth] = oneClick(h, k, visibility, dark);
  const [right, wrong] = [(fromA * fromB) / 4, (fromBoth * 2 * dark) / 4];
  return pairOf({
    one: right, other: right, both: wrong, none: wrong, coherent: (h * k * visibility) / 4,
    shared: (1 - dark) * (1 - dark),
  });
}

// How likely both ends flag a half.
function midpointSource(h, k, pair, dark) {
  const both = (h + (1 - h) * dark) * (k + (1 - k) * dark);
  return pair * both + (1 - pair) * dark * dark;
}

const fibre = (length_km, loss_db_per_km) => 10 ** ((-loss_db_per_km * length_km) / 10);

// A bright-state parameter with two digits that count.
const alphaWords = (alpha) => (
  decimals(alpha, Math.max(2, 1 - Math.floor(Math.log10(alpha) + 1e-9)))
);

// One of so many, as qinet_edu/draw/bright_words.py writes it.
function oneIn(chance) {
  const many = 1 / chance;
  return many < 9.95 ? decimals(many, 1) : grouped(Number(decimals(many, 0)));
}
