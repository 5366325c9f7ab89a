// explore.pair_source, its numbers: rounds played with a pair source, and what theory expects.

const QUANTUM = 2 * Math.SQRT2;
const SETTINGS = ["Z", "X", "+45°", "−45°"];

// Alice's setting, Bob's, and the sign with which their correlation enters S.
const BELL = [[0, 2, 1], [0, 3, 1], [1, 2, 1], [1, 3, -1]];

const entropy = (p) => (
  p <= 0 || p >= 1 ? 0 : -p * Math.log2(p) - (1 - p) * Math.log2(1 - p)
);
const keptOf = (fidelity) => (4 * fidelity - 1) / 3;
const mean = (values, what) => values.reduce((sum, one) => sum + what(one), 0) / values.length;

// Half of a fake is a definite state; of an honest pair only whether both agree is known.
function playRound({ fidelity, eve, basis, drawn, eves, turns }, k) {
  const [alice, bob] = [drawn.alice[k], drawn.bob[k]];
  const [ours, theirs] = [turns.alice[alice], turns.bob[bob]];
  const hers = eves[basis][drawn.eve_basis[k]];
  const bit = drawn.eve_bit[k];
  const fake = drawn.fake_luck[k] < eve;
  let [one, other] = [drawn.alice_luck[k] >= 0.5 ? 1 : 0, 0];
  if (fake) {
    const zero = (angle) => (1 + Math.cos(angle - hers - bit * Math.PI)) / 2;
    one = drawn.alice_luck[k] >= zero(ours) ? 1 : 0;
    other = drawn.bob_luck[k] >= zero(theirs) ? 1 : 0;
  } else {
    const alike = (1 + keptOf(fidelity) * Math.cos(ours - theirs)) / 2;
    other = drawn.bob_luck[k] < alike ? one : 1 - one;
  }
  return { k, alice, bob, fake, hers, bit, one, other };
}

function serves({ alice, bob, one, other }) {
  if (bob >= 2) return `Bell test: ${one === other ? "equal" : "differ"}`;
  if (alice !== bob) return "dropped";
  return `${["key", "test in X"][alice]}${one === other ? "" : ": wrong"}`;
}

function rowOf(round) {
  const { k, alice, bob, fake, hers, bit, one, other } = round;
  const axis = hers < 0.5 ? "Z" : hers < 1 ? "B" : "X";
  return [
    k + 1, fake ? `${bit}${bit} in ${axis}` : "Φ+", SETTINGS[alice], one, SETTINGS[bob], other,
    serves(round),
  ].join();
}

// No errors in ten bits are no certainty: one more of either kind is counted.
function noise(hits, count) {
  const likely = (hits + 1) / (count + 2);
  return Math.sqrt((likely * (1 - likely)) / Math.max(count, 1));
}

function counted(rounds) {
  const found = { fakes: rounds.filter(({ fake }) => fake).length };
  const equal = ({ one, other }) => one === other;
  ["z", "x"].forEach((name, which) => {
    const these = rounds.filter(({ alice, bob }) => alice === which && bob === which);
    const errors = these.length - these.filter(equal).length;
    found[`${name}_rounds`] = these.length;
    found[`${name}_errors`] = errors;
    found[`${name}_qber`] = these.length ? errors / these.length : 0;
    found[`${name}_error`] = noise(errors, these.length);
  });
  let [value, square, least] = [0, 0, rounds.length];
  for (const [a, b, sign] of BELL) {
    const these = rounds.filter(({ alice, bob }) => alice === a && bob === b);
    const alike = these.filter(equal).length;
    least = Math.min(least, these.length);
    value += sign * (these.length ? (2 * alike) / these.length - 1 : 0);
    square += 4 * noise(alike, these.length) ** 2;
  }
  const seen = least > 0;
  return {
    ...found, bell_rounds: rounds.filter(({ bob }) => bob >= 2).length, s_seen: seen ? 1 : 0,
    s: seen ? value : 0, s_error: seen ? Math.sqrt(square) : 0,
  };
}

function expectedOf({ fidelity, eve, basis, eves, turns }) {
  const poor = (2 * (1 - fidelity)) / 3;
  const of = (spoilt) => (1 - eve) * poor + (eve * mean(eves[basis], spoilt)) / 2;
  const [errorZ, errorX] = [
    of((angle) => Math.sin(angle) ** 2), of((angle) => Math.cos(angle) ** 2),
  ];
  let s = 0;
  for (const [a, b, sign] of BELL) {
    const [ours, theirs] = [turns.alice[a], turns.bob[b]];
    const faked = mean(eves[basis], (one) => Math.cos(ours - one) * Math.cos(theirs - one));
    s += sign * ((1 - eve) * keptOf(fidelity) * Math.cos(ours - theirs) + eve * faked);
  }
  const guess = (angle) => (1 + Math.abs(Math.cos(angle))) / 2;
  const excess = Math.sqrt(Math.max((s / 2) ** 2 - 1, 0));
  const costs = entropy(errorZ);
  return {
    e_z: errorZ, e_x: errorX, s_expected: s,
    knows: eve * mean(eves[basis], (angle) => 1 - entropy(guess(angle))), costs,
    z_alone: Math.max(0, 1 - 2 * costs), bbm92: Math.max(0, 1 - entropy(errorX) - costs),
    device_independent: Math.max(0, 1 - costs - entropy(Math.min((1 + excess) / 2, 1))),
  };
}

function placesOf(numbers, last, { turns, ...place }) {
  const found = {};
  const x = (share) => place.left + place.width * Math.min(1, Math.max(0, share));
  for (const [name, value, error, expected, most] of [
    ["z", numbers.z_qber, numbers.z_error, numbers.e_z, 0.5],
    ["x", numbers.x_qber, numbers.x_error, numbers.e_x, 0.5],
    ["s", numbers.s, numbers.s_error, numbers.s_expected, QUANTUM],
  ]) {
    found[`${name}_x`] = x(value / most);
    found[`${name}_low`] = x((value - error) / most);
    found[`${name}_high`] = x((value + error) / most);
    found[`${name}_expected_x`] = x(expected / most);
  }
  for (const who of ["alice", "bob"]) {
    const angle = last ? turns[who][last[who]] : 0;
    found[`${who}_hand_x`] = place[`${who}_cx`] + place.hand * Math.sin(angle);
    found[`${who}_hand_y`] = place.cy - place.hand * Math.cos(angle);
  }
  const fake = Boolean(last?.fake);
  return { ...found, shows_fake: fake ? 1 : 0, shows_honest: last && !fake ? 1 : 0 };
}

export function compute({ fidelity, eve, basis, step, ...place }) {
  const rounds = [];
  for (let k = 0; k < step; k += 1) {
    rounds.push(playRound({ fidelity, eve, basis, ...place }, k));
  }
  const numbers = {
    fidelity, eve, step, limit: place.limit, ...counted(rounds),
    ...expectedOf({ fidelity, eve, basis, ...place }),
  };
  const start = Math.max(0, step - place.rows);
  return {
    ...numbers, ...placesOf(numbers, rounds.at(-1), place),
    rows: Array.from({ length: place.rows }, (_, k) => (
      start + k < step ? rowOf(rounds[start + k]) : ""
    )).join(";"),
  };
}
