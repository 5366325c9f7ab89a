// explore.waiting_room: let pairs of two links wait for each other, and throw the old ones away.

const [FLY_MS, LONGEST] = [4000, 51];
const MEMORIES = [2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000];

function moveRoom(move, given, place) {
  const { capacity, cutoff } = given;
  const { room, faint, did } = place;
  for (const [link, middle] of [
    ["a", (room.brisbane + room.gold) / 2], ["b", (room.gold + room.ballina) / 2],
  ]) {
    move(`did-${link}`, {}, did[given[`${link}_did`]]);
    for (let k = 0; k < place.seats; k += 1) {
      const age = given[`${link}_age_${k}`];
      const y = room.middle + room.step * (k - (capacity - 1) / 2);
      move(`seat-${link}-${k}`, {
        transform: `translate(0 ${number(y)})`, opacity: k < capacity ? 1 : 0,
      });
      move(`pair-${link}-${k}`, { opacity: age >= 0 ? 1 : 0 });
      move(`fade-${link}-${k}`, { opacity: faint + (1 - faint) * given[`${link}_left_${k}`] });
      move(`words-${link}-${k}`, { x: middle }, seatWords(given, link, k));
      move(`bar-${link}-${k}`, { width: 100 * (cutoff && age >= 0 ? 1 - age / cutoff : 0) });
    }
  }
  let leaving = 0;
  for (let k = 0; k < place.lines; k += 1) {
    eventWords(given, k).forEach((text, column) => move(`event-${k}-${column}`, {}, text));
    const now = given[`event_${k}_round`] === given.rounds;
    if (now && given[`event_${k}_kind`] === JOINED) leaving = 1;
  }
  move("leaving", { opacity: leaving });
  move("last", {}, lastWords(given, place));
}

function moveTicks(move, given, place) {
  const { axis_low: low, axis_high: high, p } = given;
  const each = high - low <= 4 ? 20 : 10;
  const first = (low * each) / 10;
  for (let k = 0; k < place.ticks; k += 1) {
    const there = first + k <= (high * each) / 10;
    const step = (first + k) / each;
    const y = there ? heightAt(given, step, place) : place.plot.top;
    move(`tick-${k}`, { opacity: there ? 1 : 0, transform: `translate(0 ${number(y)})` });
    move(`tick-words-${k}`, {}, there ? step.toFixed(2) : "");
  }
  for (let k = 0; k < 5; k += 1) move(`rate-${k}`, {}, threeDigits(100 * ((p * k) / 4)));
}

function movePlot(move, given, place) {
  moveTicks(move, given, place);
  const curve = curveOf(given, place);
  const path = (some) => (some.length ? `M${some.map(({ time, fidelity }) => [
    acrossAt(given, 1 / time, place), heightAt(given, fidelity, place),
  ].map(number).join(" ")).join("L")}` : "");
  move("curve-all", { d: path(curve) });
  move("curve-key", { d: path(curve.filter(({ key }) => key > 0)) });
  const at = (x, y) => `translate(${number(x)} ${number(y)})`;
  place.told.forEach((_, k) => {
    const x = given[`told_${k}_x`];
    move(`told-${k}`, {
      transform: at(x, given[`told_${k}_y`]), opacity: given[`told_${k}_shown`],
    });
    move(`name-${k}`, x < place.plot.right - place.beside
      ? { x: 10, y: -9, "text-anchor": "start" } : { x: -11, y: 17, "text-anchor": "end" });
  });
  const there = { best_: given.best_key, played_: given.pairs };
  for (const which of ["", "best_", "endless_", "played_"]) {
    move(`mark-${which}`, {
      transform: at(given[`${which}x`], given[`${which}y`]),
      opacity: (there[which] ?? 1) > 0 ? 1 : 0,
    });
  }
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "waiting_room");
  const place = () => model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  let [from, to] = [0, 0];
  const flying = flight(FLY_MS, (progress) => {
    kept.set({ rounds: from + Math.round(progress * (to - from)) });
  });
  const set = (changes) => {
    flying.stop();
    kept.set(changes);
  };
  const on = (more) => set({ rounds: Math.min(place().most, kept.state.rounds + more) });
  controls.classList.add("qinet-compact");
  const showCutoff = slider(controls, {
    label: "Thrown away after", min: 0, max: LONGEST,
    words: () => (kept.state.cutoff === null ? "never" : plural(kept.state.cutoff, "round")),
    onInput: (value) => set({ cutoff: value === LONGEST ? null : value }),
  });
  const showP = slider(controls, {
    label: "p, chance a round", min: 1, max: 100, words: () => threeDigits(kept.state.p),
    onInput: (value) => set({ p: value / 100 }),
  });
  const showMemory = slider(controls, {
    label: "Weight falls to 1/e in", min: 0, max: MEMORIES.length - 1,
    words: () => `${threeDigits(kept.state.memory_rounds)} rounds`,
    onInput: (index) => set({ memory_rounds: MEMORIES[index] }),
  });
  const showFidelity = slider(controls, {
    label: "F of a link’s new pair", min: 70, max: 100,
    words: () => decimals(kept.state.fidelity),
    onInput: (value) => set({ fidelity: value / 100 }),
  });
  const [next] = buttons(controls, "Rounds", [
    ["next", () => on(1)], ["10 more", () => on(10)],
    ["to the next pair", () => {
      flying.stop();
      kept.set({ rounds: compute({ ...kept.state, ...place() }).next_pair });
    }],
    ["play 200", () => {
      from = kept.state.rounds;
      to = Math.min(place().most, from + 200);
      flying.start();
    }],
    ["start again", () => set({ rounds: 0 })],
  ]);
  next.setAttribute("aria-label", "next round");
  const rooms = buttons(controls, "Seats for each link", [1, 2, 4].map((capacity) => [
    String(capacity), () => set({ capacity }),
  ]));
  const orders = buttons(controls, "Used first", ["oldest", "youngest"].map((order) => [
    order, () => kept.state.capacity > 1 && set({ order }),
  ]));
  rooms[0].parentElement.classList.add("qinet-beside");
  orders[0].parentElement.classList.add("qinet-beside");
  const nearest = (rounds) => MEMORIES.reduce((best, one, k) => (
    Math.abs(Math.log(one / rounds)) < Math.abs(Math.log(MEMORIES[best] / rounds)) ? k : best
  ), 0);
  const show = (state) => {
    const given = compute({ ...state, ...place() });
    loungeWords(given).forEach((text, k) => move(`words-${k}`, {}, text));
    moveRoom(move, given, place());
    movePlot(move, given, place());
    toldRows(given).forEach((row, k) => {
      row.forEach((text, column) => move(`row-${k}-${column}`, {}, text));
    });
    rooms.forEach((one, k) => one.setAttribute("aria-pressed", [1, 2, 4][k] === state.capacity));
    orders.forEach((one, k) => {
      one.setAttribute("aria-pressed", ["oldest", "youngest"][k] === state.order);
      one.setAttribute("aria-disabled", state.capacity === 1);
    });
    showCutoff(state.cutoff === null ? LONGEST : Math.min(state.cutoff, LONGEST - 1));
    showP(Math.round(100 * state.p));
    showMemory(nearest(state.memory_rounds));
    showFidelity(Math.round(100 * state.fidelity));
    say(loungeAlt(given, place()));
  };
  kept = keeper(model, [
    "p", "cutoff", "fidelity", "memory_rounds", "capacity", "order", "rounds", "seed",
  ], show);
  show(kept.state);
  return () => {
    flying.stop();
    stop();
    kept.stop();
  };
}

export default { render };
