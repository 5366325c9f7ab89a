// explore.purify: rounds of purification, with the errors, the protocol and the gates to set.

const ERRORS = ["Φ+", "Ψ−", "Ψ+", "Φ−"];

function pairsWords(pairs) {
  if (pairs < 99.995) return decimals(pairs, 2);
  if (pairs < 9999.95) return decimals(pairs, 1);
  if (pairs < 1e6) return `${threeDigits(pairs / 1000)}k`;
  const power = Math.floor(Math.log10(pairs) + 1e-9);
  const raised = String(power).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
  return `${decimals(pairs / 10 ** power, 2)} × 10${raised}`;
}

function grown(given, k, { grew }) {
  if (!k) return [];
  return [1, 2, 3]
    .filter((i) => given[`v_${k}_${i}`] - given[`v_${k - 1}_${i}`] > grew)
    .sort((one, other) => given[`v_${k}_${other}`] - given[`v_${k}_${one}`]);
}

function resultWords(given, { titles }) {
  const { rounds } = given;
  const title = titles[given.protocol];
  const first = `${title[0].toUpperCase()}${title.slice(1)}, ${rounds} round` +
    `${rounds === 1 ? "" : "s"}: F = ${decimals(given.v_0_0, 4)}`;
  return rounds
    ? `${first} → ${decimals(given[`v_${rounds}_0`], 4)}, ` +
      `for ${pairsWords(given[`pairs_${rounds}`])} raw pairs on average.`
    : `${first}, a raw pair.`;
}

function changeWords(given, place) {
  const { rounds: k, protocol } = given;
  if (!k) return "Raw pairs: no bits have been compared yet.";
  const [before, after] = [given[`v_${k - 1}_0`], given[`v_${k}_0`]];
  const more = grown(given, k, place);
  if (before - after > place.grew) {
    return (
      `Round ${k} made it worse: F fell from ${decimals(before, 4)} to ${decimals(after, 4)}, ` +
      `and ${more.map((i) => ERRORS[i]).join(", ")} grew.`
    );
  }
  if (!more.length) return `Round ${k}: no error grew.`;
  const [i] = more;
  const unseen = i === 3 ? "equal bits do not show it" : "a flip in both pairs leaves the bits equal";
  const why = protocol === "bbpssw" ? "the twirl makes all three alike" : unseen;
  return (
    `Round ${k}: ${ERRORS[i]} grew from ${decimals(given[`v_${k - 1}_${i}`], 4)} to ` +
    `${decimals(given[`v_${k}_${i}`], 4)}: ${why}.`
  );
}

function fixedWords(given, { protocols }) {
  const ceiling = given[`${NAMES[protocols.indexOf(given.protocol)]}_ceiling`];
  return ceiling > 0 ? `fixed point ${decimals(ceiling, 4)}` : "no fixed point";
}

const aim = ({ target }) => String(Number(target.toPrecision(6)));

function costCells(given, prefix) {
  const rounds = given[`${prefix}_rounds`];
  const known = given[`${prefix}_ceiling`] > 0;
  return [
    rounds < 0 ? "out of reach" : String(rounds),
    rounds < 0 ? "–" : pairsWords(given[`${prefix}_pairs`]),
    ...["floor", "ceiling"].map((end) => (known ? decimals(given[`${prefix}_${end}`], 4) : "–")),
  ];
}

function words(given, place) {
  const listed = (name, cell, from = 0) => {
    const cells = [];
    for (let k = from; k <= given.rounds; k += 1) cells.push(cell(k));
    return `${name} ${cells.join(", ")}`;
  };
  const rows = ERRORS.map((name, i) => listed(name, (k) => decimals(given[`v_${k}_${i}`], 4)));
  if (given.rounds) {
    rows.push(listed("success", (k) => decimals(given[`p_${k}`], 3), 1));
    rows.push(listed("raw pairs", (k) => pairsWords(given[`pairs_${k}`])));
  }
  const table = place.protocols.map((protocol, row) => {
    const [rounds, pairs, floor, ceiling] = costCells(given, NAMES[row]);
    const price = pairs === "–" ? rounds : `${rounds} rounds, ${pairs} raw pairs`;
    const known = given[`${NAMES[row]}_ceiling`] ? `, fixed points ${floor} and ${ceiling}` : "";
    return `${place.titles[protocol]}: ${price}${known}`;
  });
  return (
    "Bell-diagonal bars before and after each round of purification, gate error " +
    `${decimals(100 * given.gate_error, 1)} %. ${resultWords(given, place)} ` +
    `${changeWords(given, place)} From the raw pair on: ${rows.join("; ")}. To F = ${aim(given)}: ` +
    `${table.join("; ")}.`
  );
}

function moveBars(move, given, place) {
  const { top, bottom, named, most } = place.bars;
  for (let k = 0; k <= most; k += 1) {
    const [x, more] = [given[`x_${k}`], grown(given, k, place)];
    let foot = bottom;
    for (let i = 0; i < 4; i += 1) {
      const high = (bottom - top) * given[`v_${k}_${i}`];
      foot -= high;
      move(`piece-${k}-${i}`, { x: x - given.bar / 2, y: foot, width: given.bar, height: high });
      move(`named-${k}-${i}`, { x, y: foot + high / 2 + 4, opacity: high >= named ? 1 : 0 });
      move(`weight-${k}-${i}`, { x, "font-weight": more.includes(i) ? "bold" : "normal" },
        decimals(given[`v_${k}_${i}`], 4));
    }
    move(`column-${k}`, { opacity: k <= given.rounds ? 1 : 0 });
    move(`head-${k}`, { x });
    move(`success-${k}`, { x }, k ? decimals(given[`p_${k}`], 3) : "");
    move(`cost-${k}`, { x }, pairsWords(given[`pairs_${k}`]));
  }
}

function moveBracket(move, given, { levels }) {
  const { rounds } = given;
  for (let level = 0; level <= levels; level += 1) {
    move(`level-${level}`, { opacity: level <= rounds ? 1 : 0 });
    move(`level-name-${level}`, {}, rounds > level ? `round ${rounds - level}` : "raw");
    move(`need-${level}`, {}, pairsWords(given[`need_${level}`]));
  }
  move("more", { opacity: rounds > levels ? 1 : 0 });
  move("raw-many", {}, String(2 ** rounds));
  move("raw-need", {}, pairsWords(given[`pairs_${rounds}`]));
}

function curveOf(given, prefix, { plot, bars }) {
  const along = (k) => plot.left + ((plot.right - plot.left) * k) / bars.most;
  const points = [];
  let before = 0;
  for (let k = 0; k <= bars.most; k += 1) {
    const power = deep(given[`${prefix}_errs_${k}`]);
    if (power < plot.lowest) {
      if (k) {
        points.push([along(k - 1 + (plot.lowest - before) / (power - before)), plot.bottom]);
      }
      break;
    }
    points.push([along(k), depth(power, plot)]);
    before = power;
  }
  if (!points.length) points.push([plot.left, plot.bottom]);
  return `M${points.map((point) => point.map(number).join(" ")).join("L")}`;
}

function movePlot(move, given, place) {
  place.protocols.forEach((protocol, row) => {
    move(`curve-${NAMES[row]}`, {
      d: curveOf(given, NAMES[row], place), "stroke-width": protocol === given.protocol ? 3 : 1.5,
    });
    costCells(given, NAMES[row]).forEach((cell, column) => move(`cell-${row}-${column}`, {}, cell));
  });
  move("target-line", { y1: given.target_y, y2: given.target_y });
  move("target-words", {}, `target ${aim(given)}`);
  move("aim", {}, `rounds to F = ${aim(given)}`);
  move("fixed-line", { y1: given.fixed_y, y2: given.fixed_y, opacity: given.fixed });
  move("fixed-words", {}, fixedWords(given, place));
  for (let k = 0; k <= place.bars.most; k += 1) {
    move(`dot-${k}`, {
      cy: given[`dot_y_${k}`], r: k === given.rounds ? 6 : 3.5, opacity: given[`dot_${k}`],
    });
  }
  const { top, step } = place.costs;
  move("chosen", { y: top + step * place.protocols.indexOf(given.protocol) - 16 });
}

// The same errors, as likely as a fidelity leaves room for; alike where there are none yet.
function withFidelity([, ...errors], f) {
  const all = errors[0] + errors[1] + errors[2];
  return all > 1e-9 ? [f, ...errors.map((one) => (one * (1 - f)) / all)] : werner(f);
}

function ofKind([f], kind) {
  return kind ? [f, ...[1, 2, 3].map((i) => (i === kind ? 1 - f : 0))] : werner(f);
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "purify");
  const place = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  controls.classList.add("qinet-compact");
  const protocols = buttons(controls, "Protocol", place.protocols.map((protocol) => [
    place.titles[protocol], () => kept.set({ protocol }),
  ]));
  const kinds = buttons(controls, "Errors", ["alike", "all Ψ−", "all Ψ+", "all Φ−"].map(
    (name, kind) => [name, () => kept.set({ pair: ofKind(kept.state.pair, kind) })],
  ));
  const showRounds = slider(controls, {
    label: "Rounds shown", min: 0, max: place.bars.most, words: () => String(kept.state.rounds),
    onInput: (rounds) => kept.set({ rounds }),
  });
  const showFidelity = slider(controls, {
    label: "F of the raw pairs", min: 25, max: 99, words: () => decimals(kept.state.pair[0]),
    onInput: (value) => kept.set({ pair: withFidelity(kept.state.pair, value / 100) }),
  });
  const showError = slider(controls, {
    label: "Gate error, each CNOT (as in Aer)", min: 0, max: 100,
    words: () => `${decimals(100 * kept.state.gate_error, 1)} %`,
    onInput: (value) => kept.set({ gate_error: value / 1000 }),
  });
  const show = (state) => {
    const given = compute({ ...state, ...place });
    move("result", {}, resultWords(given, place));
    move("heading", {}, place.headings[state.protocol]);
    move("change", {}, changeWords(given, place));
    moveBars(move, given, place);
    moveBracket(move, given, place);
    movePlot(move, given, place);
    protocols.forEach((one, row) => {
      one.setAttribute("aria-pressed", place.protocols[row] === state.protocol);
    });
    kinds.forEach((one, kind) => {
      one.setAttribute("aria-pressed", apart(ofKind(state.pair, kind), state.pair) < 1e-9);
    });
    showRounds(state.rounds);
    showFidelity(Math.round(100 * state.pair[0]));
    showError(Math.round(1000 * state.gate_error));
    say(words(given, place));
  };
  kept = keeper(model, ["pair", "protocol", "rounds", "gate_error", "target"], show);
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
