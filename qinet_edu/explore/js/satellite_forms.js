// The closed forms behind explore.satellite_pass, as qinet_edu/theory/satellites.py has them.

function stands(time, { altitude_km: altitude, culmination_rad: top, earth }) {
  const { radius_km: radius, gm_km3_s2: gm } = earth;
  const orbit = radius + altitude;
  const nearest = Math.acos(Math.max(-1, Math.min(1, (radius * Math.cos(top)) / orbit))) - top;
  const turned = Math.sqrt(gm / orbit ** 3) * time;
  const across = Math.cos(nearest) * Math.cos(turned);
  const up = orbit * across - radius;
  const aside = orbit * Math.sqrt(Math.max(1 - across ** 2, 0));
  return { elevation: Math.atan2(up, aside), distance: Math.hypot(up, aside) };
}

// Elevation, distance, transmittance and key rate at a time after culmination.
function momentOf(time, setting) {
  const { elevation, distance } = stands(time, setting);
  const { light, pulses, receiver_m: mirror } = setting;
  const caught = Math.min(1, (mirror / (light.divergence_rad * distance * 1000)) ** 2);
  const air = light.zenith_loss_db / Math.sin(Math.max(elevation, 1e-3));
  const share = caught * 10 ** (-(air + light.fixed_loss_db) / 10);
  const rate = decoyRate(pulses.mu, share * pulses.efficiency, pulses);
  return { elevation, distance, share, kbit_s: (rate * pulses.rate_hz) / 1e3 };
}

// How many seconds after its culmination a satellite sinks to an elevation.
function lasts(lowest, setting) {
  return root((time) => stands(time, setting).elevation - lowest, 3000);
}

function keyMbit(start, end, setting) {
  if (end <= start) return 0;
  const step = (end - start) / setting.steps;
  let sum = 0;
  for (let k = 0; k <= setting.steps; k += 1) {
    const weight = k === 0 || k === setting.steps ? 0.5 : 1;
    sum += weight * momentOf(start + k * step, setting).kbit_s;
  }
  return (sum * step) / 1e3;
}
