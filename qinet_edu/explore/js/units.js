// Quantities as qinet_edu/units.py writes them.

const TIMES = [[1, "s"], [1e-3, "ms"], [1e-6, "µs"], [1e-9, "ns"]];

function threeDigits(value) {
  const size = Math.abs(value);
  let places = 2;
  if (size >= 9.995) places = size >= 99.95 ? 0 : 1;
  while (places < 12 && size > 0 && size < 0.0995 && Math.round(size * 10 ** places) < 100) {
    places += 1;
  }
  let text = value.toFixed(places);
  if (text.includes(".")) text = text.replace(/0+$/, "").replace(/\.$/, "");
  return text === "-0" ? "0" : text.replace("-", "−");
}

function timeWords(seconds) {
  const size = Math.abs(seconds);
  const [unit, name] = TIMES.find(([one]) => size >= 0.9995 * one || size === 0) ?? TIMES.at(-1);
  return `${threeDigits(seconds / unit)} ${name}`;
}

// A count with thin spaces between thousands, as qinet_edu/draw/bars.py writes it.
function grouped(value) {
  return value < 10_000 ? String(value) : String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
