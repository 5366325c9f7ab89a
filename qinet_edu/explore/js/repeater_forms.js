// The closed forms behind explore.repeater_rates, as qinet_edu/theory has them.

const entropy = (p) => (
  p > 0 && p < 1 ? -p * Math.log2(p) - (1 - p) * Math.log2(1 - p) : 0
);

const choose = [[1]];
for (let n = 1; n <= 8; n += 1) {
  choose[n] = Array.from({ length: n + 1 }, (_, k) => (
    (choose[n - 1][k - 1] ?? 0) + (choose[n - 1][k] ?? 0)
  ));
}

// Rounds until the slowest of several links has its pair; in a round j of m still fail.
function expectedSlowest(p, links) {
  const fail = Math.log1p(-p);
  const slowest = [0];
  for (let m = 1; m <= links; m += 1) {
    let rounds = 1;
    for (let j = 1; j < m; j += 1) {
      const likely = p < 1 ? Math.exp(j * fail) * p ** (m - j) : 0;
      rounds += choose[m][j] * likely * slowest[j];
    }
    slowest[m] = p < 1 ? rounds / -Math.expm1(m * fail) : rounds;
  }
  return slowest[links];
}

// Of each state of a chain, as bits: how many pairs wait in it (links side by side are one), and
// which states may follow, with how many links that come. The same for every p.
const orders = new Map();

function ordersOf(links) {
  if (orders.has(links)) return orders.get(links);
  const all = 2 ** links - 1;
  const count = (bits) => {
    let ones = 0;
    for (let rest = bits; rest; rest &= rest - 1) ones += 1;
    return ones;
  };
  const found = [];
  for (let state = 0; state <= all; state += 1) {
    const missing = all & ~state;
    const [after, came] = [[], []];
    for (let some = missing; some; some = (some - 1) & missing) {
      after.push(state | some);
      came.push(count(some));
    }
    const pairs = count(state & ~(state << 1));
    found.push({ pairs, missing: count(missing), after: Int32Array.from(after), came });
  }
  orders.set(links, found);
  return found;
}

// Which share a chain of links alike keeps of what waiting takes, swapped as soon as it can be.
function chainWeight(p, decay, links) {
  const states = ordersOf(links);
  const weight = new Float64Array(states.length).fill(1);
  const likely = [];
  for (let m = 1; m <= links; m += 1) {
    likely[m] = Array.from({ length: m + 1 }, (_, c) => p ** c * (1 - p) ** (m - c));
  }
  for (let state = states.length - 2; state >= 0; state -= 1) {
    const { pairs, missing, after, came } = states[state];
    const keeps = decay ** pairs;
    let [mean, moves] = [0, 0];
    for (let k = 0; k < after.length; k += 1) {
      const chance = likely[missing][came[k]];
      mean += chance * weight[after[k]];
      moves += chance;
    }
    weight[state] = (keeps * mean) / (moves + likely[missing][0] * (1 - keeps));
  }
  return weight[0];
}

const fibre = (length_km, { loss_db_per_km: loss }) => 10 ** ((-loss * length_km) / 10);

// What a line with repeaters delivers: pairs a second, how good, and secret bits of each.
function delivered(links, length_km, { coupling, gate_error, t2_s, modes, fidelity, ...place }) {
  const spacing = length_km / links;
  const round = spacing / place.speed_km_s;
  const one = (coupling * coupling * fibre(spacing, place)) / 2;
  const p = -Math.expm1(modes * Math.log1p(-one));
  // What all errors leave of agreement in Z, and what waiting leaves of it in X.
  const alike = ((4 * fidelity - 1) / 3) ** links * (1 - gate_error) ** (links - 1);
  const answered = Math.exp((-4 * links * round) / t2_s);
  const coherent = alike * answered * chainWeight(p, Math.exp((-2 * round) / t2_s), links);
  return {
    pairs: 1 / (expectedSlowest(p, links) * round), fidelity: (1 + 2 * coherent + alike) / 4,
    secret: 1 - entropy((1 - alike) / 2) - entropy((1 - coherent) / 2),
  };
}

function directRate(name, length_km, coupling, place) {
  const eta = fibre(length_km, place);
  return place.clock_hz * (name === "plob" ? -Math.log1p(-eta) / Math.LN2 : coupling * eta);
}
