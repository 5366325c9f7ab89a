// The double line that a message is drawn with.
function twin([x0, y0, x1, y1]) {
  const long = Math.hypot(x1 - x0, y1 - y0);
  if (!long) return "";
  const [dx, dy] = [(-2 * (y1 - y0)) / long, (2 * (x1 - x0)) / long];
  return [1, -1].map((s) => (
    `M${number(x0 + s * dx)} ${number(y0 + s * dy)}L${number(x1 + s * dx)} ${number(y1 + s * dy)}`
  )).join("");
}
