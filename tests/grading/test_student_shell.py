"""What a student's cells show in a box is what they show in a notebook's kernel."""

import os
import re

import nbformat
import pytest
from nbclient import NotebookClient

from qinet_edu.grading.marking import mark
from qinet_edu.grading.outputs import reduce

pytestmark = pytest.mark.usefixtures("boxed")

CELLS = {
    "print": "print('one', end=' ')\nprint('two')\nimport sys\nprint('three', file=sys.stderr)",
    "value": "1 + 1",
    "no value": "x = 3;\nx;",
    "last value": "_ + 40 if False else x",
    "error": "def f():\n    return 1 / 0\nf()",
    "after an error": "print('still here')",
    "syntax": "for",
    "await": "import asyncio\nawait asyncio.sleep(0, 'slept')",
    "display": "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'), 'y')",
    "magics": "%timeit -n1 -r1 -o -q 1\n%env SHOWN=/x",
    "cell magic": "%%capture kept\nprint('hidden')",
    "captured": "kept.stdout",
    "name": "__name__",
    "pickle": "import pickle\nclass A: pass\npickle.loads(pickle.dumps(A())).__class__.__name__",
    "warning": "import warnings\nwarnings.simplefilter('default')\nwarnings.warn('careful')",
    "exception of one's own": "class Odd(Exception):\n    pass\nraise Odd('words')",
    "draw": "from qinet_edu import draw, circuits\ndraw.circuit(circuits.bell_pair())",
    "data class": "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\nP(1)",
    "threads": "import threading\nt = threading.Thread(target=print, args=('from a thread',))\n"
               "t.start(); t.join()",
    "help": "get_ipython().__class__.__mro__[1].__name__ != ''",
    "figure": "import matplotlib.pyplot as plt\n_ = plt.plot([1, 2])\nplt.show()",
    "explore": "from qinet_edu import explore\nexplore.bloch()",
    "progress": "from qinet_edu import progress\nprogress()",
}  # fmt: skip


def shape(outputs):
    """Return outputs without what may differ: places of memory and files, numbers of cells."""
    found = []
    for output in outputs:
        output = dict(output)
        if output["output_type"] == "error":
            words = re.sub(r"\(\S+, line", "(FILE, line", output["evalue"])
            found.append(("error", output["ename"], words))
        elif output["output_type"] == "stream":
            text = re.sub(r"/tmp/\S+|<ipython-input\S+", "FILE", output["text"])
            found.append((output["name"], text))
        else:
            text = re.sub(r"0x[0-9a-f]+", "0x", output["data"].get("text/plain", ""))
            found.append((text, "image/png" in output["data"]))
    return found


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Run the cells both ways."""
    cells = list(CELLS.values())
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)])
    client = NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True)
    client.create_kernel_manager().transport_encryption = "auto"
    environment = {**os.environ, "QINET_WORK": str(tmp_path_factory.mktemp("work"))}
    with client.setup_kernel(env=environment, cwd=str(tmp_path_factory.mktemp("here"))):
        for number, cell in enumerate(notebook.cells):
            client.execute_cell(cell, number)
    kernel = [reduce(cell.outputs) for cell in notebook.cells]
    return dict(zip(CELLS, zip(kernel, mark(cells).outputs, strict=True), strict=True))


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_shows_what_it_shows_in_a_kernel(shown, name):
    kernel, boxed = shown[name]
    assert shape(boxed) == shape(kernel)
