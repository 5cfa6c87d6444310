"""`tillbridge`: `open`, `tour` and `guide` go to the window, everything else to the command line."""

import atexit
import contextlib
import gc
import os
import sys
from typing import TYPE_CHECKING

from wizard.cli.main import guarded, run
from wizard.cli.output import FAILED, OK, Output

if TYPE_CHECKING:
    import argparse

    from wizard.app.options import Options


_OBJECTS_A_LOOK = 50_000
"""How many objects a command makes before circles are looked for: each look reads through all there are."""


def main() -> int:
    """Run the program and return its exit status."""
    _leave_no_core_dump()
    # While modules load there is no garbage; later the window collects by itself (wizard/gui/collector.py).
    gc.disable()
    # What is left goes with the process: looking for circles in it first takes a seventh of a short command.
    atexit.register(gc.freeze)
    argv = sys.argv[1:]
    output = Output(as_json="--json" in argv)
    status = guarded(lambda output: _run(argv, output), output)
    if output.unread:
        _say_elsewhere(argv, output.unread)
    elif output.refused:
        from wizard.cli.message_box import from_an_icon  # noqa: PLC0415 - only where something went wrong

        if from_an_icon():
            _say_elsewhere(argv, output.refused)
    return status


def _say_elsewhere(argv: list[str], lines: list[str]) -> None:
    """Say what nobody could read: in the log of the home, and in a box to whoever waits for a window."""
    from wizard.app.options import Options  # noqa: PLC0415 - only where something went wrong
    from wizard.app.program import log_folder  # noqa: PLC0415
    from wizard.cli.message_box import say_in_a_box  # noqa: PLC0415
    from wizard.model.problem import FaultyInput  # noqa: PLC0415
    from wizard.redaction.log_file import LogFile  # noqa: PLC0415
    from wizard.redaction.log_filter import Redactor  # noqa: PLC0415

    verb, options = None, Options()
    with contextlib.suppress(FaultyInput):
        from wizard.cli.arguments import parse  # noqa: PLC0415

        args, options = parse(argv)
        verb = args.verb
    log = LogFile(log_folder(options))
    log.note(Redactor().clean("\n".join(lines)))
    if verb not in {None, "open"}:
        return
    text = "\n".join(line.strip() for line in lines) + f"\n\nThis also stands in {log.path}"
    if sys.platform == "win32":
        say_in_a_box(text)
    elif _is_here("PySide6"):
        from wizard.gui.why_no_window import say_why  # noqa: PLC0415 - Qt only where a window is wanted

        say_why(text)


def _leave_no_core_dump() -> None:
    """A crash must not write passwords to a disk."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run(argv: list[str], output: Output) -> int:
    usual = _usual_start(argv)
    if usual is None:
        from wizard.cli.arguments import parse  # noqa: PLC0415 - costs start-up time

        args, options = parse(argv)
        if args.verb not in {None, "open", "tour", "guide"}:
            gc.set_threshold(_OBJECTS_A_LOOK)
            gc.enable()
            return run(args, options, output)
    else:
        args, options = None, usual
    if not _is_here("PySide6"):
        from wizard.model.problem import Problem  # noqa: PLC0415

        return output.problems([Problem("WINDOW-MISSING")])
    if args is not None and args.verb in {"open", "tour"}:
        from wizard.catalogue.language import speak  # noqa: PLC0415

        speak(args.language)
    if args is not None and args.verb == "tour":
        return _tour(args, options, output)
    if args is not None and args.verb == "guide":
        return _guide(args, options, output)
    return _open(getattr(args, "procedure", None), options, output)


def _is_here(package: str) -> bool:
    from importlib.util import find_spec  # noqa: PLC0415

    return find_spec(package) is not None


def _usual_start(argv: list[str]) -> "Options | None":
    """Return the options of a start from the desktop, which needs no parser; None for all others."""
    from pathlib import Path  # noqa: PLC0415

    from wizard.app.options import Options  # noqa: PLC0415

    match argv:
        case []:
            return Options()
        case ["--home", folder] if folder and not folder.startswith("-"):
            return Options(home=Path(folder))
        case _:
            return None


def _open(name: str | None, options: "Options", output: Output) -> int:
    if name is not None:
        from wizard.cli.known_procedure import known_procedure  # noqa: PLC0415 - reads much

        known_procedure(name)
    from wizard.app.last_store import as_last_open  # noqa: PLC0415 - only where a window is wanted
    from wizard.app.one_window import come_first  # noqa: PLC0415 - only where a window is wanted

    options = as_last_open(options)
    first = come_first(options, name or "")
    if first is None:
        said = "Tillbridge is open already: its window comes forward."
        output.result({"ok": True, "already_open": True}, [said])
        return OK
    from wizard.gui.main import run_window  # noqa: PLC0415 - Qt only where a window is wanted

    return run_window(options, name, first)


def _tour(args: "argparse.Namespace", options: "Options", output: Output) -> int:
    from wizard.catalogue.headings import procedure_headings  # noqa: PLC0415
    from wizard.cli.known_procedure import known_procedure  # noqa: PLC0415

    names = [known_procedure(name).id for name in args.procedures] or [p.id for p in procedure_headings()]
    _go_offscreen_without_display()
    from wizard.gui.tour import take_tour  # noqa: PLC0415 - Qt only where a window is wanted

    stream = sys.stderr if output.as_json else sys.stdout

    def say(line: str) -> None:
        stream.write(line + "\n")
        stream.flush()

    try:
        stops = take_tour(options, names, args.out, say)
    except RuntimeError as error:
        return _stuck(error, output)
    rows = [
        {"screen": s.screen, "state": s.state, "title": s.title, "outcome": s.outcome, "picture": s.picture}
        for s in stops
    ]
    output.result({"ok": True, "screens": rows}, [f"{len(rows)} pictures in {args.out}"])
    return OK


def _stuck(error: RuntimeError, output: Output) -> int:
    """Say where the tour got stuck."""
    output.result({"ok": False, "problems": [{"code": "TOUR-STUCK", "what": str(error)}]}, [str(error)])
    return FAILED


def _guide(args: "argparse.Namespace", options: "Options", output: Output) -> int:
    from wizard.app.program import open_program  # noqa: PLC0415
    from wizard.cli.known_procedure import known_procedure  # noqa: PLC0415
    from wizard.model.problem import Fault, FaultyInput  # noqa: PLC0415

    name = known_procedure(args.procedure).id
    if args.out.suffix.lower() not in {".html", ".pdf"}:
        raise FaultyInput([Fault("--out", "UNKNOWN-KIND", "must end in .html or .pdf")])
    with open_program(options) as program:
        store = program.site.record().name
    _go_offscreen_without_display()
    from wizard.gui.guide import write_guide  # noqa: PLC0415 - Qt only where a window is wanted

    try:
        pictures = write_guide(options, name, args.client or "", store, args.out)
    except RuntimeError as error:
        return _stuck(error, output)
    data = {"ok": True, "procedure": name, "guide": str(args.out), "pictures": pictures}
    output.result(data, [f"{args.out}: {pictures} pictures"])
    return OK


def _go_offscreen_without_display() -> None:
    on_linux = sys.platform.startswith("linux")
    if on_linux and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


if __name__ == "__main__":
    sys.exit(main())
