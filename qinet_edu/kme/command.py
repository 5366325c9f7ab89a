"""``qinet kme``: deliver the keys of a QKD link to applications, as ETSI GS QKD 014 has it."""

import argparse
import asyncio
import logging
import secrets
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from qinet_edu.kme import server
from qinet_edu.kme.link import KeyLink, open_link, set_up
from qinet_edu.kme.refusals import Refusal

DESCRIPTION = """\
Run the two key-management entities (KMEs) of a QKD link on this machine: HTTPS servers on
127.0.0.1 from which applications (SAEs) fetch keys, as ETSI GS QKD 014 has it. Both sides show
certificates, which are made here and are good for a day.

The stores are empty at first: `fill` puts a key into them. In a notebook, kme.start(key=...) does
all of this for the key at hand.
"""


def main(argv: Sequence[str] = ()) -> int:
    """Serve, fill or look at a link's stores; return 0 when nothing went wrong."""
    parser = argparse.ArgumentParser(
        "qinet kme", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--folder", type=Path, help="of the link; with your settings if left out")
    commands = parser.add_subparsers(dest="what", metavar="WHAT")
    serve = commands.add_parser("serve", parents=[shared], help="run both KMEs (the default)")
    serve.add_argument("kme", nargs="*", help="only these")
    serve.add_argument("--port", type=int, default=0, help="for one KME; a free one when left out")
    serve.add_argument("--until-input-ends", action="store_true", help=argparse.SUPPRESS)
    fill = commands.add_parser("fill", parents=[shared], help="put a key into both stores")
    what = fill.add_mutually_exclusive_group(required=True)
    what.add_argument("file", nargs="?", type=Path, help="the key: a file of bytes")
    what.add_argument("--random", type=int, metavar="BYTES", help="random bytes instead of QKD's")
    commands.add_parser("status", parents=[shared], help="say what is left in the stores")
    commands.add_parser("renew", parents=[shared], help="issue new certificates")
    told = [*argv]
    if not told or (told[0].startswith("-") and told[0] not in ("-h", "--help")):
        told.insert(0, "serve")
    asked = parser.parse_args(told)
    try:
        return _ACTIONS[asked.what](asked)
    except Refusal as problem:
        print(f"The store: {problem.body}", file=sys.stderr)
    except KeyError as problem:
        print(problem.args[0], file=sys.stderr)
    except (ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
    return 1


def _serve(asked: argparse.Namespace) -> int:
    link = _link(asked)
    link.renew()
    kmes = asked.kme or link.kmes
    for kme in kmes:
        link.peer(kme)  # which says that there is none
    if asked.port and len(kmes) != 1:
        raise ValueError("A port is for one KME: name it, `serve KME-Brisbane --port 8443`.")
    logging.basicConfig(format="%(message)s", level=logging.INFO, stream=sys.stderr)
    logging.getLogger("tornado").setLevel(logging.ERROR)
    if asked.until_input_ends:
        logging.disable()  # nobody reads what a KME says to a notebook after it has begun
    else:
        print(f"Certificates: {link.folder / 'certificates'}\nStop with Ctrl+C.", flush=True)
    asyncio.run(_until_stopped(link, dict.fromkeys(kmes, asked.port), asked.until_input_ends))
    return 0


async def _until_stopped(link: KeyLink, ports: dict[str, int], until_input_ends: bool) -> None:
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    if sys.platform != "win32":
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, over.set)
    if until_input_ends:

        def listen() -> None:
            sys.stdin.buffer.read()
            loop.call_soon_threadsafe(over.set)

        threading.Thread(target=listen, daemon=True).start()
    await server.serve(link, ports, until=over, said=lambda text: print(text, flush=True))


def _fill(asked: argparse.Namespace) -> int:
    link = _link(asked)
    key = asked.file.read_bytes() if asked.file else secrets.token_bytes(max(0, asked.random))
    print(f"{link.deposit(key)} bits put into the stores of {' and '.join(link.kmes)}.")
    return 0


def _status(asked: argparse.Namespace) -> int:
    link = open_link(asked.folder)
    left = link.store(link.kmes[0]).bits_left
    print(f"{' – '.join(link.kmes)}: {left} bits left, in {link.folder}")
    return 0


def _renew(asked: argparse.Namespace) -> int:
    link = _link(asked)
    link.renew(always=True)
    print(f"New certificates in {link.folder / 'certificates'}. Start the KMEs again.")
    return 0


def _link(asked: argparse.Namespace) -> KeyLink:
    try:
        return open_link(asked.folder)
    except FileNotFoundError:
        return set_up(asked.folder)


_ACTIONS = {"serve": _serve, "fill": _fill, "status": _status, "renew": _renew}
