"""The command line: one function a verb, one place where outcomes become exit statuses."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from wizard.app.program import Options, open_program
from wizard.catalogue.load import procedure, procedures, screen
from wizard.catalogue.resources import CatalogueError
from wizard.catalogue.schema import Procedure
from wizard.cli.arguments import parse
from wizard.cli.output import FAILED, OK, Output
from wizard.model.problem import Fault, FaultyInput, ProblemFound
from wizard.model.unexpected import unexpected


def for_window(argv: Sequence[str]) -> tuple[argparse.Namespace, Options] | None:
    """Return the parsed line if it is the window's; None for the command line, faulty lines included."""
    try:
        args, options = parse(argv)
    except FaultyInput:
        return None
    return (args, options) if args.verb in {None, "open", "tour"} else None


def guarded(work: Callable[[Output], int], output: Output) -> int:
    """Run something; every outcome is printed and becomes an exit status, none is a traceback."""
    try:
        return work(output)
    except FaultyInput as faulty:
        return output.faults(faulty.faults)
    except ProblemFound as found:
        return output.problems([found.problem])
    except CatalogueError as error:
        return output.faults([Fault(f"resources/{error.file}", "DATA-FILE", f"{error.key}: {error.reason}")])
    except KeyboardInterrupt:
        return output.faults([Fault("keyboard", "STOPPED", "stopped")])
    except BrokenPipeError:
        return FAILED
    except Exception as error:
        logging.getLogger("tillbridge").error("unexpected", exc_info=True)
        return output.problems([unexpected(error)])


def run(argv: Sequence[str]) -> int:
    """Run one command of the command line and return its exit status."""
    return guarded(lambda output: _run(*parse(argv), output), Output(as_json="--json" in argv))


def _run(args: argparse.Namespace, options: Options, output: Output) -> int:  # noqa: PLR0912 - one a verb
    match args.verb:
        case "procedures":
            return _procedures(output)
        case "answers":
            return _answers(args.procedure, options, output)
        case "run":
            return _run_procedure(args.procedure, args.answers, options, output)
        case "practice":
            return _serve(args)
        case "key":
            return _inspect(output)
        case "mail":
            from wizard.cli import mail_commands  # noqa: PLC0415 - the window starts without it

            if args.action == "providers":
                return mail_commands.list_providers(output)
            with open_program(options) as program:
                if args.action == "sender":
                    from wizard.cli import sender_commands  # noqa: PLC0415

                    return sender_commands.sender(program, args, output)
                if args.action != "check":
                    from wizard.cli import mail_client_commands  # noqa: PLC0415

                    return mail_client_commands.mail_clients(program, args, output)
                return mail_commands.check(
                    program, args.settings, output, outgoing_only=args.outgoing_only, wait=args.wait
                )
        case "xero":
            from wizard.cli import xero_commands  # noqa: PLC0415

            with open_program(options) as program:
                return xero_commands.xero(program, args, output)
        case "books":
            from wizard.cli import books_commands  # noqa: PLC0415

            return books_commands.books(args, output)
        case "doctor":
            from wizard.cli import doctor  # noqa: PLC0415

            with open_program(options) as program:
                return doctor.doctor(program, output)
        case _:
            raise FaultyInput([Fault(str(args.verb), "USAGE", "is a command of the window")])


def known_procedure(name: str) -> Procedure:
    """Return a procedure by id; FaultyInput naming those there are."""
    names = [p.id for p in procedures()]
    if name not in names:
        raise FaultyInput([Fault("PROCEDURE", "UNKNOWN-PROCEDURE", f"must be one of: {', '.join(names)}")])
    return procedure(name)


def _procedures(output: Output) -> int:
    rows = [
        {
            "id": p.id,
            "title": p.title,
            "vendor": p.vendor,
            "letter": p.letter,
            "say": p.say,
            "source": p.source,
            "checked": p.checked.isoformat(),
            "steps": [
                {
                    "id": s.id,
                    "screen": f"{p.letter}{s.number}",
                    "title": s.title or screen(s.screen).title,
                    "support": screen(s.screen).support,
                }
                for s in p.steps
            ],
        }
        for p in procedures()
    ]
    output.result(
        {"ok": True, "procedures": rows}, (f"{p.id:22} {p.title} ({p.vendor})" for p in procedures())
    )
    return OK


def _answers(name: str, options: Options, output: Output) -> int:
    from wizard.cli import answer_file  # noqa: PLC0415

    text = answer_file.write(known_procedure(name), practice=options.practice or options.services is not None)
    output.result({"ok": True, "procedure": name, "answers": text}, [text.rstrip("\n")])
    return OK


def _run_procedure(name: str, answers: Path, options: Options, output: Output) -> int:
    from wizard.cli import answer_file, unattended  # noqa: PLC0415
    from wizard.vault.references import resolver  # noqa: PLC0415

    wanted = known_procedure(name)
    raw, faults = answer_file.load(answers, wanted)
    with open_program(options) as program:
        resolve = resolver(answers.absolute().parent, program.redactor.learn)
        typed = answer_file.read(raw, faults, wanted, resolve, practice=not program.world.is_live)
        return unattended.run(program, name, typed, output)


def _serve(args: argparse.Namespace) -> int:
    from wizard.practice import serve  # noqa: PLC0415 - only here

    if not 0.001 <= args.clock_speed <= 1_000_000:
        raise FaultyInput([Fault("--clock-speed", "NOT-VALID", "must be above 0")])
    return serve(
        args.services_out, args.fault, clock_speed=args.clock_speed, stdin=sys.stdin, stdout=sys.stdout
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
