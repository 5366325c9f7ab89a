"""Set the course up, once, and open it.

    python start.py            open the course in JupyterLab  (Windows: py start.py)
    python start.py test       run its tests
    python start.py help       list everything else it can do

The first start makes a folder .venv beside this file and installs there, and nowhere else, what
requirements.txt names; it takes about a minute and 1 GB. Later starts only look whether that
still holds. To begin again from nothing, delete .venv and start.

This one file uses the standard library only, and parses on Python 2.7, so that it can say what is
missing.
"""

from __future__ import print_function

import hashlib
import io
import os
import sys
import time

ROOT = os.path.dirname(os.path.realpath(__file__))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
STAMP = os.path.join(VENV, "qinet-setup.txt")
STUDENT, DEVELOPER, PROJECT = "requirements.txt", "requirements-dev.txt", "pyproject.toml"

SUPPORTED = ((3, 11), (3, 12), (3, 13), (3, 14))
NEEDS_DEVELOPER = ("test", "site", "grade", "build")
WINDOWS_PATH_LIMIT = 80  # longer, and files deep in .venv pass the 260 characters Windows allows
NEEDED_BYTES = 1500 * 1000 * 1000


class Trouble(Exception):
    """Something the student can put right; the message says how."""


def main(arguments):
    """Return the exit code of `qinet ARGUMENTS`, run in an environment that is ready for it."""
    try:
        check_version(sys.version_info[:3])
        if arguments[:1] in (["-h"], ["--help"], ["help"]) and not read_stamp():
            print(__doc__.strip())
            return 0
        set_up(arguments[:1] and arguments[0] in NEEDS_DEVELOPER)
    except Trouble as trouble:
        print("\n%s" % trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130
    return hand_over(arguments or ["open"])


# ---- May this Python do it? ---------------------------------------------------------------------


def check_version(version):
    """Refuse a Python that the packages are not built for, naming one that will do."""
    if tuple(version[:2]) in SUPPORTED:
        return
    name = os.path.basename(__file__)
    found = [python for python in ("python%d.%d" % pair for pair in SUPPORTED) if runs(python)]
    todo = (
        "There is one on this computer; run:\n    %s %s" % (found[-1], name)
        if found
        else "Install Python 3.13 from https://www.python.org/downloads/ and run:\n"
        "    python3.13 %s        (Windows: py -3.13 %s)" % (name, name)
    )
    raise Trouble(
        "The course needs Python 3.11, 3.12, 3.13 or 3.14; this is Python %s.\n%s"
        % (".".join(str(part) for part in version), todo)
    )


def runs(*command):
    """Return whether a program is there and works; pyenv puts names on the PATH that do not."""
    import subprocess

    try:
        with open(os.devnull, "w") as nowhere:
            command += ("--version",)
            return subprocess.call(command, stdout=nowhere, stderr=nowhere) == 0
    except OSError:
        return False


def check_platform():
    """Refuse, before anything is downloaded, a system for which the packages are not built."""
    import platform
    import sysconfig

    kind, machine = sysconfig.get_platform(), platform.machine().lower()
    if platform.python_implementation() != "CPython":
        raise Trouble(
            "The course needs the ordinary Python (CPython); this is %s. Install it from "
            "https://www.python.org/downloads/ and start with that."
            % platform.python_implementation()
        )
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise Trouble(
            "This is the free-threaded build of Python, for which Qiskit is not built. Start with "
            "the ordinary build: its command has no 't' at the end."
        )
    if kind == "win-arm64":
        raise Trouble(
            "This Python is built for Windows on ARM, for which Qiskit Aer is not built. Install "
            "the 64-bit Intel one ('Windows installer (64-bit)') from "
            "https://www.python.org/downloads/windows/: it runs on ARM too. Start with that."
        )
    if kind == "win32" or sys.maxsize < 2**32:
        raise Trouble(
            "This is a 32-bit Python, for which Qiskit Aer is not built. Install a 64-bit one from "
            "https://www.python.org/downloads/ and start with that."
        )
    if "musl" in "%s" % sysconfig.get_config_var("SOABI"):
        raise Trouble(
            "This system's C library is musl (Alpine Linux uses it), for which Qiskit Aer is not "
            "built. Use a system with glibc, such as Debian, Ubuntu or Fedora; a container of one "
            "will do."
        )
    if machine not in ("x86_64", "amd64", "arm64", "aarch64"):
        raise Trouble(
            "Qiskit Aer is not built for this processor (%s). Use a computer with a 64-bit Intel, "
            "AMD or ARM one." % machine
        )


# ---- Is the environment there, whole and up to date? --------------------------------------------


def read_stamp():
    """Return what the environment was made from; empty unless it was finished."""
    try:
        with io.open(STAMP, encoding="utf-8") as file:
            return dict(line.split(" ", 1) for line in file.read().splitlines())
    except (IOError, ValueError):
        return {}


def write_stamp(stamp):
    """Say, in one step and last of all, that the environment is whole."""
    part = STAMP + ".part"
    with io.open(part, "w", encoding="utf-8", newline="\n") as file:
        file.write("".join("%s %s\n" % item for item in sorted(stamp.items())))
    os.replace(part, STAMP)


def remove_stamp():
    """Say, before anything in it is touched, that the environment is not whole."""
    if os.path.exists(STAMP):
        os.remove(STAMP)


def hash_of(name):
    """Return the SHA-256 of a file of the course; line ends do not count (git may change them)."""
    try:
        with open(os.path.join(ROOT, name), "rb") as file:
            return hashlib.sha256(file.read().replace(b"\r\n", b"\n")).hexdigest()
    except IOError:
        raise Trouble(  # noqa: B904  (this must parse on Python 2)
            "%s is missing from %s. Get the course again: with `git restore %s`, or by downloading "
            "it anew." % (name, ROOT, name)
        )


def version_in_environment():
    """Return '3.12' if the environment's Python runs, else ''; a moved or updated one may not."""
    import subprocess

    try:
        said = subprocess.check_output(
            [PYTHON, "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            stderr=subprocess.DEVNULL,
        )
        return said.decode("ascii", "replace").strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def why_from_scratch(stamp):
    """Return why the environment must be made anew, or '' when it may be kept."""
    if not os.path.lexists(VENV):
        return "first start"
    if not stamp:
        return "An earlier set-up was not finished; it is made again from the beginning."
    if stamp.get("root") != ROOT:
        return "The course's folder was moved or copied; its environment is made again."
    if version_in_environment() != stamp.get("python"):
        return "The environment's Python was removed or replaced; it is made again."
    return ""


def set_up(developer):
    """Bring the environment to what the lock says; a fraction of a second when it is there."""
    locks = {"lock": hash_of(STUDENT), "project": hash_of(PROJECT)}
    if developer:
        locks["dev"] = hash_of(DEVELOPER)

    def missing(stamp):
        return {name for name in locks if stamp.get(name) != locks[name]}

    stamp = read_stamp()
    if not why_from_scratch(stamp) and not missing(stamp):
        mine = "%d.%d" % sys.version_info[:2]
        if stamp["python"] != mine:
            print(
                "Using Python %s, with which .venv was made, not %s. To change, delete .venv."
                % (stamp["python"], mine)
            )
        return

    check_platform()
    with one_at_a_time():
        stamp = read_stamp()  # another start may just have finished the work
        reason = why_from_scratch(stamp)
        todo = missing({} if reason else stamp)
        if not todo:
            return
        began = time.time()
        greet(reason)
        if reason:
            stamp = {"root": ROOT, "python": make_environment()}
        remove_stamp()
        if "dev" in todo:
            install_lock(DEVELOPER)  # holds the student's packages at the same versions
        elif "lock" in todo:
            install_lock(STUDENT)
            stamp.pop("dev", None)  # what it adds may have moved with the student's lock
        if "project" in todo:
            install_course()
        stamp.update(locks)
        write_stamp(stamp)
        print("Ready after %.0f s." % (time.time() - began))


# ---- Make it so ---------------------------------------------------------------------------------


def greet(reason):
    """Say what is about to happen, and warn of what may hinder it."""
    import shutil

    if reason not in ("", "first start"):
        print(reason)
    print(
        "Setting up, once, about a minute ..." if reason else "Updating what the course needs ..."
    )
    if os.name == "nt" and len(ROOT) > WINDOWS_PATH_LIMIT:
        print(
            "Note: this folder's path has %d characters. Windows may refuse files deep inside it. "
            "If the set-up fails, move the course to a short path such as C:\\qinet and start "
            "there." % len(ROOT)
        )
    if reason and shutil.disk_usage(ROOT).free < NEEDED_BYTES:
        print(
            "Note: this disk has %.1f GB free; the set-up takes about 1 GB and as much again "
            "while it works." % (shutil.disk_usage(ROOT).free / 1e9)
        )
    sys.stdout.flush()


def make_environment():
    """Make an empty .venv, whatever stood there before, and return its Python's version."""
    import shutil

    base = sys.executable
    if os.path.realpath(sys.prefix) == os.path.realpath(VENV):  # started from inside of it
        base = getattr(sys, "_base_executable", base)
    try:
        remove_stamp()
        if os.path.islink(VENV) or os.path.isfile(VENV):
            os.remove(VENV)
        elif os.path.isdir(VENV):
            shutil.rmtree(VENV)
        os.mkdir(VENV)
    except OSError as problem:
        raise Trouble(  # noqa: B904
            "The folder %s cannot be written (%s).\nIf it belongs to another user, copy the course "
            "to a folder of your own and start there. If JupyterLab or an editor is using it, "
            "close that (and run `deactivate` if the prompt says .venv), then start again."
            % (VENV, problem.strerror or problem)
        )
    tool = uv()
    if tool:
        failed = run("environment", [tool, "venv", "--allow-existing", "--python", base, VENV])
        if not failed:
            return version_in_environment()
    try:
        import ensurepip  # noqa: F401  (Debian and Ubuntu keep it in a package of its own)
        import venv  # noqa: F401
    except ImportError:
        raise Trouble(  # noqa: B904
            "This Python came without its `venv` module. Install it and start again:\n"
            "    sudo apt install python%d.%d-venv" % sys.version_info[:2]
        )
    failed = run("environment", [base, "-m", "venv", VENV])
    if failed:
        raise Trouble(explain("The environment could not be made.", failed))
    return version_in_environment()


def install_lock(name):
    """Install exactly what a lock names: every package's hash must match, nothing is built."""
    options = ["--only-binary", ":all:", "--require-hashes", "-r", os.path.join(ROOT, name)]
    install("packages", options, count_pins(name))


def install_course():
    """Install the course itself, editable and apart: hash mode refuses what has no hash."""
    install("the course itself", ["--no-deps", "--no-build-isolation", "-e", ROOT], 0)


def install(what, options, total):
    """Install with uv when it is there and able, else with pip."""
    tool, failed = uv(), ""
    if tool:
        failed = run(what, [tool, "pip", "install", "--python", PYTHON] + options)
        if not failed:
            return
        print("  uv could not do it; trying pip.")
        if run("pip", [PYTHON, "-m", "ensurepip"]):
            raise Trouble(explain("uv could not install %s." % what, failed))
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    # Compiling all 7600 files doubles the time (37 s, not 18 s); Python compiles what it imports.
    failed = run(what, pip + ["--no-compile"] + options, total)
    if failed:
        raise Trouble(explain("pip could not install %s." % what, failed))


def count_pins(name):
    """Return how many packages a lock names, to show how far the work has come."""
    with io.open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return sum("==" in line and not line.startswith(" ") for line in file)


def uv():
    """Return the path of uv when one is there that runs, unless QINET_NO_UV is set."""
    import shutil

    path = None if os.environ.get("QINET_NO_UV") else shutil.which("uv")
    return path if path and runs(path) else None


def run(what, command, total=0):
    """Run a command and show how far it is; return '' or, when it failed, what it said."""
    import subprocess

    said, collected = [], 0
    live = sys.stdout.isatty()
    print("  %s ..." % what, end="" if live else "\n")
    sys.stdout.flush()
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=clean(), cwd=ROOT
    )
    try:
        with io.TextIOWrapper(child.stdout, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                said.append(line.rstrip())
                collected += line.startswith("Collecting ")
                if live and total and line.startswith("Collecting "):
                    print("\r  %s ... %d of about %d" % (what, collected, total), end="")
                elif live and line.startswith("Installing collected"):
                    print("\r  %s ... unpacking %25s" % (what, ""), end="")
                sys.stdout.flush()
        code = child.wait()
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        if live:
            print()
    return "" if code == 0 else "\n".join(said[-12:]) or "it ended with code %d" % code


def explain(what, said):
    """Return a failure with the likeliest cause and what to do about it."""
    causes = (
        (("no space left", "not enough space", "os error 28"), "The disk is full: free 2 GB."),
        (
            ("do not match the hashes", "hash mismatch"),
            "A download was damaged or is not what the course was tested with. Try again; if it "
            "persists, a proxy or mirror between you and the package index is altering files.",
        ),
        (
            ("connection", "connect", "resolution", "timed out", "dns", "ssl", "proxy", "network",
             "no matching distribution"),
            "The package index was not reached: connect to the Internet; behind a proxy, set "
            "HTTPS_PROXY to its address.",
        ),
        (("permission denied", "access is denied"), "A file is in use or not yours: close "
         "JupyterLab and editors that use this folder, and see that it belongs to you."),
    )  # fmt: skip
    lower = said.lower()
    todo = [todo for signs, todo in causes if any(sign in lower for sign in signs)]
    said = "\n".join("    " + line for line in said.splitlines())
    advice = todo[0] + " Then run" if todo else "Run"
    return "%s\n\n%s\n%s the same command again; it starts afresh." % (said, what, advice)


class one_at_a_time(object):  # noqa: N801
    """Hold back a second start while one is setting up; the system frees it if that one dies."""

    def __enter__(self):
        import tempfile

        name = "qinet-%s.lock" % hashlib.sha256(ROOT.encode("utf-8")).hexdigest()[:16]
        try:
            self.file = open(os.path.join(tempfile.gettempdir(), name), "a+")  # noqa: SIM115
        except OSError:  # another user's: then the folder is not ours to set up either
            self.file = None
            return
        waited = False
        while not self.taken():
            if not waited:
                print("Another start is setting the course up; waiting for it ...")
                sys.stdout.flush()
            waited = True
            time.sleep(0.5)

    def taken(self):
        """Return whether the lock is now ours."""
        try:
            if os.name == "nt":
                import msvcrt

                self.file.seek(0)
                msvcrt.locking(self.file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def __exit__(self, *_):
        if self.file:
            self.file.close()


# ---- Pass on ------------------------------------------------------------------------------------


def clean():
    """Return the environment variables, without what would mix other packages into ours."""
    ours = dict(os.environ, VIRTUAL_ENV=VENV, PIP_USER="0", PYTHONNOUSERSITE="1")
    ours["PATH"] = BIN + os.pathsep + ours.get("PATH", os.defpath)
    for name in ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"):
        ours.pop(name, None)
    return ours


def hand_over(arguments):
    """Become `qinet ARGUMENTS`: the same exit code, and Ctrl-C goes straight to it."""
    command = [PYTHON, "-P", "-m", "qinet_edu"] + arguments
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(PYTHON, command, clean())
    import signal
    import subprocess

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the child decides; we wait for it
    return subprocess.call(command, env=clean())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
