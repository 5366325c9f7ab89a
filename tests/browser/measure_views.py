"""How fast the views of the first lesson answer in JupyterLab; `benchmarks/views.py` runs it."""

import statistics

from qinet_edu.course.work import sources

CELLS = {
    "bit-vs-qubit": ("bit and qubit, model in the browser", 16),
    "bloch": ("Bloch sphere, model in the browser", 16),
    "fringe": ("fringe, model in the browser", 16),
    "shot-noise": ("shot noise, model in the kernel", 60),
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


def test_measure(lab):
    lab.open(f"lab/tree/{next(iter(sources()))}?reset")
    lab.run_all()
    page = lab.page
    print("\nmilliseconds from a key to the changed figure; 25 keys without a pause:")
    print(f"{'view':40} {'median':>7} {'p95':>7} {'limit':>6} {'typed in':>9} {'settled':>8}")
    for cell, (name, limit) in CELLS.items():
        view = lab.view(cell)
        view.evaluate(WATCH)
        view.locator("input[type=range]").first.focus()
        steps = []
        for key in range(KEYS):
            page.keyboard.press("ArrowLeft" if key % 2 else "ArrowRight")
            steps.append(page.wait_for_function(STEP, timeout=5000).json_value())
            page.wait_for_timeout(80)
        page.evaluate("() => { seen.keys = []; seen.changes = []; }")
        for key in range(KEYS):
            page.keyboard.press("ArrowLeft" if key % 2 else "ArrowRight")
        page.wait_for_timeout(1500)
        typed, settled = page.evaluate(
            "() => [seen.keys.at(-1), seen.changes.at(-1)].map(moment => moment - seen.keys[0])"
        )
        steps.sort()
        median, p95 = statistics.median(steps), steps[int(0.95 * (len(steps) - 1))]
        print(f"{name:40} {median:7.1f} {p95:7.1f} {limit:6} {typed:9.0f} {settled:8.0f}")
