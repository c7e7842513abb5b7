"""Where the console script and `python -m nkquiz` begin."""

from __future__ import annotations

import gc
import sys

#: Nearly all that a command makes stays until it ends, from the imports on: to look for what was
#: dropped as often as Python does by default would only take time.
_OBJECTS = 100_000


def main() -> None:
    """Run the command line and leave with its exit status."""
    gc.set_threshold(_OBJECTS)

    from nkquiz.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
