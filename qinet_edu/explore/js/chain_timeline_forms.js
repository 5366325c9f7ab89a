// What explore.chain_timeline computes: what happens when on a chain, and what waiting leaves.

const KINDS = ["pair", "swap", "done"];

const sum = (list) => list.reduce((all, one) => all + one, 0);

const tries = (lucky, success) => (
  success === 1 ? 1 : 1 + Math.floor(Math.log(lucky) / Math.log1p(-success))
);

// The fidelity of a pair joined of equal Werner pairs, of which halves have waited.
function leftOf(fidelity, links, waited, t2) {
  const weight = ((4 * fidelity - 1) / 3) ** links;
  return (1 + weight) / 4 + (weight / 2) * Math.exp(-waited / t2);
}

function stepOf(done) {
  const ten = 10 ** Math.floor(Math.log10(done / 5));
  const share = done / 5 / ten;
  if (share < 1.5) return ten;
  if (share < 3.5) return 2 * ten;
  return ten * (share < 7.5 ? 5 : 10);
}

// Whether something has happened, whoever worked out the moment.
const byNow = (now, time) => (time <= now * (1 + 1e-12) ? 1 : 0);

function rowsOf(ready, swapped, done) {
  const moments = [
    ...ready.map((time, link) => [time, 0, link]),
    ...swapped.map((time, k) => [time, 1, k + 1]),
  ].sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2]);
  const open = Array.from({ length: ready.length + 1 }, (_, node) => node);
  const rows = moments.map(([time, kind, place]) => {
    let [a, b] = [place, place + 1];
    if (kind) {
      const at = open.indexOf(place);
      [a, b] = [open[at - 1], open[at + 1]];
      open.splice(at, 1);
    }
    return { time, kind: KINDS[kind], place, a, b };
  });
  return [...rows, { time: done, kind: KINDS[2], place: ready.length, a: 0, b: ready.length }];
}

function columnsOf(lengths, { chart: { left, right, most } }) {
  const whole = sum(lengths);
  const at = { at_0: left };
  let km = 0;
  for (let i = 0; i < most; i += 1) {
    km += lengths[i] ?? 0;
    at[`at_${i + 1}`] = left + ((right - left) * km) / whole;
  }
  return at;
}

const down = ({ done_s: done }, time, { chart: { top, bottom } }) => (
  top + ((bottom - top) * time) / done
);

function linksOf(lengths, needed, { speed_km_s: speed, cycle_s: cycle }) {
  const light = lengths.map((km) => km / speed);
  const lasts = light.map((once) => cycle + once);
  const ready = lasts.map((one, i) => needed[i] * one);
  const swapped = ready.slice(1).map((time, i) => Math.max(ready[i], time));
  const done = Math.max(...swapped.map((time, k) => (
    time + Math.max(sum(light.slice(0, k + 1)), sum(light.slice(k + 1)))
  )));
  return { light, lasts, ready, swapped, done };
}

export function compute({ links, success, t2_s: t2, fidelity, time_s: time, run, ...place }) {
  const { chart, drawn } = place;
  const lengths = place.lengths.slice(0, links);
  const needed = drawn[run].slice(0, links).map((lucky) => tries(lucky, success));
  const { light, lasts, ready, swapped, done } = linksOf(lengths, needed, place);
  const last = Math.max(...swapped);
  const now = time === null ? done : Math.min(time, done);
  const waited = (a, b, until) => {
    const inner = ready.slice(a + 1, b).map((one, k) => Math.abs(one - ready[a + k]));
    return 2 * sum(light.slice(a, b)) + sum(inner) + 2 * until - ready[a] - ready[b - 1];
  };
  const given = {
    links, success, t2_s: t2, fidelity, length_km: sum(lengths), last_s: last, done_s: done,
    now_s: now, over: now >= done ? 1 : 0, pairs: sum(ready.map((one) => byNow(now, one))),
    swaps: sum(swapped.map((one) => byNow(now, one))), herald_s: 2 * sum(light),
    news_s: 2 * (done - last), neighbour_s: waited(0, links, last) - 2 * sum(light),
    waited_s: waited(0, links, done), f_fresh: leftOf(fidelity, links, 0, t2),
    f_end: leftOf(fidelity, links, waited(0, links, done), t2), step_s: stepOf(done),
    ...columnsOf(lengths, place),
  };
  for (let i = 0; i < chart.most; i += 1) {
    Object.assign(given, {
      [`length_km_${i}`]: lengths[i] ?? 0, [`attempts_${i}`]: needed[i] ?? 0,
      [`attempt_s_${i}`]: lasts[i] ?? 0, [`light_s_${i}`]: light[i] ?? 0,
      [`ready_s_${i}`]: ready[i] ?? 0,
    });
    if (i) given[`swapped_s_${i}`] = swapped[i - 1] ?? 0;
  }
  const happened = rowsOf(ready, swapped, done);
  for (let k = 0; k < chart.rows; k += 1) {
    const row = happened[k] ?? { time: 0, kind: "", place: 0, a: 0, b: 0 };
    const over = row.b - row.a;
    Object.assign(given, {
      [`kind_${k}`]: row.kind, [`time_${k}`]: row.time, [`place_${k}`]: row.place,
      [`from_${k}`]: row.a, [`to_${k}`]: row.b,
      [`there_${k}`]: row.kind ? byNow(now, row.time) : 0,
      [`f_${k}`]: over ? leftOf(fidelity, over, waited(row.a, row.b, row.time), t2) : 0,
    });
  }
  given.now_y = down(given, now, place);
  return given;
}
