"""How fast a view answers a slider in JupyterLab, driven in a real browser.

    python start.py test tests/browser/measure_views.py -s -n 0

does the same; this is the short way.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

if __name__ == "__main__":
    measure = [sys.executable, "-m", "pytest", "-q", "-s", "tests/browser/measure_views.py"]
    sys.exit(subprocess.call(measure, cwd=ROOT))
