"""`tillbridge`: `open` and `tour` go to the window, everything else to the command line."""

import argparse
import os
import sys
from importlib.util import find_spec

from wizard.app.program import Options
from wizard.cli.main import for_window, guarded, known_procedure, run
from wizard.cli.output import FAILED, OK, Output
from wizard.model.problem import Problem


def main() -> int:
    """Run the program and return its exit status."""
    argv = sys.argv[1:]
    wanted = for_window(argv)
    if wanted is None:
        return run(argv)
    args, options = wanted
    if find_spec("PySide6") is None:
        return Output(as_json=options.json).problems([Problem("WINDOW-MISSING")])
    show = _tour if args.verb == "tour" else _open
    return guarded(lambda output: show(args, options, output), Output(as_json=options.json))


def _open(args: argparse.Namespace, options: Options, output: Output) -> int:  # noqa: ARG001
    name = getattr(args, "procedure", None)
    if name is not None:
        known_procedure(name)
    from wizard.gui.main import run_window  # noqa: PLC0415 - Qt only where a window is wanted

    return run_window(options, name)


def _tour(args: argparse.Namespace, options: Options, output: Output) -> int:
    from wizard.catalogue.load import procedures  # noqa: PLC0415

    names = [known_procedure(name).id for name in args.procedures] or [p.id for p in procedures()]
    _go_offscreen_without_display()
    from wizard.gui.tour import take_tour  # noqa: PLC0415 - Qt only where a window is wanted

    stream = sys.stderr if output.as_json else sys.stdout

    def say(line: str) -> None:
        stream.write(line + "\n")
        stream.flush()

    try:
        stops = take_tour(options, names, args.out, say)
    except RuntimeError as error:
        output.result({"ok": False, "problems": [{"code": "TOUR-STUCK", "what": str(error)}]}, [str(error)])
        return FAILED
    rows = [
        {"screen": s.screen, "state": s.state, "title": s.title, "outcome": s.outcome, "picture": s.picture}
        for s in stops
    ]
    output.result({"ok": True, "screens": rows}, [f"{len(rows)} pictures in {args.out}"])
    return OK


def _go_offscreen_without_display() -> None:
    on_linux = sys.platform.startswith("linux")
    if on_linux and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


if __name__ == "__main__":
    sys.exit(main())
