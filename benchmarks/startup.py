"""From a clean copy and no environment to an idle kernel on the first lesson.

    python benchmarks/startup.py            with pip, then with uv, then a second start
    python benchmarks/startup.py --only uv

Standard library only. Each start is the newcomer's own command in a copy of the course made for
it, with a home of its own; the package cache is the one this computer has. The clock stops when a
kernel, started on the first lesson over JupyterLab's own interface, is idle.
"""

import argparse
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
LEAVE = (".venv", ".git", "work", "site", "__pycache__", ".*_cache", ".hypothesis")
TARGET_S = {"pip": 60, "uv": 20, "second start": 10}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=("pip", "uv"), help="measure one installer only")
    only = parser.parse_args().only
    slow = 0
    with tempfile.TemporaryDirectory(prefix="qinet-", ignore_cleanup_errors=True) as folder:
        for tool in [only] if only else ["pip", "uv"]:
            if tool == "uv" and shutil.which("uv") is None:
                print("uv            not on the PATH: not measured")
                continue
            copy = Path(folder, tool)
            shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEAVE))
            slow += show(tool, start(copy, tool))
        slow += show("second start", start(copy, tool))
    return int(slow > 0)


def show(what: str, measured: tuple[float, float, float]) -> bool:
    ready, served, idle = measured
    late = idle > TARGET_S[what]
    print(
        f"{what:12}  set up {ready:5.1f} s   JupyterLab {served:5.1f} s   kernel idle {idle:5.1f} s"
        f"   (at most {TARGET_S[what]} s{': TOO SLOW' if late else ''})",
        flush=True,
    )
    return late


def start(copy: Path, tool: str) -> tuple[float, float, float]:
    """Start the course in a copy; return the seconds to a set-up, a server and an idle kernel."""
    home = copy / "work" / "home"
    runtime = home / "runtime"
    shutil.rmtree(runtime, ignore_errors=True)
    env = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    env.pop("QINET_WORK", None)
    env |= {"JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_RUNTIME_DIR": str(runtime)}
    env |= {"IPYTHONDIR": str(home / "ipython")}
    if tool == "pip":
        env["QINET_NO_UV"] = "1"
    python = getattr(sys, "_base_executable", sys.executable)
    began = time.perf_counter()
    process = subprocess.Popen(
        [python, copy / "start.py", "open", "--no-browser", "--port", str(free_port())],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        said = []
        for line in process.stdout:  # pip and uv first, then the line that says it opens
            said.append(line)
            if line.startswith("Opening JupyterLab"):
                break
        else:
            raise SystemExit("".join(said))
        ready = time.perf_counter() - began
        while not (found := [*runtime.glob("jpserver-*.json")]):
            if process.poll() is not None:
                raise SystemExit("".join(said) + process.stdout.read())
            time.sleep(0.02)
        server = json.loads(found[0].read_text(encoding="utf-8"))
        while not listens(server["port"]):
            time.sleep(0.02)
        lessons = copy / "notebooks"
        lesson = min(lessons.rglob("*.ipynb")).relative_to(lessons).as_posix()
        page = ask(server, "GET", f"lab/tree/{quote(lesson)}")  # what the browser asks for
        assert b"JupyterLab" in page
        served = time.perf_counter() - began
        wanted = {"path": lesson, "name": lesson, "type": "notebook", "kernel": {"name": "python3"}}
        session = json.loads(ask(server, "POST", "api/sessions", json.dumps(wanted)))
        kernel = f"api/kernels/{session['kernel']['id']}"
        with connect(server, f"{kernel}/channels"):  # a listener: before, nobody asks its state
            while json.loads(ask(server, "GET", kernel))["execution_state"] != "idle":
                if time.perf_counter() - began > 300:
                    raise SystemExit("The kernel was not idle after five minutes.")
                time.sleep(0.02)
        idle = time.perf_counter() - began
    finally:
        process.terminate()
        process.communicate(timeout=30)
    return ready, served, idle


def ask(server: dict, method: str, path: str, body: str | None = None) -> bytes:
    link = http.client.HTTPConnection("127.0.0.1", server["port"], timeout=60)
    link.request(method, f"/{path}", body, {"Authorization": f"token {server['token']}"})
    answer = link.getresponse()
    content = answer.read()
    if answer.status >= 400:
        raise SystemExit(f"{method} {path}: {answer.status} {content[:300]!r}")
    return content


def connect(server: dict, path: str) -> socket.socket:
    """Open a web socket, as the notebook's page does, and leave it open."""
    link = socket.create_connection(("127.0.0.1", server["port"]), timeout=60)
    lines = [
        f"GET /{path} HTTP/1.1",
        f"Host: 127.0.0.1:{server['port']}",
        f"Authorization: token {server['token']}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: cWluZXQtc3RhcnR1cC1rZXk=",
    ]
    link.sendall("\r\n".join([*lines, "", ""]).encode())
    if b" 101 " not in (said := link.recv(1000)):
        raise SystemExit(f"The kernel's web socket was refused: {said!r}")
    return link


def listens(port: int) -> bool:
    """Tell whether the server is there: it writes where it will be before it is."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    raise SystemExit(main())
