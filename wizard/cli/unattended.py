"""Running a procedure without a window: the same Session, answers from a file."""

from typing import Any

from wizard.app.program import Program
from wizard.catalogue.load import problem_text, procedure, screen
from wizard.catalogue.schema import Procedure, Step
from wizard.catalogue.wording import wording
from wizard.cli.output import FAILED, NEEDS_PERSON, OK, Output, problem_json, problem_lines
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.session.run import Session


def run(program: Program, name: str, answers: dict[str, str | int | bool | Secret], output: Output) -> int:
    """Walk the procedure to its end and print what each step did; return the exit status."""
    session = program.session(name, drafts=False)
    for field, value in answers.items():
        session.answers.put(field, value)
        if isinstance(value, Secret):
            program.redactor.learn(value.reveal())
    done: dict[str, dict[str, Any]] = {}
    needs: list[dict[str, str]] = []
    failed = None
    while True:
        step = session.step
        if screen(step.screen).hands_over:
            session.run(Silent(), Cancel())
            needs.append(_need(session))
            done[step.id] = _row(session, "needs-person")
            break
        if step.person:
            if not session.already_done:
                needs.append({"screen": session.number, "who": "the person at the PC", "what": step.person})
                done[step.id] = _row(session, "needs-person")
                break
            done[step.id] = _row(session, "done", result={"already": True})
            session.advance()
            continue
        result = session.run(Silent(), Cancel()) if session.has_jobs else None
        if result is not None and result.problem is not None:
            text = problem_text(result.problem.code)
            if person := text.person if text else "":
                needs.append(_need_of(session, result.problem, person))
                done[step.id] = _row(session, "needs-person", problem=result.problem.code)
                break
            failed = result.problem
            done[step.id] = _row(session, "failed", problem=failed.code, result=dict(result.facts))
            break
        done[step.id] = _row(session, "done", result=dict(result.facts) if result else None)
        if session.returns or not session.advance():
            break
    report: dict[str, Any] = {
        "ok": failed is None and not needs,
        "procedure": name,
        "site": program.world.site,
        "practice": program.world.is_practice,
        "steps": _all_steps(procedure(name), done),
    }
    if failed is not None:
        report["problems"] = [problem_json(failed)]
    if needs:
        report["needs"] = needs
    lines = [f"{row['screen']:4} {row['state']:12} {row['id']}" for row in report["steps"]]
    lines += problem_lines(failed) if failed else []
    lines += [f"{need['screen']}: {need['who']}: {need['what']}" for need in needs]
    output.result(report, lines)
    return NEEDS_PERSON if needs else FAILED if failed is not None else OK


def _need_of(session: Session, problem: Problem, person: str) -> dict[str, str]:
    words = wording(problem)
    return {"screen": session.number, "who": person, "what": f"{words.what} {words.do}"}


def _need(session: Session) -> dict[str, str]:
    cards = session.screen.cards
    card = cards.get(session.answers.text("person")) or next(iter(cards.values()))
    page = (session.results.get(session.step.id) or None) and session.results[session.step.id].facts.get(
        "page", ""
    )
    return {"screen": session.number, "who": card.to, "what": f"{card.subject} (page: {page})"}


def _row(session: Session, state: str, problem: str | None = None, result: Any = None) -> dict[str, Any]:
    return {
        "id": session.step.id,
        "screen": session.number,
        "state": state,
        "problem": problem,
        "result": result,
    }


def _all_steps(wanted: Procedure, done: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    def skipped(step: Step) -> dict[str, Any]:
        number = f"{wanted.letter}{step.number}"
        return {"id": step.id, "screen": number, "state": "skipped", "problem": None, "result": None}

    return [done.get(step.id) or skipped(step) for step in wanted.steps if step.id in done or not step.side]
