// explore.leak_ledger: what every step of making a key costs, from sifted bits to the key.

const entropy = (p) => (
  p > 0 && p < 1 ? -p * Math.log2(p) - (1 - p) * Math.log2(1 - p) : 0
);

export function compute({ sifted, qber, f_ec, test_fraction, eps_sec, eps_cor, ...place }) {
  const tested = Math.max(1, Math.floor(test_fraction * sifted + 0.5));
  const kept = sifted - tested;
  const mu = Math.sqrt(
    ((kept + tested) / (kept * tested)) * ((tested + 1) / tested) * Math.log(4 / eps_sec),
  );
  const [h, worse] = [entropy(qber), entropy(Math.min(qber + mu, 0.5))];
  const leak = f_ec * kept * h + Math.log2(2 / (eps_sec ** 2 * eps_cor));
  const key = Math.max(0, Math.floor(kept * (1 - worse) - leak));
  const charges = {
    tested,
    parities: Math.ceil(f_ec * kept * h),
    known: Math.ceil(kept * h),
    finite: Math.ceil(kept * (worse - h)),
    hash: Math.ceil(Math.log2(1 / eps_cor)),
    margin: Math.ceil(Math.log2(2 / eps_sec ** 2)),
  };
  let missing = Object.values(charges).reduce((sum, charge) => sum + charge, 0) - sifted;
  if (key > 0) {
    charges.finite -= missing + key;
    missing = -key;
  }
  const x = (balance) => place.left + (place.width * Math.max(0, balance)) / sifted;
  const bars = {};
  let balance = sifted;
  for (const [name, charge] of Object.entries(charges)) {
    bars[`${name}_x`] = x(balance - charge);
    bars[`${name}_width`] = x(balance) - x(balance - charge);
    balance -= charge;
  }
  return {
    sifted, qber, f_ec, eps_sec, mu, ...charges, key, short: Math.max(0, missing),
    tags: place.tags, share: key / sifted, endless: Math.max(0, 1 - (1 + f_ec) * h),
    ...bars, key_width: (place.width * key) / sifted,
  };
}

function power(eps) {
  const digits = String(Math.floor(-Math.log2(eps) / Math.log2(10) + 0.5));
  return `10⁻${digits.replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit])}`;
}

function termsWords({ qber, f_ec: f, eps_sec: eps, mu }) {
  return (
    `Q = ${decimals(100 * qber, 1)} %, f = ${decimals(f)}, ε = ${power(eps)}; ` +
    `the test leaves room for µ = ${decimals(100 * mu)} % more errors`
  );
}

function verdictWords({ endless, key, short, share, tags }) {
  const without = `an endless key would keep ${decimals(100 * endless, 1)} %`;
  if (endless === 0) {
    return [
      "No key.", "At this error rate no number of bits would do: even an endless key is gone.",
    ];
  }
  if (!key) {
    return [
      `No key: the charges are ${grouped(short)} bits more than there are.`,
      `More sifted bits would help: ${without} of them.`,
    ];
  }
  if (key <= tags) {
    return [
      `A key of ${grouped(key)} bits, and a loss.`,
      `Its tags used up ${grouped(tags)} bits of old key: the stock runs dry.`,
    ];
  }
  return [
    `A secret key of ${grouped(key)} bits.`,
    `${decimals(100 * share, 1)} % of the sifted bits; ${without}.`,
  ];
}

function words(given, lines, charges) {
  const told = charges.map(([name, what]) => `${what} ${grouped(given[name])}`).join(", ");
  return (
    `The account of secrecy for ${grouped(given.sifted)} sifted bits. ${termsWords(given)}. ` +
    `Charges in bits: ${told}. ${lines.join(" ")} Tags use up ${grouped(given.tags)} ` +
    "bits of old key."
  );
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "leak_ledger");
  const place = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  controls.classList.add("qinet-compact");
  const showSifted = slider(controls, {
    label: "Bits after sifting", min: 0, max: place.sizes.length - 1,
    words: () => grouped(kept.state.sifted),
    onInput: (index) => kept.set({ sifted: place.sizes[index] }),
  });
  const showQber = slider(controls, {
    label: "Error rate Q", min: 0, max: 130,
    words: () => `${decimals(100 * kept.state.qber, 1)} %`,
    onInput: (value) => kept.set({ qber: value / 1000 }),
  });
  const showLeak = slider(controls, {
    label: "f of error correction", min: 100, max: 200,
    words: () => decimals(kept.state.f_ec),
    onInput: (value) => kept.set({ f_ec: value / 100 }),
  });
  const showTest = slider(controls, {
    label: "Share compared", min: 1, max: 60,
    words: () => `${decimals(100 * kept.state.test_fraction, 0)} %`,
    onInput: (value) => kept.set({ test_fraction: value / 100 }),
  });
  const showEps = slider(controls, {
    label: "ε: how far from secret", min: 2, max: 20,
    words: () => power(kept.state.eps_sec),
    onInput: (value) => kept.set({ eps_sec: Number(`1e-${value}`) }),
  });
  const nearest = (size) => place.sizes.reduce((best, one, index) => (
    Math.abs(Math.log(one / size)) < Math.abs(Math.log(place.sizes[best] / size)) ? index : best
  ), 0);
  const show = (state) => {
    const given = compute({ ...state, ...place });
    const lines = verdictWords(given);
    move("terms", {}, termsWords(given));
    move("sifted", {}, grouped(given.sifted));
    for (const [name] of place.charges) {
      move(name, {}, `−${grouped(given[name])}`);
      move(`${name}-bar`, { x: given[`${name}_x`], width: given[`${name}_width`] });
    }
    move("key", {}, grouped(given.key));
    move("key-bar", { width: given.key_width });
    lines.forEach((line, row) => move(`verdict-${row}`, {}, line));
    showSifted(nearest(state.sifted));
    showQber(Math.round(1000 * state.qber));
    showLeak(Math.round(100 * state.f_ec));
    showTest(Math.round(100 * state.test_fraction));
    showEps(Math.round(-Math.log10(state.eps_sec)));
    say(words(given, lines, place.charges));
  };
  const names = ["sifted", "qber", "f_ec", "test_fraction", "eps_sec", "eps_cor"];
  kept = keeper(model, names, show);
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
