"""`tillbridge books export`, `import` and `diff`: matches out, back in, and compared."""

import argparse
from collections.abc import Iterator

from wizard.app.program import Program
from wizard.cli.output import OK, Output
from wizard.cli.run_job import run_job
from wizard.jobs.books.exchange_matches import CompareMatches, ExportMatches, ImportMatches, changes_json
from wizard.model.match_rows import MatchChange


def exchange(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Run one of the three and return the exit status."""
    match args.action:
        case "export":
            return _export(program, args, output)
        case "import":
            job: ImportMatches | CompareMatches = ImportMatches(args.file, args.mapping)
        case _:
            job = CompareMatches(args.against, args.mapping, args.revision)
    changes: tuple[MatchChange, ...] = run_job(job, program.tools()).value
    output.result({"ok": True, "changes": changes_json(changes)}, _change_lines(changes))
    return OK


def _export(program: Program, args: argparse.Namespace, output: Output) -> int:
    facts = run_job(ExportMatches(args.out, args.mapping, args.documents), program.tools()).facts
    data = {
        "ok": True,
        "file": facts["exported_to"],
        "words": facts["words_exported"],
        "open": facts["words_open"],
    }
    output.result(data, [f"{data['words']} words, {data['open']} of them open: {data['file']}"])
    return OK


def _change_lines(changes: tuple[MatchChange, ...]) -> Iterator[str]:
    yield f"{len(changes)} changed" if changes else "nothing changed"
    for one in changes:
        old, new = (choice.to if choice else "(open)" for choice in (one.old, one.new))
        yield f"  {one.slot} {one.word}: {old} -> {new}"
