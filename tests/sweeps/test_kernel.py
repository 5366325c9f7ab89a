"""A sweep in a notebook: a real kernel, as students have it."""

import os
import time
from pathlib import Path

import psutil
import pytest
import swept
from jupyter_client.manager import start_new_kernel

from qinet_edu.course.checkout import ROOT


@pytest.fixture
def kernel(tmp_path, work):
    (tmp_path / "beside.py").write_text(
        "import os\n\n\ndef where(x):\n    return os.getpid()\n", encoding="utf-8"
    )
    path = os.pathsep.join([str(ROOT), str(Path(swept.__file__).parent)])
    env = {**os.environ, "PYTHONPATH": path}
    manager, client = start_new_kernel(
        kernel_name="python3", env=env, cwd=str(tmp_path), transport_encryption="auto"
    )
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    manager.cleanup_resources()


def run(client, code):
    """Run a cell, and return what it showed."""
    shown = []
    reply = client.execute_interactive(code, output_hook=shown.append, timeout=120)
    content = reply["content"]
    assert content["status"] == "ok", "\n".join(content.get("traceback", []))
    return shown


def said(shown):
    streams = [message for message in shown if message["msg_type"] == "stream"]
    return "".join(message["content"]["text"] for message in streams)


def test_functions_of_cells_run_in_threads_and_those_of_modules_in_processes(kernel):
    _, client = kernel
    shown = run(
        client,
        "import os\nfrom qinet_edu import sweep\nfrom beside import where\n"
        "def here(x):\n    return os.getpid()\n"
        "print({*sweep(here, {'x': range(4)}).values} == {os.getpid()},\n"
        "      os.getpid() in sweep(where, {'x': range(4)}).values)",
    )
    assert said(shown) == "True False\n"


def test_a_bar_is_shown_and_ends_as_it_began(kernel):
    _, client = kernel
    shown = run(
        client,
        "import time\nfrom qinet_edu import sweep\n"
        "def rest(x):\n    time.sleep(.3)\n    return x\n"
        "result = sweep(rest, {'x': range(5)})",
    )
    first = [message for message in shown if message["msg_type"] == "display_data"]
    after = [message for message in shown if message["msg_type"] == "update_display_data"]
    assert len(first) == 1
    assert len(after) >= 2
    between = after[-2]["content"]["data"]
    assert between["text/plain"].startswith("rest: 4 of 5 points; 0 s to go on ")
    assert '<progress max="5" value="4"' in between["text/html"]
    # A lesson's check compares the first display of a run with the last, which the file keeps.
    assert first[0]["content"]["data"] == {"text/plain": "rest: a sweep of 5 points"}
    assert after[-1]["content"]["data"] == first[0]["content"]["data"]
    assert not said(shown)


def test_no_bar_when_none_is_wanted(kernel):
    _, client = kernel
    code = "from qinet_edu import sweep\nr = sweep(lambda x: x, {'x': [1]}, progress=False)"
    assert [m for m in run(client, code) if "display" in m["msg_type"]] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows interrupts kernels in another way")
def test_an_interrupted_cell_goes_on_when_run_again(kernel, tmp_path):
    manager, client = kernel
    run(client, "import swept\nfrom qinet_edu import sweep")
    grid = f"{{'x': range(10), 'folder': [{str(tmp_path)!r}]}}"
    cell = f"r = sweep(swept.slow, {grid})\nprint(r.array().sum())"
    asked = client.execute(cell, stop_on_error=False)  # else what is sent too soon is dropped
    deadline = time.monotonic() + 60
    calls = tmp_path / "calls"
    while not calls.exists() or len(calls.read_text().split()) < 5:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    workers = psutil.Process(manager.provisioner.pid).children(recursive=True)
    workers = [one for one in workers if "spawn_main" in " ".join(one.cmdline())]
    manager.interrupt_kernel()
    while (reply := client.get_shell_msg(timeout=30))["parent_header"].get("msg_id") != asked:
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert psutil.wait_procs(workers, timeout=20)[1] == []
    assert said(run(client, cell)) == "285\n"
    assert len(calls.read_text().split()) <= 10 + len(workers)
