"""Functions for workers to import."""

import os
import signal
import sys
import time
import warnings
from pathlib import Path

import numpy as np


def square(x):
    return x * x


def product(x, y=1):
    return {"product": x * y, "vector": np.array([x, y]), "pid": os.getpid()}


def draw(x, seed):
    return np.random.default_rng(seed).random()


def slow(x, folder, pause_s=0.2):
    """Leave a mark for every call."""
    with Path(folder, "calls").open("a") as calls:
        calls.write(f"{x}\n")
    time.sleep(pause_s)
    return x * x


def killed(x, folder, times=1):
    """Be killed so many times at x = 2."""
    mark = Path(folder, f"deaths-{x}")
    deaths = len(mark.read_text()) if mark.exists() else 0
    with Path(folder, "calls").open("a") as calls:
        calls.write(f"{x}\n")
    if x == 2 and deaths < times:
        mark.write_text("x" * (deaths + 1))
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return x * x


def picky(x, broken=(2,)):
    if x in broken:
        raise ZeroDivisionError(f"nothing can be divided by {x - 2}")
    return x


def leaves(x):
    sys.exit(3)


def threads(x):
    return os.environ.get("OMP_NUM_THREADS", "")


def opaque(x):
    return object()


def everything(x):
    return {
        "float64": np.float64(0.1),
        "float32": np.float32(0.1),
        "int": np.int8(-3),
        "bool": np.bool_(True),
        "complex": np.complex128(1 - 2j),
        "nan": np.float64("nan"),
        "array": np.arange(6, dtype=">i2").reshape(2, 3),
        "empty": np.zeros((0, 4)),
        "texts": np.array(["Φ+", "Ψ−"]),
        "none": None,
        "tuple": (1, (2.5, "a"), [True]),
        "inf": float("-inf"),
        "bytes": b"\x00\xff",
        7: {"deep": 1j},
    }


def warn(x):
    warnings.warn("look out", stacklevel=1)
    return x
