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
STEP = """([element, key]) => new Promise(done => {
    const slider = element.querySelector('input[type=range]');
    const figure = element.querySelector('svg');
    const begin = performance.now();
    const watch = new MutationObserver(() => {
        watch.disconnect();
        done(performance.now() - begin);
    });
    watch.observe(element, {subtree: true, childList: true, attributes: true,
                            attributeFilter: ['d', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy',
                                              'width', 'height', 'points', 'transform']});
    slider.stepUp(key);
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    setTimeout(() => { watch.disconnect(); done(-1); }, 3000);
})"""
BURST = """async element => {
    let last = performance.now();
    const begin = last;
    const watch = new MutationObserver(() => { last = performance.now(); });
    watch.observe(element, {subtree: true, childList: true, attributes: true});
    const slider = element.querySelector('input[type=range]');
    for (let key = 0; key < 25; key++) {
        slider.stepUp(key % 2 ? -1 : 1);
        slider.dispatchEvent(new Event('input', {bubbles: true}));
        await new Promise(next => setTimeout(next, 10));
    }
    while (performance.now() - last < 400) await new Promise(next => setTimeout(next, 20));
    watch.disconnect();
    return last - begin;
}"""


def test_measure(lab):
    lab.open(f"lab/tree/{next(iter(sources()))}?reset")
    lab.run_all()
    print(f"\n{'view':40} {'median':>7} {'p95':>7} {'limit':>6} {'25 keys':>9}   milliseconds")
    for cell, (name, limit) in CELLS.items():
        view = lab.view(cell)
        steps = []
        for key in range(KEYS):
            step = view.evaluate(f"(element, key) => ({STEP})([element, key])", 1 - 2 * (key % 2))
            assert step >= 0, f"{name}: a step changed nothing within three seconds"
            steps.append(step)
            lab.page.wait_for_timeout(100)
        burst = view.evaluate(BURST)
        steps.sort()
        median, p95 = statistics.median(steps), steps[int(0.95 * (len(steps) - 1))]
        print(f"{name:40} {median:7.1f} {p95:7.1f} {limit:6} {burst:9.0f}")
