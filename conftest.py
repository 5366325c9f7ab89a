"""What holds for every test and every notebook that is run as one."""

import os
import tempfile
from pathlib import Path

import pytest

STRICT_KERNEL = '''\
"""A warning in a lesson is an error: what warns today breaks a student's notebook tomorrow.

Only while a cell runs: what the kernel itself warns of, when it starts and stops, is its own.
"""
import os
import tempfile


class Strict:
    import warnings  # here: a lesson may use the name for something else

    held = None

    def begin(self, *_):
        self.held = self.warnings.catch_warnings()
        self.held.__enter__()
        self.warnings.filterwarnings("error")
        # Raised by the garbage collector, where nobody can catch it, for files of other packages.
        self.warnings.filterwarnings("ignore", category=ResourceWarning)

    def end(self, *_):
        if self.held is not None:
            self.held.__exit__(None, None, None)
            self.held = None


strict = Strict()
get_ipython().events.register("pre_run_cell", strict.begin)
get_ipython().events.register("post_run_cell", strict.end)
# Each notebook is a student of its own: what one solves must not show as another's progress.
os.makedirs(os.environ["QINET_WORK"], exist_ok=True)
os.environ["QINET_WORK"] = tempfile.mkdtemp(dir=os.environ["QINET_WORK"])
del Strict, os, strict, tempfile
'''


def pytest_addoption(parser):
    """Add ``--slow``."""
    parser.addoption("--slow", action="store_true", help="run the tests that take long, too")


def pytest_configure(config):
    """Keep tests away from the student's own files and settings; make kernels strict.

    Each kernel reads the start-up file of its IPYTHONDIR, so nbval's kernels do as well.
    """
    if hasattr(config, "workerinput"):
        return  # pytest-xdist's workers inherit what the first process set
    folder = tempfile.TemporaryDirectory(prefix="qinet-test-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    startup = Path(folder.name, "ipython", "profile_default", "startup")
    startup.mkdir(parents=True)
    (startup / "00-strict.py").write_text(STRICT_KERNEL, encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(startup.parents[1])
    os.environ["QINET_WORK"] = str(Path(folder.name, "work"))
    os.environ["QINET_CONFIG"] = str(Path(folder.name, "config"))  # no account: nothing is spent
    for name in [*os.environ]:
        if name in ("QINET_COURSE", "QINET_STUDENT") or name.startswith("QISKIT_IBM_"):
            os.environ.pop(name)


def pytest_collection_modifyitems(config, items):
    """Leave out what takes long, unless asked for it."""
    if not config.getoption("--slow"):
        later = pytest.mark.skip(reason="slow: python start.py test --slow runs it")
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(later)
