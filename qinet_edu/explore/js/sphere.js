// The Bloch sphere: the same projection as qinet_edu/draw/geometry.py.

const AZIMUTH = Math.PI / 6;
const ELEVATION = Math.PI / 10;
const [SA, CA, SE, CE] = [
  Math.sin(AZIMUTH), Math.cos(AZIMUTH), Math.sin(ELEVATION), Math.cos(ELEVATION),
];
const RIGHT = [-SA, CA, 0];
const UP = [-SE * CA, -SE * SA, CE];
const VIEWER = [CE * CA, CE * SA, SE];
const SEGMENTS = 24;
const RISE = 5;

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function vector(theta, phi, length = 1) {
  return [
    length * Math.sin(theta) * Math.cos(phi),
    length * Math.sin(theta) * Math.sin(phi),
    length * Math.cos(theta),
  ];
}

function project(view, point) {
  return [view.cx + view.radius * dot(point, RIGHT), view.cy - view.radius * dot(point, UP)];
}

function blochNumbers({ theta, phi, cx, cy, radius }) {
  const [x, y, z] = vector(theta, phi);
  const [tipX, tipY] = project({ cx, cy, radius }, [x, y, z]);
  return {
    theta, phi, x, y, z,
    p0: Math.cos(theta / 2) ** 2, p1: Math.sin(theta / 2) ** 2,
    x0: (1 + x) / 2, x1: (1 - x) / 2,
    y0: (1 + y) / 2, y1: (1 - y) / 2,
    tip_x: tipX, tip_y: tipY, depth: dot([x, y, z], VIEWER),
  };
}

function amplitudes(theta) {
  return [Math.cos(theta / 2), Math.sin(theta / 2)].map((amplitude) => decimals(amplitude));
}

function stateWords(theta, phi) {
  const [zero, one] = amplitudes(theta);
  const turn = wholeDegrees(phi);
  const turned = turn === "0°" ? "" : `, the second amplitude turned by ${turn}`;
  return `${zero} |0⟩ + ${one} |1⟩${turned}`;
}

// The formula in three pieces: before the power, the power, and the ket back on its line.
function moveState(move, { theta, phi }) {
  const [zero, one] = amplitudes(theta);
  const turn = wholeDegrees(phi);
  const turned = turn !== "0°";
  const power = turn.startsWith("−") ? `−i·${turn.slice(1)}` : `i·${turn}`;
  move("state", {}, `${zero} |0⟩ + ${one}${turned ? " e" : ""}`);
  move("phase", {}, turned ? power : "");
  move("ket", { dy: turned ? RISE : 0 });
}

function readingWords(theta) {
  const [zero, one] = [Math.cos(theta / 2) ** 2, Math.sin(theta / 2) ** 2].map((p) => decimals(p));
  return `Reading it gives 0 with probability ${zero}, 1 with ${one}.`;
}

function arc(view, at) {
  const points = [];
  for (let k = 0; k <= SEGMENTS; k += 1) {
    points.push(project(view, at(k / SEGMENTS)).map(number).join(" "));
  }
  return `M${points.join("L")}`;
}

// A tip that lies in the page but for a rounding error is not behind it.
const behind = (tip) => dot(tip, VIEWER) < -1e-9;

// An arrow of any length with its shadow; other arrows than the first carry a prefix.
function movePointer(move, view, tip, prefix = "") {
  const [x, y] = project(view, tip);
  const [sx, sy] = project(view, [tip[0], tip[1], 0]);
  const far = behind(tip);
  move(`${prefix}shadow`, { x2: sx, y2: sy });
  move(`${prefix}drop`, { x1: sx, y1: sy, x2: x, y2: y });
  move(`${prefix}shaft`, { x2: x, y2: y, "stroke-dasharray": far ? "7 4" : "none" });
  move(`${prefix}tip`, { cx: x, cy: y, "fill-opacity": far ? 0.15 : 1 });
}

function moveArrow(move, view, { theta, phi }) {
  movePointer(move, view, vector(theta, phi));
  move("theta-arc", { d: arc(view, (share) => vector(theta * share, phi, 0.42)) });
  move("phi-arc", { d: arc(view, (share) => vector(Math.PI / 2, phi * share, 0.34)) });
  const [tx, ty] = project(view, vector(theta / 2, phi, 0.56));
  const [px, py] = project(view, vector(Math.PI / 2, phi / 2, 0.5));
  move("theta-name", { x: tx, y: ty + 5, opacity: Math.abs(theta) > 0.3 ? 1 : 0 });
  move("phi-name", { x: px, y: py + 5, opacity: Math.abs(phi) > 0.3 ? 1 : 0 });
}

// The arrow follows the pointer on the side it is on; pulled over the rim it changes sides.
function dragSphere(figure, view, read, onTurn) {
  const svg = figure.querySelector("svg");
  let side = 1;
  let outside = false;
  const follow = ({ x, y }, first) => {
    let [right, up] = [(x - view.cx) / view.radius, (view.cy - y) / view.radius];
    const reach = Math.hypot(right, up);
    if (first) {
      const { theta, phi } = read();
      const [tipX, tipY] = project(view, vector(theta, phi));
      const grabbed = Math.hypot(x - tipX, y - tipY) < 16;
      side = grabbed && behind(vector(theta, phi)) ? -1 : 1;
      outside = false;
    }
    if (reach > 1) {
      outside = true;
      right /= reach;
      up /= reach;
    } else if (outside) {
      outside = false;
      side = -side;
    }
    const ahead = side * Math.sqrt(Math.max(0, 1 - right * right - up * up));
    const point = [0, 1, 2].map((i) => right * RIGHT[i] + up * UP[i] + ahead * VIEWER[i]);
    const theta = Math.acos(Math.max(-1, Math.min(1, point[2])));
    const turn = Math.atan2(point[1], point[0]);
    const phi = Math.hypot(point[0], point[1]) > 1e-9 ? (turn + 2 * Math.PI) % (2 * Math.PI) : 0;
    onTurn({ theta, phi });
  };
  for (const part of ["ball", "arrow"]) {
    const piece = svg.querySelector(`[data-part="${part}"]`);
    piece.classList.add("qinet-grab");
    drag(piece, svg, follow);
  }
}

const STATES = [
  ["|0⟩", 0, 0], ["|1⟩", Math.PI, 0], ["|+⟩", Math.PI / 2, 0], ["|−⟩", Math.PI / 2, Math.PI],
  ["|+i⟩", Math.PI / 2, Math.PI / 2], ["|−i⟩", Math.PI / 2, 1.5 * Math.PI],
];

// The two angles and the six named states, the same for every sphere.
function sphereControls(controls, kept) {
  const showTheta = slider(controls, {
    label: "θ, down from |0⟩", min: 0, max: 180, words: () => angleWords(kept().state.theta),
    onInput: (value) => kept().set({ theta: value * DEGREE }),
  });
  const showPhi = slider(controls, {
    label: "φ, around the axis", min: 0, max: 360, words: () => angleWords(kept().state.phi),
    onInput: (value) => kept().set({ phi: value * DEGREE }),
  });
  buttons(controls, "Set to", STATES.map(([name, theta, phi]) => [
    name, () => kept().set({ theta, phi }),
  ]));
  return ({ theta, phi }) => {
    showTheta(theta / DEGREE);
    showPhi(phi / DEGREE);
  };
}
