"""``python -m qinet_edu`` is ``qinet``."""

from qinet_edu.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
