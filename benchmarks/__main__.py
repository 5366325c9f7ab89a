"""All figures by one command: `python benchmarks`, in the course's environment.

Ratios within one run say more than seconds: machines are noisy.
"""

import subprocess
import sys
from pathlib import Path

PARTS = (
    "imports",
    "execution",
    "clifford",
    "devices",
    "qkd",
    "pairs",
    "links",
    "chains",
    "chains_mc",
    "postprocessing",
    "purification",
    "grading",
    "notebooks",
    "views",
    "startup",
)

if __name__ == "__main__":
    for part in PARTS:
        print(f"\n== {part} ".ljust(72, "="), flush=True)
        subprocess.call([sys.executable, Path(__file__).with_name(f"{part}.py")])
