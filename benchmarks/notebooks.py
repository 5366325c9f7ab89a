"""How long each stored notebook takes from a fresh kernel, imports included; limit 15 s each."""

import time

from qinet_edu.course import build, notebooks
from qinet_edu.course.checkout import ROOT

LIMIT_S = 15


def main():
    for path in build.stored():
        notebook = notebooks.read(path)
        begin = time.perf_counter()
        notebooks.execute(notebook, folder=path.parent)
        seconds = time.perf_counter() - begin
        print(f"{path.relative_to(ROOT).as_posix():55} {seconds:5.1f} s   limit {LIMIT_S} s")


if __name__ == "__main__":
    main()
