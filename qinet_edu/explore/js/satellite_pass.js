// explore.satellite_pass: move through a pass, and choose the orbit and the telescope.

const timeX = (time, horizon, { left, right }) => (
  (right + left) / 2 + (((right - left) / 2) * time) / horizon
);
const elevationY = (degrees, { high_top: top, high_bottom: bottom }) => (
  bottom - ((bottom - top) * degrees) / 90
);
const rateY = (rate, best, { rate_top: top, rate_bottom: bottom }) => (
  bottom - (bottom - top) * (best > 0 ? rate / best : 0)
);

// Along its track and over the horizon, and pixels per km.
function position(time, horizon, setting) {
  const [now, top, edge] = [time, 0, horizon].map((one) => {
    const { elevation, distance } = stands(one, setting);
    return { flat: distance * Math.cos(elevation), up: distance * Math.sin(elevation) };
  });
  const along = (one) => Math.sqrt(Math.max(one.flat ** 2 - top.flat ** 2, 0));
  return {
    along: (time < 0 ? -1 : 1) * along(now), up: now.up,
    scale: setting.scene.reach / along(edge),
  };
}

export function compute({ progress, altitude_km, culmination_rad, receiver_m, ...place }) {
  const setting = { altitude_km, culmination_rad, receiver_m, ...place };
  const { scene } = place;
  const [horizon, end] = [lasts(0, setting), lasts(place.lowest_rad, setting)];
  const time = (2 * progress - 1) * horizon;
  const now = momentOf(time, setting);
  const best = momentOf(0, setting).kbit_s;
  const seen = Math.abs(time) <= end ? 1 : 0;
  const { along, up, scale } = position(time, horizon, setting);
  const rate = seen * now.kbit_s;
  const elevation = now.elevation / DEGREE;
  return {
    progress, altitude_km, culmination_deg: culmination_rad / DEGREE, receiver_m,
    time_s: time, horizon_s: horizon, end_s: end, seen,
    elevation_deg: elevation, distance_km: now.distance,
    loss_db: seen * -10 * Math.log10(now.share), rate_kbit_s: rate, best_kbit_s: best,
    fibre_db: place.fibre_db_per_km * now.distance,
    so_far_mbit: keyMbit(-end, Math.min(time, end), setting),
    key_mbit: keyMbit(-end, end, setting),
    satellite_x: scene.middle + scale * along, satellite_y: scene.base - scale * up,
    now_x: timeX(time, horizon, scene), elevation_y: elevationY(elevation, scene),
    rate_y: rateY(rate, best, scene),
  };
}

const outline = (points, closed = false) => (
  `M${points.map(([x, y]) => `${number(x)} ${number(y)}`).join("L")}${closed ? "Z" : ""}`
);

function groundPoints(scale, { middle, base, half, deep }, radius_km) {
  const radius = radius_km * scale;
  const points = [];
  for (let step = -half; step <= half; step += 8) {
    const sinks = radius - Math.sqrt(Math.max(radius ** 2 - step ** 2, 0));
    points.push([middle + step, base + Math.min(deep, sinks)]);
  }
  return [...points, [middle + half, base + deep], [middle - half, base + deep]];
}

function curvesOf({ progress, ...setting }) {
  const { scene, steps: count } = setting;
  const [horizon, end] = [lasts(0, setting), lasts(setting.lowest_rad, setting)];
  const steps = Array.from({ length: count + 1 }, (_, k) => (2 * k) / count - 1);
  const track = steps.map((step) => position(horizon * step, horizon, setting));
  const { scale } = track[0];
  const best = momentOf(0, setting).kbit_s;
  const now = Math.min((2 * progress - 1) * horizon, end);
  const rates = (last) => steps.map((step) => {
    const time = -end + ((last + end) * (step + 1)) / 2;
    return [timeX(time, horizon, scene), rateY(momentOf(time, setting).kbit_s, best, scene)];
  });
  const feet = (last) => [last, -end].map((time) => (
    [timeX(time, horizon, scene), scene.rate_bottom]
  ));
  return {
    track: outline(track.map(({ along, up }) => (
      [scene.middle + scale * along, scene.base - scale * up]
    ))),
    ground: outline(groundPoints(scale, scene, setting.earth.radius_km), true),
    high: outline(steps.map((step) => [
      timeX(horizon * step, horizon, scene),
      elevationY(stands(horizon * step, setting).elevation / DEGREE, scene),
    ])),
    rate: outline([...rates(end), ...feet(end)], true),
    "so-far": now > -end ? outline([...rates(now), ...feet(now)], true) : "",
  };
}

const mbit = (value) => (
  value >= 1 ? `${decimals(value)} Mbit` : `${decimals(1e3 * value, 0)} kbit`
);

function passWords(given) {
  const high = `${decimals(given.elevation_deg, 0)}° high, ${decimals(given.distance_km, 0)} km`;
  const first = given.seen
    ? `It stands ${high} away: ${decimals(given.loss_db, 0)} dB are lost, a fibre as long loses ` +
      `${decimals(given.fibre_db, 0)} dB.`
    : `It stands ${high} away: too low to follow, from 10° on it sends.`;
  if (given.key_mbit <= 0) {
    return [first, "So little of the light arrives that this pass leaves no key."];
  }
  const minutes = decimals((2 * given.end_s) / 60, 1);
  return [first, `${minutes} minutes above 10° leave ${mbit(given.key_mbit)} of key in all.`];
}

function told(given) {
  return [
    `${decimals(given.elevation_deg, 0)}°`,
    `${decimals(given.distance_km, 0)} km`,
    given.seen ? `${decimals(given.loss_db, 1)} dB` : "–",
    `${decimals(given.rate_kbit_s, 1)} kbit/s`,
    mbit(given.so_far_mbit),
  ];
}

function words(given, lines) {
  return (
    `A satellite at ${decimals(given.altitude_km, 0)} km passes, ` +
    `${decimals(given.culmination_deg, 0)}° at its highest, over a telescope of ` +
    `${decimals(given.receiver_m, 1)} m; ${decimals(Math.abs(given.time_s), 0)} s ` +
    `${given.time_s < 0 ? "before" : "after"} that. ${lines[0]} Key rate now ` +
    `${decimals(given.rate_kbit_s, 1)} kbit/s, at its best ` +
    `${decimals(given.best_kbit_s, 1)}; key so far ${mbit(given.so_far_mbit)}. ${lines[1]}`
  );
}

function movePass(move, given, curves) {
  for (const [part, path] of Object.entries(curves)) move(part, { d: path });
  const [x, y] = [given.satellite_x, given.satellite_y];
  move("satellite", { transform: `translate(${number(x)} ${number(y)})` });
  move("beam", { x2: x, y2: y, opacity: given.seen });
  for (const part of ["now-0", "now-1"]) move(part, { x1: given.now_x, x2: given.now_x });
  move("now-high", { cx: given.now_x, cy: given.elevation_y });
  move("now-rate", { cx: given.now_x, cy: given.rate_y });
  move("best", {}, decimals(given.best_kbit_s, 1));
  const horizon = decimals(given.horizon_s, 0);
  move("start", {}, `−${horizon} s`);
  move("end", {}, `${horizon} s`);
  told(given).forEach((text, k) => move(`is-${k}`, {}, text));
}

const LASTS_MS = 6000;

function render({ model, el }) {
  const { figure, controls, say, stop } = frame(model, el, "satellite_pass");
  const place = model.get("_geometry");
  const move = mover(figure);
  let kept = null;
  const flying = flight(LASTS_MS, (progress) => kept.set({ progress }));
  const set = (changes) => {
    flying.stop();
    kept.set(changes);
  };
  const showProgress = slider(controls, {
    label: "Moment of the pass", min: 0, max: 100,
    words: () => `${decimals(100 * kept.state.progress, 0)} % of the way`,
    onInput: (value) => set({ progress: value / 100 }),
  });
  const showAltitude = slider(controls, {
    label: "Height of the orbit", min: 300, max: 2000, step: 50,
    words: () => `${decimals(kept.state.altitude_km, 0)} km`,
    onInput: (value) => set({ altitude_km: value }),
  });
  const showTop = slider(controls, {
    label: "Culmination", min: 15, max: 90,
    words: () => `${decimals(kept.state.culmination_rad / DEGREE, 0)}° over the horizon`,
    onInput: (value) => set({ culmination_rad: value * DEGREE }),
  });
  const showMirror = slider(controls, {
    label: "Mirror on the ground", min: 1, max: 20,
    words: () => `${decimals(kept.state.receiver_m, 1)} m across`,
    onInput: (value) => set({ receiver_m: value / 10 }),
  });
  buttons(controls, "The pass", [["let it fly", flying.start]]);
  const show = (state) => {
    const given = compute({ ...state, ...place });
    const lines = passWords(given);
    lines.forEach((line, row) => move(`words-${row}`, {}, line));
    movePass(move, given, curvesOf({ ...state, ...place }));
    showProgress(Math.round(100 * state.progress));
    showAltitude(state.altitude_km);
    showTop(Math.round(state.culmination_rad / DEGREE));
    showMirror(Math.round(10 * state.receiver_m));
    say(words(given, lines));
  };
  kept = keeper(model, ["progress", "altitude_km", "culmination_rad", "receiver_m"], show);
  show(kept.state);
  return () => {
    flying.stop();
    stop();
    kept.stop();
  };
}

export default { render };
