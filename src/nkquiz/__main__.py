"""Where the console script and `python -m nkquiz` begin."""

from __future__ import annotations

import sys

from nkquiz.cli import run


def main() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(run())


if __name__ == "__main__":
    main()
