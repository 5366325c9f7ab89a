// What explore.waiting_room says.

const plural = (count, name) => `${grouped(count)} ${name}${count === 1 ? "" : "s"}`;
const capital = (words) => words[0].toUpperCase() + words.slice(1);
const cutoffWords = (cutoff) => (
  cutoff === null ? "no cut-off" : `cut-off ${plural(cutoff, "round")}`
);

function loungeWords(given) {
  const alone = given.capacity === 1 ? "" : " (with one seat)";
  const time = threeDigits(given.time);
  return [
    `${capital(cutoffWords(given.cutoff))}: a pair every ${time} round${time === "1" ? "" : "s"}, ` +
      `F = ${decimals(given.fidelity, 3)}${alone}.`,
    `Each link: p = ${threeDigits(given.p)} a round, at first ` +
      `F = ${threeDigits(given.link_fidelity)}; waiting takes ` +
      `${threeDigits(100 * (1 - given.decay))} % of the weight a round.`,
  ];
}

function seatWords(given, link, k) {
  const age = given[`${link}_age_${k}`];
  if (age < 0) return "";
  const waits = age ? `waits ${plural(age, "round")}` : "new";
  return `${waits}, F = ${decimals(given[`${link}_f_${k}`], 3)}`;
}

function eventWords(given, k) {
  const kind = given[`event_${k}_kind`];
  if (!kind) return ["", "", "", ""];
  const joined = kind === JOINED;
  return [
    grouped(given[`event_${k}_round`]), joined ? "✓ joined" : "✕ thrown away",
    String(given[`event_${k}_waited`]), joined ? decimals(given[`event_${k}_f`], 3) : "–",
  ];
}

function lastWords(given, { lines }) {
  const { rounds } = given;
  if (!rounds) return "Nobody is here yet";
  const said = [];
  for (let k = lines - 1; k >= 0; k -= 1) {
    if (given[`event_${k}_round`] === rounds) {
      const waited = given[`event_${k}_waited`];
      const after = waited ? `after ${plural(waited, "round")}` : "at once";
      if (given[`event_${k}_kind`] === JOINED) {
        said.push(`joined ${after}, F = ${decimals(given[`event_${k}_f`], 3)}`);
      } else said.push(said.length ? "another is thrown away" : `thrown away ${after}`);
    }
  }
  return `Round ${grouped(rounds)}: ${said.join("; ") || "nobody leaves"}`;
}

function toldRows(given) {
  const best = given.best_key > 0;
  const fewest = given.best_cutoff === null ? "none" : plural(given.best_cutoff, "round");
  const row = (which, name, known = true) => {
    if (!known) return [name, "–", "–", "–"];
    const key = given[`${which}key`];
    return [
      name, threeDigits(given[`${which}time`]), decimals(given[`${which}fidelity`], 3),
      key > 0 ? decimals(key, 4) : "0",
    ];
  };
  return [
    row("", capital(cutoffWords(given.cutoff))),
    row("endless_", "No cut-off"),
    row("best_", best ? `Best for key: ${fewest}` : "No cut-off gives a key", best),
    row(
      "played_", `Played: ${plural(given.pairs, "pair")} in ${plural(given.rounds, "round")}`,
      given.pairs > 0,
    ),
  ];
}

function loungeAlt(given, place) {
  const seated = [["a", "Brisbane to Gold Coast"], ["b", "Gold Coast to Ballina"]].flatMap(
    ([link, name]) => Array.from({ length: place.seats }, (_, k) => seatWords(given, link, k))
      .filter((text) => text).map((text) => `${name}: ${text}`),
  );
  const waiting = seated.length ? `Waiting: ${seated.join("; ")}` : "Nobody waits";
  const rows = toldRows(given).map(([name, time, f, key]) => (
    time === "–" ? name : `${name}: ${time} rounds a pair, F ${f}, ${key} secret bits a round`
  )).join("; ");
  const order = given.capacity > 1 ? `, the ${given.order} first` : "";
  const [first, second] = loungeWords(given);
  return (
    `Two links whose pairs wait for each other, room for ${plural(given.capacity, "pair")} of a ` +
    `link${order}. ${first} ${second} ${lastWords(given, place)}. ${waiting}. ` +
    `Thrown away so far: ${plural(given.dropped, "pair")}. Curve of fidelity against pairs ` +
    `over all cut-offs, with room for one. ${rows}.`
  );
}
