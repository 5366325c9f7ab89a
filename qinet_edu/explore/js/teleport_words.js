// What is said of teleportation, step by step, in the words of qinet_edu/draw/teleportation_words.py.

const LOST_AT = 0.5;

const bitOf = (given, gate) => (gate === "x" ? given.m_alice : given.m_message);
const lostGates = (given) => ["z", "x"].filter((gate) => given[`drop_${gate}`]);

function isLost({ step, progress, ...given }, gate) {
  return given[`drop_${gate}`] && (step > 3 || (step === 3 && progress >= LOST_AT));
}

const goneBits = (given) => lostGates(given).filter((gate) => isLost(given, gate)).length;

function heading(given) {
  const losses = lostGates(given).length;
  const titles = [
    "a pair is shared", "a message comes to Alice", "Alice measures both of hers",
    [
      "two bits are on their way", "one bit is lost, one on its way", "both bits are lost",
    ][goneBits(given)],
    losses === 2 ? "nothing arrives" : "what arrives tells Bob what to do",
    ["Bob has done it", "Bob has done what he could", "Bob has done nothing"][losses],
  ];
  return `Step ${given.step} of 5: ${titles[given.step]}`;
}

function order(given, gate) {
  if (given[`drop_${gate}`]) return "its bit is lost, leave it out";
  return bitOf(given, gate) ? "its bit is 1, apply it" : "its bit is 0, leave it out";
}

const clockTimes = (given) => (
  [given.time_ms, given.delay_ms].map((ms) => timeWords(ms / 1000))
);

function underWay(given) {
  const [time, delay] = clockTimes(given);
  const flight = [
    `The bits have travelled for ${time} of ${delay}.`,
    `The bit for ${lostGates(given).join("").slice(0, 1).toUpperCase()} is lost, the other ` +
      `${time} of ${delay} on its way.`,
    `Both bits are lost; ${time} of ${delay} have passed.`,
  ][goneBits(given)];
  return [
    `${flight} ${given.judged ? "Bob’s qubit waits, and decays." : "Bob’s qubit waits."}`,
    "The ring, what he can know, is the average of all that is possible for him: the middle.",
  ];
}

function arrived(given) {
  const losses = lostGates(given).length;
  const told = ["z", "x"].map((gate) => `${gate.toUpperCase()}: ${order(given, gate)}.`).join(" ");
  if (!losses) return [told, "Now Bob knows which of the four states he holds."];
  return [
    losses === 2 ? "Neither bit arrives: leave out Z, leave out X." : told,
    "So Bob does not know which state he holds: the ring is the average of those possible.",
  ];
}

function done(given) {
  const lost = lostGates(given);
  if (!lost.length) {
    const cost = `, but for what it lost in ${clockTimes(given)[1]} of waiting`;
    return [
      `Bob’s qubit is the message again${given.judged ? cost : ""}.`,
      "Nobody has learnt it, and nothing of it is left with Alice.",
    ];
  }
  const missing = lost.filter((gate) => bitOf(given, gate));
  const bits = lost.length === 2
    ? `The lost bits were ${bitOf(given, "z")} for Z and ${bitOf(given, "x")} for X`
    : `The lost bit was ${bitOf(given, lost[0])}`;
  const harm = {
    "": ", so nothing is missing: luck.", z: ": a Z is missing.", x: ": an X is missing.",
    zx: ": a Z and an X are missing.",
  }[missing.join("")];
  const countOn = given.judged ? "The ring and the average below are" : "The ring is";
  return [`${bits}${harm} Bob cannot know.`, `${countOn} what he can count on.`];
}

function stepWords(given) {
  const { step, m_message: m, m_alice: a } = given;
  if (step === 0) {
    return [
      "Alice and Bob each hold one half of a pair Φ+. On its own each half is random:",
      "Bob’s arrow is a point in the middle, for himself and for everybody else.",
    ];
  }
  if (step === 1) {
    return [
      "Alice gets the message, a qubit. She need not know its state, and she cannot copy it.",
      "Nothing has happened to Bob’s half.",
    ];
  }
  if (step === 2) {
    const gates = [...(m ? "Z" : ""), ...(a ? "X" : "")].join(" and then by ");
    const turned = gates ? `, turned by ${gates}` : " already";
    return [
      "She measures the message and her half together; both are gone. " +
        `She finds two bits: ${m}, ${a}.`,
      `Bob’s qubit now is the message${turned}, but nobody without the bits can tell.`,
    ];
  }
  return [underWay, arrived, done][step - 3](given);
}

function words(given) {
  const [first, second] = stepWords(given);
  const lost = lostGates(given).map((gate) => gate.toUpperCase());
  const loss = lost.length ? `The bit for ${lost.join(" and that for ")} is lost on the way. ` : "";
  const [message, bob, known] = ["message", "bob", "known"].map((name) => (
    `(${["x", "y", "z"].map((axis) => decimals(given[`${name}_${axis}`])).join(", ")})`
  ));
  const told = (
    `Teleportation over ${number(given.length_km)} km of fibre. ${heading(given)}. ` +
    `${first} ${second} The message: θ = ${wholeDegrees(given.theta)}, ` +
    `φ = ${wholeDegrees(given.phi)}, arrow ${message}. Alice’s bits: ` +
    `${given.m_message} for Z, ${given.m_alice} for X. ${loss}` +
    `Bob’s arrow ${bob}; what he knows of it ${known}. ` +
    `Clock ${clockTimes(given).join(" of ")}`
  );
  if (!given.judged) return `${told}.`;
  return (
    `${told}, T2 = ${number(given.t2_ms)} ms. ` +
    `Fidelity of this run now ${decimals(given.fidelity, 3)}, ` +
    `average at the end ${decimals(given.average, 3)}; without a pair at most 0.667.`
  );
}
