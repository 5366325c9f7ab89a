// explore.chain_timeline: how a pair over a few links comes about, and what waits meanwhile.

const FLY_MS = 4000;

const roleOf = ({ links }, node) => {
  if (!node) return "alice";
  return node === links ? "bob" : "charlie";
};

const moved = ([x, y]) => `translate(${number(x)} ${number(y)})`;

const middleOf = (given, i) => (given[`at_${i}`] + given[`at_${i + 1}`]) / 2;

// Where an attempt's light goes out, meets, and its news is back.
function timesOf(given, i, attempt, place) {
  const [back, way] = [attempt * given[`attempt_s_${i}`], given[`light_s_${i}`]];
  return [back - way, back - way / 2, back].map((time) => down(given, time, place));
}

// Light from both ends to the middle, or the news from there to both, for some attempts.
function lines(given, i, attempts, place, news = false) {
  const [a, b, m] = [given[`at_${i}`], given[`at_${i + 1}`], middleOf(given, i)].map(number);
  return attempts.map((attempt) => {
    const [out, meets, back] = timesOf(given, i, attempt, place).map(number);
    const end = news ? back : out;
    return `M${a} ${end}L${m} ${meets}L${b} ${end}`;
  }).join("");
}

function heraldOf(given, i, place) {
  const [, meets, back] = timesOf(given, i, given[`attempts_${i}`], place);
  return [i, i + 1].map((end) => (
    twin([middleOf(given, i), meets, given[`at_${end}`], back])
  )).join("");
}

function newsOf(given, node, place) {
  if (node >= given.links) return "";
  const ways = Array.from({ length: given.links }, (_, i) => given[`light_s_${i}`]);
  const time = given[`swapped_s_${node}`];
  return [[0, ways.slice(0, node)], [given.links, ways.slice(node)]].map(([end, passed]) => twin([
    given[`at_${node}`], down(given, time, place), given[`at_${end}`],
    down(given, time + sum(passed), place),
  ])).join("");
}

// A half in memory: as long as it lies there, as thick as its phase is whole.
function halfOf(given, node, side, place) {
  const { samples, thin, wide: most } = place.chart;
  const i = side === "left" ? node - 1 : node;
  if (i < 0 || i >= given.links) return "";
  const born = given[`ready_s_${i}`] - given[`light_s_${i}`];
  const inner = node > 0 && node < given.links;
  const used = inner ? given[`swapped_s_${node}`] : given.done_s;
  const sign = side === "left" ? -1 : 1;
  const x = given[`at_${node}`] + 2 * sign;
  let edge = "";
  for (let k = 0; k <= samples; k += 1) {
    const time = born + ((used - born) * k) / samples;
    const wide = Math.max(thin, most * Math.exp(-(time - born) / given.t2_s));
    edge += `L${number(x + sign * wide)} ${number(down(given, time, place))}`;
  }
  const [start, end] = [born, used].map((time) => number(down(given, time, place)));
  return `M${number(x)} ${start}${edge}L${number(x)} ${end}z`;
}

function moveLink(move, given, i, place) {
  const there = i < given.links;
  const many = given[`attempts_${i}`];
  const failed = Array.from({ length: Math.max(0, many - 1) }, (_, k) => k + 1);
  const won = there ? [many] : [];
  const meets = there ? timesOf(given, i, many, place)[1] : place.chart.top;
  move(`tried-${i}`, { d: lines(given, i, failed, place) });
  move(`failed-${i}`, { d: lines(given, i, failed, place, true) });
  move(`light-${i}`, { d: lines(given, i, won, place) });
  move(`herald-${i}`, { d: there ? heraldOf(given, i, place) : "" });
  move(`click-${i}`, { transform: moved([middleOf(given, i), meets]), opacity: there ? 1 : 0 });
  move(`km-${i}`, { x: middleOf(given, i), opacity: there ? 1 : 0 },
    `${number(given[`length_km_${i}`])} km`);
}

function moveNode(move, given, node, place) {
  const { most } = place.chart;
  const role = roleOf(given, node);
  move(`place-${node}`, {
    transform: moved([given[`at_${node}`], 0]), opacity: node <= given.links ? 1 : 0,
  });
  move(`lane-${node}`, { class: `s-${role}` });
  move(`name-${node}`, { class: `f-${role}` });
  for (const side of ["left", "right"]) {
    move(`half-${side}-${node}`, { d: halfOf(given, node, side, place), class: `f-${role}` });
  }
  if (!node || node === most) return;
  move(`news-${node}`, { d: newsOf(given, node, place) });
  move(`swap-${node}`, {
    transform: moved([given[`at_${node}`], down(given, given[`swapped_s_${node}`], place)]),
    opacity: node < given.links ? 1 : 0,
  });
}

function moveRows(move, given, place) {
  for (let k = 0; k < place.chart.rows; k += 1) {
    for (const kind of KINDS) {
      const shown = given[`kind_${k}`] === kind && given[`there_${k}`];
      move(`${kind}-sign-${k}`, { opacity: shown ? 1 : 0 });
    }
    move(`event-${k}`, {}, eventWords(given, k, place));
    move(`left-${k}`, {}, leftOver(given, k, place));
  }
}

function moveChart(move, given, place) {
  const { chart } = place;
  const [times, unit] = tickWords(given, place);
  times.forEach((time, k) => {
    const y = time ? down(given, k * given.step_s, place) : chart.bottom;
    move(`tick-${k}`, { opacity: time ? 1 : 0, transform: moved([0, y]) });
    move(`time-${k}`, {}, time);
  });
  move("unit", {}, unit);
  for (let i = 0; i < chart.most; i += 1) moveLink(move, given, i, place);
  for (let node = 0; node <= chart.most; node += 1) moveNode(move, given, node, place);
  const y = given.now_y;
  move("cover", { y, height: given.over ? 0 : chart.bottom + 12 - y });
  move("now", { y1: y, y2: y, opacity: given.over ? 0 : 1 });
  for (const end of "ab") move(`known-${end}`, { opacity: given.over });
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "chain_timeline");
  const place = () => model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  let [from, to] = [0, 0];
  const now = () => compute({ ...kept.state, ...place() });
  const flying = flight(FLY_MS, (progress) => {
    kept.set({ time_s: progress < 1 ? from + progress * (to - from) : null });
  });
  const set = (changes) => {
    flying.stop();
    kept.set(changes);
  };
  const onward = () => {
    const given = now();
    for (let k = 0; k < place().chart.rows; k += 1) {
      const time = given[`time_${k}`];
      if (given[`kind_${k}`] && !given[`there_${k}`]) {
        set({ time_s: given[`kind_${k}`] === "done" ? null : time });
        return;
      }
    }
    set({ time_s: 0 });
  };
  controls.classList.add("qinet-compact");
  const counts = buttons(controls, "Links", [2, 3, 4].map((links) => [
    String(links), () => set({ links }),
  ]));
  counts.forEach((one, k) => one.setAttribute("aria-label", `${k + 2} links`));
  const [next] = buttons(controls, "Run", [
    ["next", onward],
    ["to the end-to-end pair", () => {
      const given = now();
      [from, to] = [given.over ? 0 : given.now_s, given.done_s];
      flying.start();
    }],
    ["start again", () => set({ time_s: 0 })],
    ["another run", () => set({ run: (kept.state.run + 1) % place().drawn.length })],
  ]);
  next.setAttribute("aria-label", "next event");
  const showSuccess = slider(controls, {
    label: "Success of an attempt", min: 5, max: 100,
    words: () => `${threeDigits(100 * kept.state.success)} %`,
    onInput: (value) => set({ success: value / 100 }),
  });
  // Each step is a twentieth of a decade.
  const showMemory = slider(controls, {
    label: "T2 of the memories", min: -60, max: 0, words: () => timeWords(kept.state.t2_s),
    onInput: (value) => set({ t2_s: Number((10 ** (value / 20)).toPrecision(2)) }),
  });
  const showFidelity = slider(controls, {
    label: "Link pairs’ fidelity", min: 50, max: 100,
    words: () => decimals(kept.state.fidelity, 3),
    onInput: (value) => set({ fidelity: value / 100 }),
  });
  const show = (state) => {
    const given = compute({ ...state, ...place() });
    move("result", {}, resultWords(given, place()));
    moveChart(move, given, place());
    moveRows(move, given, place());
    told(given).forEach((text, k) => move(`is-${k}`, {}, text));
    move("left", {}, leftWords(given));
    counts.forEach((one, k) => one.setAttribute("aria-pressed", k + 2 === state.links));
    showSuccess(Math.round(100 * state.success));
    showMemory(Math.round(20 * Math.log10(state.t2_s)));
    showFidelity(Math.round(100 * state.fidelity));
    say(words(given, place()));
  };
  kept = keeper(
    model, ["links", "success", "t2_s", "fidelity", "time_s", "run", "seed"], show,
  );
  show(kept.state);
  return () => {
    flying.stop();
    stop();
    kept.stop();
  };
}

export default { render };
