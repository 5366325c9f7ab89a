// What explore.waiting_room computes: what a cut-off makes of the pairs, and the rounds played.

const [RESTED, NOTHING, JOINED, DROPPED] = [2, 3, 1, 2];

const entropyOf = (p) => (
  p <= 0 || p >= 1 ? 0 : -p * Math.log2(p) - (1 - p) * Math.log2(1 - p)
);
// Secret bits of a Werner pair, sifting left aside.
const secretOf = (fidelity) => Math.max(0, 1 - 2 * entropyOf((2 * (1 - fidelity)) / 3));
const worth = (fidelity, weight) => 0.25 + (fidelity - 0.25) * weight;

// Two links with room for one pair each; a cut-off that is null is none.
function cutOff(p, rounds, decay, joined) {
  const m = rounds ?? Infinity;
  const fails = 1 - p;
  const [never, neverKept] = m === 0 ? [1, 1] : [fails ** m, (fails * decay) ** m];
  const [both, one] = [p ** 2, 2 * p * fails];
  const used = both + one * (1 - never);
  const weight = (both + (one * p * decay * (1 - neverKept)) / (1 - fails * decay)) / used;
  const time = (1 + 2 * fails * (1 - never)) / used;
  const fidelity = worth(joined, weight);
  return { time, fidelity, key: secretOf(fidelity) / time };
}

function waitingWeight(p, decay) {
  const fails = 1 - p;
  return (p / (2 - p)) * (1 + (2 * decay * fails) / (1 - decay * fails));
}

// Round by round, and on to the next pair: news at the end of each, then who can is joined, and
// who has waited for too long is thrown away.
function playOn({ p, cutoff, capacity, order, rounds, drawn, fine, most }) {
  const waiting = [];
  const events = [];
  let [side, following, seats] = [0, most, null];
  let did = [NOTHING, NOTHING];
  for (let now = 0; now < most; now += 1) {
    if (now === rounds) seats = [side, [...waiting]];
    const doing = [0, 1].map((link) => {
      if (waiting.length === capacity && side === link) return RESTED;
      return (drawn[link][now] + 0.5) / fine < p ? 1 : 0;
    });
    const made = doing.map((one) => one === 1);
    if (!waiting.length && made[0] !== made[1]) side = made[1] ? 1 : 0;
    if (made[side]) waiting.push(now);
    let born = null;
    if (made[1 - side] && waiting.length) {
      born = order === "youngest" ? waiting.pop() : waiting.shift();
    }
    if (now >= rounds && born !== null) {
      following = now + 1;
      break;
    }
    if (now < rounds) {
      did = doing;
      if (born !== null) events.push([now + 1, JOINED, now - born]);
    }
    while (cutoff !== null && waiting.length && now - waiting[0] >= cutoff) {
      const since = waiting.shift();
      if (now < rounds) events.push([now + 1, DROPPED, now - since]);
    }
  }
  return { seats: seats ?? [side, waiting], events, did, following };
}

function playedNumbers(state, decay, joined) {
  const { fidelity: fresh, rounds, seats: places, lines } = state;
  const { seats, events, did, following } = playOn(state);
  const together = events.filter(([, kind]) => kind === JOINED);
  const pairs = together.length;
  const mean = together.reduce((sum, [, , waited]) => sum + decay ** waited, 0) / (pairs || 1);
  const found = {
    pairs, dropped: events.length - pairs, next_pair: following, a_did: did[0], b_did: did[1],
    played_time: pairs ? rounds / pairs : 0, played_fidelity: pairs ? worth(joined, mean) : 0,
  };
  ["a", "b"].forEach((name, link) => {
    for (let k = 0; k < places; k += 1) {
      const taken = seats[0] === link && k < seats[1].length;
      const age = taken ? rounds - 1 - seats[1][k] : -1;
      const left = taken ? decay ** age : 0;
      Object.assign(found, {
        [`${name}_age_${k}`]: age, [`${name}_f_${k}`]: taken ? worth(fresh, left) : 0,
        [`${name}_left_${k}`]: left,
      });
    }
  });
  for (let k = 0; k < lines; k += 1) {
    const [at, kind, waited] = events[events.length - 1 - k] ?? [0, 0, 0];
    Object.assign(found, {
      [`event_${k}_round`]: at, [`event_${k}_kind`]: kind, [`event_${k}_waited`]: waited,
      [`event_${k}_f`]: kind ? worth(kind === JOINED ? joined : fresh, decay ** waited) : 0,
    });
  }
  return found;
}

const between = (value) => Math.max(0, Math.min(1, value));
const acrossAt = ({ p }, rate, { plot: { left, right } }) => (
  left + (right - left) * between(rate / p)
);
function heightAt({ axis_low: low, axis_high: high }, fidelity, { plot: { top, bottom } }) {
  return bottom - (bottom - top) * between((10 * fidelity - low) / (high - low));
}

function plotNumbers(given, curve, place) {
  const found = {
    axis_low: Math.floor(10 * given.floor - 0.2),
    axis_high: Math.min(10, Math.ceil(10 * given.joined + 0.1)),
  };
  for (const name of ["", "best_", "endless_"]) {
    found[`${name}x`] = acrossAt(given, 1 / given[`${name}time`], place);
    found[`${name}y`] = heightAt(found, given[`${name}fidelity`], place);
  }
  found.played_x = acrossAt(given, given.pairs / Math.max(1, given.rounds), place);
  found.played_y = heightAt(found, given.played_fidelity, place);
  const kept = [];
  place.told.forEach((told, k) => {
    const { time, fidelity } = curve[place.steps.indexOf(told)];
    const [x, y] = [acrossAt(given, 1 / time, place), heightAt(found, fidelity, place)];
    const free = kept.every(([a, b]) => (
      Math.abs(x - a) > place.wide || Math.abs(y - b) > place.high
    ));
    if (free) kept.push([x, y]);
    Object.assign(found, {
      [`told_${k}_x`]: x, [`told_${k}_y`]: y, [`told_${k}_shown`]: free ? 1 : 0,
    });
  });
  return found;
}

const curveOf = ({ p, decay, joined }, { steps }) => (
  steps.map((rounds) => cutOff(p, rounds, decay, joined))
);

export function compute(state) {
  const { p, cutoff, fidelity, memory_rounds, capacity, order, rounds, steps } = state;
  const decay = Math.exp(-1 / memory_rounds);
  const kept = ((4 * fidelity - 1) / 3) ** 2;
  const joined = (1 + 3 * kept) / 4;
  const given = {
    p, cutoff, link_fidelity: fidelity, memory_rounds, capacity, order, rounds, decay, joined,
  };
  const curve = curveOf(given, state);
  const highest = Math.max(...curve.map(({ key }) => key));
  const best = curve.findIndex(({ key }) => key >= highest * state.alike);
  given.best_cutoff = steps[best];
  const told = { "": cutOff(p, cutoff, decay, joined), best_: curve[best], endless_: curve.at(-1) };
  for (const [name, one] of Object.entries(told)) {
    for (const [what, value] of Object.entries(one)) given[`${name}${what}`] = value;
  }
  given.floor = worth(joined, waitingWeight(p, decay ** capacity));
  Object.assign(given, playedNumbers(state, decay, joined));
  given.played_key = given.pairs ? secretOf(given.played_fidelity) / given.played_time : 0;
  return { ...given, ...plotNumbers(given, curve, state) };
}
