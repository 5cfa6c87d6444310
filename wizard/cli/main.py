"""The command line: one function a verb; each imports what it needs, and nothing more is read for it."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wizard.cli.output import FAILED, OK, NothingPrintedError, Output

if TYPE_CHECKING:
    import argparse

    from wizard.app.options import Options


def guarded(work: Callable[[Output], int], output: Output) -> int:
    """Run something; every outcome is printed and becomes an exit status, none is a traceback."""
    try:
        return _printed(work, output)
    except NothingPrintedError as error:
        if sys.stderr is not None:
            sys.stderr.write(f"tillbridge: the answer could not be printed: {error}\n")
        return FAILED


def _printed(work: Callable[[Output], int], output: Output) -> int:
    try:
        return work(output)
    except NothingPrintedError:
        raise
    except BaseException as error:  # noqa: BLE001 - told apart there, and raised again where it must be
        from wizard.cli.outcomes import status_of  # noqa: PLC0415 - only where something went wrong

        return status_of(error, output)


def run(args: "argparse.Namespace", options: "Options", output: Output) -> int:
    """Run one command of the command line and return its exit status."""
    match args.verb:
        case "procedures":
            return _procedures(output)
        case "answers":
            return _answers(args.procedure, options, output)
        case "run":
            from wizard.cli import run_command  # noqa: PLC0415

            return run_command.run(args, options, output)
        case "practice":
            return _serve(args, options)
        case "key":
            return _inspect(output)
        case "mail":
            return _mail(args, options, output)
        case "books":
            return _books(args, options, output)
        case "support":
            from wizard.cli import support_command  # noqa: PLC0415

            return support_command.support(args.words, args.client or "", output)
        case "replay":
            from wizard.cli import support_files  # noqa: PLC0415

            return support_files.show(args.file, output)
        case _:
            return _with_program(args, options, output)


_LOOK = {"daily", "schedule", "export", "support-file"}
"""What is about a store that was set up before: none is begun by it."""


def _with_program(args: "argparse.Namespace", options: "Options", output: Output) -> int:
    """Run a command that needs the store, and nothing else first."""
    from wizard.app.program import open_program  # noqa: PLC0415

    with open_program(options) as program:
        if args.verb in _LOOK:
            from wizard.cli.known_store import refuse_unknown_store  # noqa: PLC0415

            refuse_unknown_store(program, options)
        match args.verb:
            case "xero":
                from wizard.cli import xero_commands  # noqa: PLC0415

                return xero_commands.xero(program, args, output)
            case "export":
                from wizard.cli import export_commands  # noqa: PLC0415

                return export_commands.export(program, args, output)
            case "daily":
                from wizard.cli import daily_command  # noqa: PLC0415

                return daily_command.daily(program, args, output)
            case "support-file":
                from wizard.cli import support_files  # noqa: PLC0415

                return support_files.support_file(program, args.out, output, agreed=args.yes)
            case "schedule":
                from wizard.cli import schedule_command  # noqa: PLC0415

                return schedule_command.schedule(program, args, output)
            case _:
                from wizard.cli import doctor  # noqa: PLC0415

                return doctor.doctor(program, args, output)


def _books(args: "argparse.Namespace", options: "Options", output: Output) -> int:
    if args.action == "check":
        from wizard.cli import books_check  # noqa: PLC0415

        return books_check.check(args, options, output)
    from wizard.app.program import open_program  # noqa: PLC0415

    with open_program(options) as program:
        if args.action in {"read", "suggest"}:
            from wizard.cli import books_commands  # noqa: PLC0415

            do = books_commands.suggest if args.action == "suggest" else books_commands.read_files
            return do(program, args, output)
        from wizard.cli import books_exchange  # noqa: PLC0415

        return books_exchange.exchange(program, args, output)


def _mail(args: "argparse.Namespace", options: "Options", output: Output) -> int:
    if args.action == "providers":
        from wizard.cli.provider_commands import list_providers  # noqa: PLC0415

        return list_providers(output)
    from wizard.app.program import open_program  # noqa: PLC0415

    with open_program(options) as program:
        if args.action == "sender":
            from wizard.cli import sender_commands  # noqa: PLC0415

            return sender_commands.sender(program, args, output)
        if args.action != "check":
            if args.action in {"watch-once", "undo"}:
                from wizard.cli.known_store import refuse_unknown_store  # noqa: PLC0415

                refuse_unknown_store(program, options)
            from wizard.cli import mail_client_commands  # noqa: PLC0415

            return mail_client_commands.mail_clients(program, args, output)
        from wizard.cli import mail_commands  # noqa: PLC0415

        return mail_commands.check(
            program, args.settings, output, outgoing_only=args.outgoing_only, wait=args.wait
        )


def _procedures(output: Output) -> int:
    from wizard.catalogue.headings import procedure_headings  # noqa: PLC0415

    found = procedure_headings()
    if output.as_json:
        from wizard.cli.procedure_list import rows  # noqa: PLC0415 - the steps are in the JSON alone

        output.result({"ok": True, "procedures": rows(found)}, ())
    else:
        output.result({}, (f"{p.id:22} {p.title} ({p.vendor})" for p in found))
    return OK


def _answers(name: str, options: "Options", output: Output) -> int:
    from wizard.cli.known_procedure import known_procedure  # noqa: PLC0415
    from wizard.papers import answer_sheet  # noqa: PLC0415

    text = answer_sheet.write(
        known_procedure(name), practice=options.practice or options.services is not None
    )
    output.result({"ok": True, "procedure": name, "answers": text}, [text.rstrip("\n")])
    return OK


def _serve(args: "argparse.Namespace", options: "Options") -> int:
    from wizard.app.world import default_home  # noqa: PLC0415 - only here
    from wizard.model.problem import Fault, FaultyInput  # noqa: PLC0415
    from wizard.model.world import WorldKind  # noqa: PLC0415
    from wizard.practice import serve  # noqa: PLC0415 - only here

    if not 0.001 <= args.clock_speed <= 1_000_000:
        raise FaultyInput([Fault("--clock-speed", "NOT-VALID", "must be above 0")])
    return serve(
        args.services_out,
        args.fault,
        clock_speed=args.clock_speed,
        folder=(options.home or default_home()) / WorldKind.PRACTICE.value / "xero",
        stdin=sys.stdin,
        stdout=sys.stdout,
    )


def _inspect(output: Output) -> int:
    from wizard.oauth.pasted_key import inspect_key  # noqa: PLC0415

    raw = sys.stdin.buffer.read(1_000_000).decode("utf-8", "replace")
    found = inspect_key(raw.removesuffix("\n").removesuffix("\r"))  # the pipe's own line end
    data: dict[str, Any] = {
        "ok": True,
        "kind": found.kind.value,
        "cleaned": found.cleaned,
        "lines": found.lines,
    }
    output.result(data, [f"{found.kind.value}, {found.lines} lines"])
    return OK
