"""`tillbridge`: `open`, `tour` and `guide` go to the window, everything else to the command line."""

import sys


def main() -> int:
    """Run the program and return its exit status."""
    from wizard.cli.main import WINDOW_VERBS, run, window_verb  # noqa: PLC0415

    argv = sys.argv[1:]
    if window_verb(argv) not in WINDOW_VERBS:
        return run(argv)
    from wizard.gui.main import run_window  # noqa: PLC0415

    return run_window(argv)


if __name__ == "__main__":
    sys.exit(main())
