import pytest

from qinet_edu.grading import box


@pytest.fixture(autouse=True)
def _boxes(request):
    """What needs a box is skipped, with the reason, where there can be none."""
    if "boxed" in request.fixturenames and box.why_not():
        pytest.skip(box.why_not())


@pytest.fixture
def boxed():
    """Name a test as one that needs a box."""


@pytest.fixture(scope="session")
def nbgrader():
    """nbgrader is for grading only; students do without it."""
    return pytest.importorskip("nbgrader", reason="nbgrader is in requirements-dev.txt only")
