// The closed forms behind explore.key_rate, as qinet_edu/theory has them.

const entropy = (p) => (
  p > 0 && p < 1 ? -p * Math.log2(p) - (1 - p) * Math.log2(1 - p) : 0
);

// No key is shorter than 0.
const positive = (secret, gain, qber, { f_ec: f, sifted }) => (
  Math.max(0, sifted * (secret - gain * f * entropy(qber)))
);

function detected(mu, eta, { dark_count: dark, misalignment }) {
  const light = -Math.expm1(-eta * mu);
  return { gain: dark + light, qber: (dark / 2 + misalignment * light) / (dark + light) };
}

function single(eta, { dark_count: dark, misalignment }) {
  const found = dark + eta;
  return { found, wrong: Math.min(0.5, (dark / 2 + misalignment * eta) / found) };
}

function weakPulseRate(mu, eta, line) {
  const { gain, qber } = detected(mu, eta, line);
  const several = -Math.expm1(-mu) - mu * Math.exp(-mu);
  const alone = Math.max(0, gain - several);
  const wrong = alone > 0 ? Math.min(0.5, (qber * gain) / alone) : 0.5;
  return positive(alone * (1 - entropy(wrong)), gain, qber, line);
}

function decoyRate(mu, eta, line) {
  const { gain, qber } = detected(mu, eta, line);
  const { found, wrong } = single(eta, line);
  return positive(found * mu * Math.exp(-mu) * (1 - entropy(wrong)), gain, qber, line);
}

function singleRate(eta, line) {
  const { found, wrong } = single(eta, line);
  return line.sifted * found * Math.max(0, 1 - (1 + line.f_ec) * entropy(wrong));
}

// Where a falling function becomes 0, by halving the interval 60 times.
function root(rate, farthest) {
  let [low, high] = [0, farthest];
  for (let k = 0; k < 60; k += 1) {
    const middle = (low + high) / 2;
    if (rate(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function fibreShare(length, { loss_db_per_km: loss }) {
  return 10 ** ((-loss * length) / 10);
}

function bestAt(eta, line) {
  let best = { best: 0, best_mu: 0 };
  for (const mu of line.grid_mu) {
    const rate = weakPulseRate(mu, eta, line);
    if (rate > best.best) best = { best: rate, best_mu: mu };
  }
  return best;
}

// The rate of every curve at one length.
function ratesAt(length, line) {
  const fibre = fibreShare(length, line);
  const eta = fibre * line.efficiency;
  return {
    plob: -Math.log1p(-Math.min(fibre, 1 - 1e-12)) / Math.LN2,
    single: singleRate(eta, line),
    decoy: decoyRate(line.mu, eta, line),
    ...bestAt(eta, line),
    plain: weakPulseRate(line.mu, eta, line),
  };
}
