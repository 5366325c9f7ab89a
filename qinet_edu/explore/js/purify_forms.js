// What explore.purify computes: pairs round by round, as qinet_edu/theory has the maps.

const NAMES = ["dejmps", "bbpssw", "plain"];
const ROUNDS_AT_MOST = 1000;

const werner = (f) => [f, (1 - f) / 3, (1 - f) / 3, (1 - f) / 3];

// One round with two pairs alike: the pair that is kept, and the chance that it is.
function oneRound(vector, protocol, error) {
  const twirl = protocol === "bbpssw";
  let [a, b, c, d] = twirl ? werner(vector[0]) : vector;
  if (protocol !== "dejmps") [b, d] = [d, b];
  const spoilt = 1 - (1 - error) ** 2;
  const weights = [a * a + b * b, 2 * c * d, c * c + d * d, 2 * a * b].map(
    (weight) => weight + spoilt * (0.125 - weight),
  );
  const chance = weights[0] + weights[1] + weights[2] + weights[3];
  const after = weights.map((weight) => weight / chance);
  return [twirl ? werner(after[0]) : after, chance];
}

const apart = (one, other) => Math.max(...one.map((weight, i) => Math.abs(weight - other[i])));

// Between which fidelities Werner pairs get better, round after round; kept for each gate error.
const fixedOf = {};

function fixedPoints(protocol, error) {
  const key = `${protocol} ${error}`;
  fixedOf[key] ??= protocol === "no twirl" ? [0, 0] : range(protocol, error);
  return fixedOf[key];
}

function range(protocol, error) {
  const end = (f) => {
    let vector = werner(f);
    for (let k = 0; k < 20 * ROUNDS_AT_MOST; k += 1) {
      const [after] = oneRound(oneRound(vector, protocol, error)[0], protocol, error);
      if (apart(after, vector) < 1e-14) break;
      vector = after;
    }
    return vector[0];
  };
  const ceiling = end(1);
  if (ceiling <= 0.5 || end(ceiling) < ceiling - 1e-6) return [0, 0];
  let [low, high] = [0.25, ceiling];
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (end(middle) > ceiling - 1e-6) high = middle;
    else low = middle;
  }
  return [high, ceiling];
}

// Rounds and raw pairs to a target; −1 and 0 where it is out of reach.
function costOf(pair, protocol, error, target, most) {
  let [vector, pairs] = [pair, 1];
  const last = protocol === "no twirl" ? most + 1 : ROUNDS_AT_MOST;
  for (let k = 0; k < last; k += 1) {
    if (vector[0] >= target) return [k, pairs];
    // Not entangled; at just 1/2 rounding errors would be purified instead.
    if (Math.max(...vector) <= 0.5) break;
    const [after, chance] = oneRound(vector, protocol, error);
    pairs *= 2 / chance;
    if ((k % 2 && apart(after, vector) < 1e-15) || !Number.isFinite(pairs)) break;
    vector = after;
  }
  return [-1, 0];
}

function columnsOf(rounds, { left, right, widest, bar, share, most }) {
  const slot = Math.min(widest, (right - left) / (rounds + 1));
  const places = { bar: Math.min(bar, share * slot) };
  for (let k = 0; k <= most; k += 1) places[`x_${k}`] = left + slot * (k + 0.5);
  return places;
}

const deep = (errs) => (errs > 1e-12 ? Math.log10(errs) : -12);

function depth(power, { top, bottom, lowest }) {
  return top + (bottom - top) * Math.min(1, Math.max(0, power / lowest));
}

function spotsOf(given, prefix, { plot, bars }) {
  const spots = {};
  for (let k = 0; k <= bars.most; k += 1) {
    const power = deep(given[`${prefix}_errs_${k}`]);
    spots[`dot_y_${k}`] = depth(power, plot);
    spots[`dot_${k}`] = k <= given.rounds && power >= plot.lowest ? 1 : 0;
  }
  const ceiling = given[`${prefix}_ceiling`];
  const fixed = deep(1 - ceiling);
  return {
    ...spots, target_y: depth(deep(1 - given.target), plot), fixed_y: depth(fixed, plot),
    fixed: ceiling > 0 && fixed >= plot.lowest ? 1 : 0,
  };
}

export function compute({ pair, protocol, rounds, gate_error, target, ...place }) {
  const { bars, protocols, levels } = place;
  const given = { protocol, rounds, gate_error, target, pairs_0: 1 };
  protocols.forEach((one, which) => {
    const [prefix, chances] = [NAMES[which], []];
    let vector = pair;
    for (let k = 0; k <= bars.most; k += 1) {
      if (k) {
        const [after, chance] = oneRound(vector, one, gate_error);
        vector = after;
        chances.push(chance);
      }
      given[`${prefix}_f_${k}`] = vector[0];
      given[`${prefix}_errs_${k}`] = vector[1] + vector[2] + vector[3];
      if (one !== protocol) continue;
      vector.forEach((weight, i) => {
        given[`v_${k}_${i}`] = weight;
      });
      if (k) {
        given[`p_${k}`] = chances[k - 1];
        given[`pairs_${k}`] = (given[`pairs_${k - 1}`] * 2) / chances[k - 1];
      }
    }
    for (let level = 0; one === protocol && level <= levels; level += 1) {
      given[`need_${level}`] = chances.slice(Math.max(0, rounds - level), rounds)
        .reduce((many, chance) => (many * 2) / chance, 1);
    }
    const [many, pairs] = costOf(pair, one, gate_error, target, bars.most);
    const [floor, ceiling] = fixedPoints(one, gate_error);
    Object.assign(given, {
      [`${prefix}_rounds`]: many, [`${prefix}_pairs`]: pairs, [`${prefix}_floor`]: floor,
      [`${prefix}_ceiling`]: ceiling,
    });
  });
  const prefix = NAMES[protocols.indexOf(protocol)];
  return { ...given, ...columnsOf(rounds, bars), ...spotsOf(given, prefix, place) };
}
