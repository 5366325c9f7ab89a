"""What importing costs: the library against qiskit and Aer alone, interleaved in one run."""

import statistics
import subprocess
import sys

REPEATS = 7
STATEMENTS = {
    "qiskit and Aer alone": "import qiskit, qiskit_aer",
    "run and circuits": "from qinet_edu import run, circuits",
    "theory": "from qinet_edu import theory",
    "NumPy alone": "import numpy",
    "what notebook 01 imports": (
        "import numpy\nfrom qinet_edu import circuits, draw, explore, progress, reference, run, "
        "theory\nexplore.bloch, draw.bloch"
    ),
}
TIMED = "import time; t = time.perf_counter(); exec({!r}); print(time.perf_counter() - t)"


def main():
    taken = {name: [] for name in STATEMENTS}
    for _ in range(REPEATS):
        for name, statement in STATEMENTS.items():
            done = subprocess.run(
                [sys.executable, "-c", TIMED.format(statement)],
                capture_output=True,
                text=True,
                check=True,
            )
            taken[name].append(float(done.stdout))
    alone = statistics.median(taken["qiskit and Aer alone"])
    print("import                      median s   of qiskit and Aer alone")
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        print(f"{name:26} {median:9.3f} {median / alone:12.2f}")


if __name__ == "__main__":
    main()
