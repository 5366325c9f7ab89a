"""Serve by hand: ``python -m loopback``, then set the variables that it prints."""

import argparse

from loopback.control import serve_until_stopped
from loopback.server import Loopback


def main() -> None:
    """Serve with what the command line asks for."""
    parser = argparse.ArgumentParser(prog="loopback", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--queue-s", type=float, default=0.0)
    parser.add_argument("--posts-per-minute", type=int)
    parser.add_argument("--fault", action="append", default=[], help="name, see loopback.NAMES")
    asked = parser.parse_args()
    with Loopback(
        port=asked.port, queue_s=asked.queue_s, posts_per_minute=asked.posts_per_minute
    ) as server:
        for name in asked.fault:
            server.faults.add(name)
        serve_until_stopped(server)


if __name__ == "__main__":
    main()
