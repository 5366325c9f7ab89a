"""In a process that was forked within a box: enter a box of its own, and give every right up.

Bubblewrap makes a box for a program that is then started. A process that has everything imported
already must step into its box by itself: these are the kernel's calls for it. What it sees stays
what bubblewrap has laid out, read only and without a network; new are its process table, its
``/tmp``, its network and its names for users, so that nothing passes from one box to another.
"""

import ctypes
import os
import platform
import resource
import sys
from pathlib import Path
from typing import Any

NOBODY = 65534

_NEW = {"mount": 0x00020000, "cgroup": 0x02000000, "uts": 0x04000000, "ipc": 0x08000000,
        "pid": 0x20000000, "net": 0x40000000}  # fmt: skip
_NEW_USER = 0x10000000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REC, _MS_PRIVATE = 2, 4, 8, 1 << 14, 1 << 18
_SET_DEATH_SIGNAL, _SET_DUMPABLE, _DROP_BOUND, _SET_NO_NEW, _AMBIENT = 1, 4, 24, 38, 47
_AMBIENT_CLEAR = 4
_KILL = 9
_KEYS, _JOIN_SESSION_KEYS = {"x86_64": 250, "aarch64": 219}, 1  # the login's keys stay behind
_CAPABILITY_VERSION = 0x20080522

_libc: Any = ctypes.CDLL(None, use_errno=True)


def separate() -> None:
    """Leave the namespaces of the process that forked this one; children are born in new ones.

    Root needs no new names for users; everybody else gets rights over the others by that alone.

    Raises:
        OSError: the kernel, or a rule of this system, does not allow it.
    """
    user, group = os.geteuid(), os.getegid()
    flags = sum(_NEW.values())
    _call("unshare", flags if user == 0 else flags | _NEW_USER)
    if user:
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{NOBODY} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{NOBODY} {group} 1", encoding="ascii")
        # No further box within: fewer doors to the kernel. Nobody below may raise it again.
        Path("/proc/sys/user/max_user_namespaces").write_text("0", encoding="ascii")


def furnish(*, scratch_bytes: int) -> None:
    """Lay out what a new box does not share: its processes, ``/tmp`` and shared memory."""
    _mount("none", "/", None, _MS_REC | _MS_PRIVATE)
    plain = _MS_NOSUID | _MS_NODEV
    _mount("proc", "/proc", "proc", plain | _MS_NOEXEC)
    _mount("tmpfs", "/tmp", "tmpfs", plain, f"mode=1777,size={scratch_bytes}")
    _mount("tmpfs", "/dev/shm", "tmpfs", plain, f"mode=1777,size={64 << 20}")
    _mount("devpts", "/dev/pts", "devpts", _MS_NOSUID | _MS_NOEXEC, "newinstance,ptmxmode=0666")


def limit(*, memory_bytes: int, file_bytes: int, cpu_seconds: int, processes: int) -> None:
    """Set what each process may use; none below may raise it again."""
    for what, most in (
        (resource.RLIMIT_DATA, memory_bytes),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_NOFILE, 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def give_up(account: int) -> None:
    """Become an ordinary account with no rights, for good, and see that it is so.

    Args:
        account: which, where root forked this process; others stay who they are.

    Raises:
        RuntimeError: a right is left.
    """
    if platform.machine() in _KEYS:
        _libc.syscall(_KEYS[platform.machine()], _JOIN_SESSION_KEYS, None)
    for capability in range(64):
        _libc.prctl(_DROP_BOUND, capability, 0, 0, 0)  # beyond the kernel's last one it fails
    _libc.prctl(_AMBIENT, _AMBIENT_CLEAR, 0, 0, 0)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(account, account, account)
        os.setresuid(account, account, account)
    _call("prctl", _SET_NO_NEW, 1, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())
    told = dict(
        line.split(":\t", 1)
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        if line.startswith(("Cap", "NoNewPrivs", "Uid"))
    )
    rights = [told[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")]
    if any(int(right, 16) for right in rights) or told["NoNewPrivs"] != "1" or "0" in (
        told["Uid"].split()
    ):  # fmt: skip
        raise RuntimeError("A right is left.")


def die_with_parent() -> None:
    """Have this process killed when the one that forked it ends."""
    if sys.platform == "linux":
        _call("prctl", _SET_DEATH_SIGNAL, _KILL, 0, 0, 0)


def hide(hidden: bool = True) -> None:
    """Keep others of the same account from reading or steering this process; or let them again."""
    if sys.platform == "linux":
        _libc.prctl(_SET_DUMPABLE, int(not hidden), 0, 0, 0)


def _mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    _call(
        "mount",
        source.encode(),
        target.encode(),
        kind and kind.encode(),
        ctypes.c_ulong(flags),
        options.encode() or None,
    )


def _call(name: str, *arguments: Any) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
