// What becomes of the whole Bloch ball: the same shape as qinet_edu/draw/ellipsoid.py.

const NAMED = {
  zero: [0, 0, 1], one: [0, 0, -1], plus: [1, 0, 0], minus: [-1, 0, 0],
  plus_i: [0, 1, 0], minus_i: [0, -1, 0],
};
const LEAST = 0.5;
const [EQUATOR_ACROSS, EQUATOR_AHEAD] = [[-SA, CA, 0], [CA, SA, 0]];

const imageOf = ({ width, height, lift }) => ([x, y, z]) => [
  width * x, width * y, lift + height * z,
];
const pairFidelity = ({ width, height }) => (1 + 2 * width + height) / 4;
const averageFidelity = (pair) => (2 * pair + 1) / 3;

function rim(view, { width, height, lift }) {
  const [x, y] = project(view, [0, 0, lift]);
  return {
    rim_x: x, rim_y: y,
    rim_rx: view.radius * width, rim_ry: view.radius * Math.hypot(width * SE, height * CE),
  };
}

function ring(view, image, across, up, start) {
  const points = [];
  for (let k = 0; k <= 2 * SEGMENTS; k += 1) {
    const angle = start + (Math.PI * k) / (2 * SEGMENTS);
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const at = [0, 1, 2].map((i) => c * across[i] + s * up[i]);
    points.push(project(view, image(at)).map(number).join(" "));
  }
  return `M${points.join("L")}`;
}

function moveEllipsoid(move, view, shape) {
  const { rim_x: x, rim_y: y, rim_rx: across, rim_ry: up } = rim(view, shape);
  const image = imageOf(shape);
  move("rim", { cx: x, cy: y, rx: Math.max(across, LEAST), ry: Math.max(up, LEAST) });
  const nearest = Math.atan2(VIEWER[2] * shape.width, VIEWER[1] * shape.height);
  const rings = [
    ["equator", EQUATOR_ACROSS, EQUATOR_AHEAD, 0],
    ["meridian", NAMED.plus_i, NAMED.zero, nearest - Math.PI / 2],
  ];
  for (const [name, first, second, start] of rings) {
    move(`${name}-near`, { d: ring(view, image, first, second, start) });
    move(`${name}-far`, { d: ring(view, image, first, second, start + Math.PI) });
  }
}
