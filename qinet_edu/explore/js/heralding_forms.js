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

function singleClick(alpha, h, k, { visibility, dark, phase }) {
  const [fromA, fromB, fromBoth] = oneClick(h, k, visibility, dark);
  const apart = alpha * (1 - alpha);
  return pairOf({
    one: apart * fromA, other: apart * fromB, both: alpha * alpha * fromBoth,
    none: (1 - alpha) * (1 - alpha) * 2 * dark,
    coherent: apart * Math.sqrt(h * k * visibility) * Math.exp(-(phase ** 2) / 2), shared: 1 - dark,
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

const fibre = (length_km, loss_db_per_km) => 10 ** ((-loss_db_per_km * length_km) / 10);

// One of so many, as qinet_edu/draw/bright_words.py writes it.
function oneIn(chance) {
  const many = 1 / chance;
  return many < 9.95 ? decimals(many, 1) : grouped(Number(decimals(many, 0)));
}
