// explore.toeplitz: shorten a key by what Eve may know, and look at what each row picks.

const entry = (row, column, { key, seed }) => seed[row - column + key.length - 1];
const pickedBy = (row, place) => (
  place.key.map((bit, column) => column).filter((column) => (
    row >= 0 && place.key[column] * entry(row, column, place)
  ))
);

export function compute({ leaked, row, wrong, ...place }) {
  const bits = place.key.length;
  const length = Math.max(0, bits - leaked - place.margin);
  const at = Math.min(row, length - 1);
  const ours = Array.from({ length }, (_, i) => pickedBy(i, place).length % 2);
  const theirs = ours.map((bit, i) => bit ^ (wrong >= 0 ? entry(i, wrong, place) : 0));
  const shift = Math.max(at, 0);
  return {
    leaked, wrong, length, row: at, picked: pickedBy(at, place).length,
    alice: ours.join(""), bob: theirs.join(""),
    differ: ours.filter((bit, i) => bit !== theirs[i]).length,
    strip: length ? bits + length - 1 : 0,
    row_y: place.top + place.row_step * shift - 1,
    window_x: place.strip_left + place.strip_pitch * (bits - place.margin - 1 - shift) - 1,
  };
}

function hashWords({ leaked, length, row, wrong, picked, differ, strip }, { key, margin }) {
  if (!length) {
    return [
      `Eve may know ${leaked} of ${key.length} bits: with a margin of ${margin} no bit is left.`,
      "There is no key, and no matrix makes one.",
      "No hash turns what Eve knows into what she does not.",
    ];
  }
  const odd = picked % 2;
  return [
    `Eve may know ${leaked} of ${key.length} bits, ${margin} more are the margin: ${length} ` +
      `bit${length > 1 ? "s are" : " is"} left.`,
    wrong >= 0
      ? `Bob’s bit ${wrong} is wrong: ${differ} of ${length} new bits differ. ` +
        "So keys are compared before."
      : `Row ${row} picks ${picked} one${picked === 1 ? "" : "s"} of the key, an ` +
        `${odd ? "odd" : "even"} number: new bit ${row} is ${odd}.`,
    `${strip} public random bits make all ${key.length} × ${length} entries; the frame is ` +
      `row ${row}.`,
  ];
}

function words(given, lines, { key }) {
  return (
    `A key of ${key.length} bits, ${key.join("")}, times a Toeplitz matrix. ${lines.join(" ")} ` +
    `Alice’s new key: ${given.alice || "none"}.`
  );
}

function moveMatrix(move, given, place) {
  const { length, row } = given;
  const rows = place.key.length - place.margin;
  place.key.forEach((_, column) => {
    move(`wrong-${column}`, { opacity: column === given.wrong ? 1 : 0 });
  });
  for (let index = 0; index < rows; index += 1) {
    const there = index < length;
    move(`row-${index}`, { opacity: there ? 1 : 0 });
    move(`alice-${index}`, {}, there ? given.alice[index] : "");
    move(`bob-${index}`, {}, there ? given.bob[index] : "");
    move(`differ-${index}`, {
      opacity: there && given.alice[index] !== given.bob[index] ? 1 : 0,
    });
  }
  const y = place.top + place.row_step * row + 0.5;
  move("picks", {
    d: pickedBy(row, place).map((column) => (
      `M${number(place.left + place.pitch * column + 2.5)} ${number(y)}h12v12h-12z`
    )).join(""),
  });
  move("look", { y: given.row_y, opacity: length ? 1 : 0 });
}

function moveStrip(move, given, { seed }) {
  seed.forEach((_, index) => {
    move(`strip-${index}`, { opacity: index >= seed.length - given.strip ? 1 : 0.25 });
  });
  move("window", { x: given.window_x, opacity: given.length ? 1 : 0 });
}

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "toeplitz");
  const place = model.get("_geometry");
  const move = mover(figure);
  const bits = place.key.length;
  let kept = null;
  // Of a matrix that has shrunk the last row is shown.
  const shownRow = () => Math.max(0, compute({ ...place, ...kept.state }).row);
  const showLeaked = slider(controls, {
    label: "Known to Eve", min: 0, max: bits,
    words: () => `${kept.state.leaked} of ${bits} bits`,
    onInput: (leaked) => kept.set({ leaked }),
  });
  const showRow = slider(controls, {
    label: "Look at", min: 0, max: bits - place.margin - 1,
    words: () => `row ${shownRow()}`,
    onInput: (row) => kept.set({ row }),
  });
  const showWrong = slider(controls, {
    label: "Wrong in Bob’s key", min: -1, max: bits - 1,
    words: () => (kept.state.wrong < 0 ? "no bit" : `bit ${kept.state.wrong}`),
    onInput: (wrong) => kept.set({ wrong }),
  });
  const show = (state) => {
    const given = compute({ ...place, ...state });
    const lines = hashWords(given, place);
    lines.forEach((line, row) => move(`words-${row}`, {}, line));
    moveMatrix(move, given, place);
    moveStrip(move, given, place);
    showLeaked(state.leaked);
    showRow(shownRow());
    showWrong(state.wrong);
    say(words(given, lines, place));
  };
  kept = keeper(model, ["leaked", "row", "wrong"], show);
  show(kept.state);
  return () => {
    stop();
    kept.stop();
  };
}

export default { render };
