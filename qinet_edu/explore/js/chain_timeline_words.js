// What explore.chain_timeline says.

function eventWords(given, k, { names }) {
  if (!given[`there_${k}`]) return "";
  const [kind, at] = [given[`kind_${k}`], given[`place_${k}`]];
  let what = kind === "swap" ? `${names[at]} swaps` : "both ends know";
  if (kind === "pair") what = `pair at attempt ${given[`attempts_${at}`]}`;
  return `${timeWords(given[`time_${k}`])}: ${what}`;
}

function leftOver(given, k, { names }) {
  if (!given[`there_${k}`]) return "";
  const pair = `${names[given[`from_${k}`]]}–${names[given[`to_${k}`]]}`;
  return `${pair}, F ${decimals(given[`f_${k}`], 3)}`;
}

function resultWords(given, { names }) {
  const [{ links }, now] = [given, timeWords(given.now_s)];
  const ends = `${names[0]} to ${names[links]}`;
  if (given.over) return `${ends} after ${now}: F = ${decimals(given.f_end, 3)}.`;
  return (
    `${ends}, after ${now}: pairs ${given.pairs} of ${links}, ` +
    `swaps ${given.swaps} of ${links - 1}.`
  );
}

const told = (given) => ["herald_s", "neighbour_s", "news_s", "waited_s"].map((name) => (
  timeWords(given[name])
));

function leftWords(given) {
  const share = Math.exp(-given.waited_s / given.t2_s);
  return (
    `By the end ${decimals(100 * share, 1)} % of the phase is left (T2 = ` +
    `${timeWords(given.t2_s)}): F = ${decimals(given.f_end, 3)}, without any wait ` +
    `${decimals(given.f_fresh, 3)}.`
  );
}

function tickWords({ step_s: step, done_s: done }, { chart: { ticks } }) {
  const [unit, name] = TIMES.find(([one]) => done >= 0.9995 * one) ?? TIMES.at(-1);
  const times = Array.from({ length: ticks }, (_, k) => (
    k * step <= done ? threeDigits((k * step) / unit) : ""
  ));
  return [times, name];
}

function words(given, place) {
  const happened = [];
  for (let k = 0; k < 2 * given.links; k += 1) {
    if (given[`there_${k}`]) {
      happened.push(`${eventWords(given, k, place)} (${leftOver(given, k, place)})`);
    }
  }
  const [heralds, neighbours, news, together] = told(given);
  return (
    `Space–time diagram of a chain of ${given.links} links, place across, time downwards; an ` +
    `attempt succeeds with ${threeDigits(100 * given.success)} %, pairs begin with F ` +
    `${decimals(given.fidelity, 3)}. ${resultWords(given, place)} ` +
    `${happened.length ? `So far: ${happened.join("; ")}` : "No pair yet"}. In the whole run halves ` +
    `wait ${heralds} for heralds, ${neighbours} for neighbours, ${news} for the last news, ` +
    `${together} all together. ${leftWords(given)}`
  );
}
