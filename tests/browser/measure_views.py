"""How fast the views of the lessons answer in JupyterLab; `benchmarks/views.py` runs it."""

import statistics

import pytest

from qinet_edu.course.work import sources

# Lesson, then cell: what it shows, what a key is pressed on, the limit in milliseconds.
CELLS = {
    "01": {
        "bit-vs-qubit": ("bit and qubit, model in the browser", "range", 16),
        "bloch": ("Bloch sphere, model in the browser", "range", 16),
        "fringe": ("fringe, model in the browser", "range", 16),
        "shot-noise": ("shot noise, model in the kernel", "range", 60),
    },
    "02": {
        "chsh": ("two analysers", "range", 16),
        "ghz-table": ("table nobody can fill", "button", 16),
    },
    "03": {
        "cloner": ("cloner", "range", 16),
        "ball": ("Bloch ball", "range", 16),
        "waiting": ("pair that waits", "last range", 16),
    },
    "04": {
        "stepper-far": ("teleportation, bits in flight", "range", 16),
        "map": ("map of the network", "select", 16),
    },
    "05": {
        "bb84": ("BB84, Eve's share", "range", 16),
    },
    "06": {
        "toeplitz-view": ("Toeplitz strip", "range", 16),
        "ledger": ("account of secrecy", "range", 16),
    },
    "07": {
        "key-rate": ("key rate and distance", "range", 16),
        "compromised": ("nodes to be trusted", "select", 16),
        "pass": ("satellite's pass", "range", 16),
    },
    "08": {
        "pair-source": ("source in the middle", "range", 16),
        "bright": ("bright state", "range", 16),
        "attempts": ("attempts, their link's length", "range", 16),
    },
    "09": {
        "timeline": ("chain in time", "range", 16),
        "lounge": ("waiting room, cut-off", "range", 16),
    },
    "10": {
        "purify": ("purification, rounds", "range", 16),
    },
    "11": {
        "backbone-view": ("chain to be joined", "last range", 16),
        "rates": ("repeaters and distance", "range", 16),
    },
}
# Two keys that undo each other, for each kind of control.
BACK_AND_FORTH = {
    "range": ("ArrowRight", "ArrowLeft"),
    "last range": ("ArrowRight", "ArrowLeft"),
    "select": ("ArrowDown", "ArrowUp"),
    "button": ("Enter", "Enter"),
}
CONTROL = {
    "range": "input[type=range] >> nth=0",
    "last range": "input[type=range] >> nth=-1",  # the first stands at its end
    "select": "select",
    "button": "button >> nth=0",
}
KEYS = 25
WATCH = """element => {
    // From a key going down to the last change of the figure it causes.
    const seen = window.seen = {keys: [], changes: []};
    const holds = node => node.matches?.('svg') || node.querySelector?.('svg');
    const inFigure = record =>
        record.target.closest?.('svg') || [...record.addedNodes].some(holds);
    new MutationObserver(records => {
        if (records.some(inFigure)) seen.changes.push(performance.now());
    }).observe(element, {subtree: true, childList: true, attributes: true});
    element.addEventListener('keydown', () => seen.keys.push(performance.now()), true);
}"""
STEP = """() => {
    const [key] = seen.keys, change = seen.changes[0];
    if (change === undefined) return null;
    seen.keys = []; seen.changes = [];
    return change - key;
}"""


@pytest.mark.parametrize("number", CELLS)
def test_measure(lab, number):
    lesson = next(name for name in sources() if name.split("/")[-1].startswith(f"{number}-"))
    lab.open(f"lab/tree/{lesson}?reset")
    lab.run_all()
    page = lab.page
    print("\nmilliseconds from a key to the changed figure; 25 keys without a pause:")
    print(f"{'view':40} {'median':>7} {'p95':>7} {'limit':>6} {'typed in':>9} {'settled':>8}")
    for cell, (name, kind, limit) in CELLS[number].items():
        view = lab.view(cell)
        view.evaluate(WATCH)
        view.locator(CONTROL[kind]).focus()
        keys = BACK_AND_FORTH[kind]
        steps = []
        for turn in range(KEYS):
            page.keyboard.press(keys[turn % 2])
            steps.append(page.wait_for_function(STEP, timeout=5000).json_value())
            page.wait_for_timeout(80)
        page.evaluate("() => { seen.keys = []; seen.changes = []; }")
        for turn in range(KEYS):
            page.keyboard.press(keys[turn % 2])
        page.wait_for_timeout(1500)
        typed, settled = page.evaluate(
            "() => [seen.keys.at(-1), seen.changes.at(-1)].map(moment => moment - seen.keys[0])"
        )
        steps.sort()
        median, p95 = statistics.median(steps), steps[int(0.95 * (len(steps) - 1))]
        print(f"{name:40} {median:7.1f} {p95:7.1f} {limit:6} {typed:9.0f} {settled:8.0f}")
