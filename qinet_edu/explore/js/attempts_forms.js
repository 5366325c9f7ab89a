// What explore.attempts computes: how often an attempt succeeds, when, and how the others fail.

const DIMMED = ["single-click", "end-node"];

function linkOf({ scheme, length_km, alpha, parts, speed_km_s }) {
  const { emission, detector, intake, cycle_s: prepare, loss_db_per_km: loss, pair } = parts;
  const light = {
    visibility: parts.visibility, dark: parts.dark_count, phase: parts.phase_std_rad,
  };
  const [once, seen] = [length_km / speed_km_s, scheme === "midpoint-source" ? intake : detector];
  const eta = (km) => emission * fibre(km, loss) * seen;
  const half = eta(length_km / 2);
  if (scheme === "midpoint-source") {
    return {
      arms: [half, half], arm_km: [length_km / 2, length_km / 2], once, prepare,
      success: midpointSource(half, half, pair, parts.dark_count), other: alpha,
      attempt: prepare + 1.5 * once, waits: [once, once],
    };
  }
  if (scheme === "end-node") {
    const arms = [eta(length_km), eta(0)];
    const [hers, dim] = [alpha * arms[0], (1 - alpha) * arms[1]];
    const other = hers / (hers + dim);
    return {
      arms, arm_km: [length_km, 0], once, prepare, other,
      success: singleClick(alpha, ...arms, light, other).chance,
      attempt: prepare + 2 * once, waits: [2 * once, once],
    };
  }
  const single = scheme === "single-click";
  return {
    arms: [half, half], arm_km: [length_km / 2, length_km / 2], once, prepare, other: alpha,
    success: (single ? singleClick(alpha, half, half, light) : doubleClick(half, half, light))
      .chance,
    attempt: prepare + once, waits: [once, once],
  };
}

// Pairs by an attempt, and which attempts made the last and the next.
function counted(attempt, waits) {
  const all = waits.reduce((sum, wait) => sum + wait, 0);
  const rounds = Math.floor(attempt / all);
  const begun = rounds * all;
  let [last, at] = [begun, 0];
  for (let k = 0; k < waits.length; k += 1) {
    at += waits[k];
    if (at > attempt - begun) return [rounds * waits.length + k, last, begun + at];
    last = begun + at;
  }
  return [0, 0, 0];
}

// How an attempt may fail: what became of Alice's photon and of Bob's, and how likely.
function failures({ arms: [a, b], other }, { scheme, alpha, parts: { pair, visibility } }) {
  if (scheme === "midpoint-source") {
    return [
      ["nn", 1 - pair], ["ll", pair * (1 - a) * (1 - b)], ["lc", pair * (1 - a) * b],
      ["cl", pair * a * (1 - b)],
    ];
  }
  if (scheme === "double-click") {
    return [
      ["ll", (1 - a) * (1 - b)], ["lc", (1 - a) * b], ["cl", a * (1 - b)], ["cc", (a * b) / 2],
    ];
  }
  return [
    ["nn", (1 - alpha) * (1 - other)], ["nl", (1 - alpha) * other * (1 - b)],
    ["ln", alpha * (1 - a) * (1 - other)], ["ll", alpha * (1 - a) * other * (1 - b)],
    ["cc", (alpha * a * other * b * (1 - visibility)) / 2],
  ];
}

const lucky = (list, number) => list[number % list.length];

function fateOf(fates, number, { drawn }) {
  if (!number) return "nn";
  let rest = lucky(drawn.fate, number) * fates.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [fate, weight] of fates) {
    rest -= weight;
    if (rest < 0) return fate;
  }
  return fates[0][0];
}

// On which share of its way a lost photon is lost, kept clear of both ends.
function lostAt(unlucky, km, eta, { emission, loss_db_per_km: loss }) {
  const [near, far] = [0.05, 0.94];
  const survived = 1 - unlucky * (1 - eta);
  const passed = fibre(km, loss);
  if (survived > emission) return near;
  if (survived > emission * passed) {
    return Math.min(far, Math.max(near, Math.log(survived / emission) / Math.log(passed)));
  }
  return far;
}

const slotHeight = ({ slots }, { top, bottom }) => (bottom - top) / slots;

function down(given, k, crossings, { chart }) {
  const time = given.prepare_s + crossings * given.light_s;
  return chart.top + slotHeight(given, chart) * (k + time / given.attempt_s);
}

const wide = (share, { chart: { alice, bob } }) => alice + (bob - alice) * share;

// Where something begins and ends on the page: x and y, x and y.
function legOf(given, k, name, place) {
  const [x0, t0, x1, t1] = place.legs[given.scheme][name];
  return [wide(x0, place), down(given, k, t0, place), wide(x1, place), down(given, k, t1, place)];
}

function endsOf(given, k, { arms, arm_km: kms }, place) {
  const ends = {};
  ["a", "b"].forEach((party, which) => {
    let share = 1;
    if (given[`fate_${k}`][which] === "l") {
      const unlucky = lucky(place.drawn[`place_${party}`], given[`number_${k}`]);
      share = lostAt(unlucky, kms[which], arms[which], place.parts);
    }
    const [x0, t0, x1, t1] = place.legs[given.scheme][party];
    ends[`${party}_x_${k}`] = wide(x0 + (x1 - x0) * share, place);
    ends[`${party}_y_${k}`] = down(given, k, t0 + (t1 - t0) * share, place);
  });
  return ends;
}

export function compute({ scheme, length_km, alpha, attempt, seed, ...place }) {
  const setting = { scheme, length_km, alpha, ...place };
  const made = linkOf(setting);
  const { success, attempt: lasts } = made;
  const waits = place.drawn.wait.map((one) => 1 + Math.floor(Math.log(one) / Math.log1p(-success)));
  const [pairs, last, following] = counted(attempt, waits);
  const slots = place.slots[scheme];
  const given = {
    scheme, length_km, alpha, attempt, success, mean_attempts: 1 / success, attempt_s: lasts,
    rate_hz: success / lasts, alice_waits_s: made.waits[0], bob_waits_s: made.waits[1],
    light_s: made.once, prepare_s: made.prepare, elapsed_s: attempt * lasts, pairs,
    expected: attempt * success, last_pair: last, next_pair: following, slots,
  };
  const first = Math.max(1, attempt - slots + 1);
  const fates = failures(made, setting);
  for (let k = 0; k < place.chart.most; k += 1) {
    const number = k < slots && first + k <= attempt ? first + k : 0;
    const win = number > 0 && counted(number, waits)[1] === number;
    Object.assign(given, {
      [`number_${k}`]: number, [`fate_${k}`]: win ? "cc" : fateOf(fates, number, place),
      [`y_${k}`]: place.chart.top + slotHeight(given, place.chart) * k, [`win_${k}`]: win ? 1 : 0,
    });
    Object.assign(given, endsOf(given, k, made, place));
  }
  return given;
}
