// What the picture of a chain of swaps says, as qinet_edu/draw/joining_words.py says it.

const FRAMES = ["I", "X", "Z", "XZ"];
const CORRECTIONS = ["nothing", "X", "Z", "X and Z"];
const STATES = ["Φ+", "Ψ+", "Φ−", "Ψ−"];
const POOR = 0.5 + 1e-9;

function headingWords({ kind, gate_error: errs }, { headings }) {
  const gates = errs ? ` Gate error ${decimals(100 * errs, 1)} % at each node.` : "";
  return `${headings[kind]}${gates}`;
}

function resultWords(given, { names }) {
  const { links, swapped, pairs, longest_km: longest } = given;
  if (given.whole) {
    return (
      `One pair, ${names[0]} to ${names[links]}, ${decimals(given.length_km, 0)} km: ` +
      `F = ${decimals(given.f_end, 4)}.`
    );
  }
  if (!swapped) {
    return `${links} pairs between neighbours, the longest over ${decimals(longest, 0)} km.`;
  }
  return (
    `${swapped} of ${links - 1} nodes ${swapped === 1 ? "has" : "have"} swapped: ` +
    `${pairs} pairs left, the longest over ${decimals(longest, 0)} km.`
  );
}

const fidelityWords = (f) => `${decimals(f, 3)}${f > POOR ? "" : " ✕"}`;

const bitWords = (bit) => (bit < 0 ? "·" : String(bit));

const inFrame = (given, node) => given.frame_from < node && node < given.links;

function sumWords(given, bit) {
  if (given.frame_from === given.links - 1) return "–";
  return String(bit === "z" ? given.frame >> 1 : given.frame % 2);
}

function totalWords(given) {
  const f = given.f_end;
  const lost = f > POOR ? "" : ", no longer entangled ✕";
  const frame = given.whole
    ? `frame ${FRAMES[given.frame]}${given.corrected ? ", corrected" : ""}`
    : "frame: the sum of all bits";
  return `in any order F = ${decimals(f, 4)}${lost}; ${frame}`;
}

function frameWords(given) {
  const { frame } = given;
  const read = decimals(given.f_read, 4);
  if (given.corrected) {
    return `Bob has done ${CORRECTIONS[frame]} to his half: F with Φ+ = ${read}.`;
  }
  if (given.frame_from === given.links - 1) {
    return `Bob’s pair is still a link, a Φ+ without a frame: F = ${read}.`;
  }
  if (!frame) return `Bob’s pair is a Φ+, F = ${read}: its bits say that it needs nothing.`;
  return (
    `Bob’s pair is a ${STATES[frame]}: F with Φ+ = ${decimals(given.f_unread, 4)}; ` +
    `after ${CORRECTIONS[frame]} at Bob’s, ${read}.`
  );
}

function messageWords(given) {
  const [told, stepwise] = [timeWords(given.told_s), timeWords(given.stepwise_s)];
  if (!given.swapped) {
    return "No bits are under way. A node may swap at any time: it waits for no other.";
  }
  if (!given.whole) {
    return `Bits need up to ${told} to the right ends; if each step waits for them, ${stepwise}.`;
  }
  return `If no node waits, Bob has all bits in ${told}; if each step waits for bits, ${stepwise}.`;
}

function stepWords(given, { names }, k) {
  const [found, left] = [[], []];
  for (let i = 0; i < given.links; i += 1) {
    if (i && given[`step_${i}`] === k) {
      found.push(`${names[i]} finds ${given[`z_${i}`]}${given[`x_${i}`]}`);
    }
    if (given[`new_${k}_${i}`]) {
      left.push(
        `${names[i]} to ${names[given[`to_${k}_${i}`]]} ${fidelityWords(given[`f_${k}_${i}`])} ` +
        `with frame ${FRAMES[given[`frame_${k}_${i}`]]}`,
      );
    }
  }
  return ` Step ${k}: ${found.join(", ")}; ${left.join(", ")}.`;
}

function words(given, place) {
  const { links } = given;
  const raw = Array.from({ length: links }, (_, i) => fidelityWords(given[`f_0_${i}`]));
  let told = "";
  for (let k = 1; k <= given.steps; k += 1) told += stepWords(given, place, k);
  return (
    `Chain of ${links} pairs from ${place.names[0]} (Alice) to ${place.names[links]} (Bob), ` +
    `fidelities ${raw.join(", ")}. ${headingWords(given, place)} ${resultWords(given, place)}` +
    `${told} Joined ${totalWords(given)}. ${frameWords(given)} ${messageWords(given)}`
  );
}
