"""Running a procedure without a window: the same Session, answers from a file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wizard.app.program import Program
from wizard.catalogue.load import problem_text, procedure, screen
from wizard.catalogue.schema import Procedure, Step
from wizard.catalogue.wording import matches, wording
from wizard.cli.output import FAILED, NEEDS_PERSON, OK, Output, problem_json, problem_lines
from wizard.cli.sign_in_ways import allowed_way
from wizard.jobs.papers.save_receipt import ReceiptSaved
from wizard.jobs.programs.write_mail_settings import MailWritten
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.model.sender import SignInWay
from wizard.session.run import Session

AT_THE_PC = "the person at the PC"
"""Who is needed where no one else in particular is."""


def run(program: Program, name: str, answers: dict[str, str | int | bool | Secret], output: Output) -> int:
    """Walk the procedure to its end and print what each step did; return the exit status.

    FaultyInput where it is to sign in by itself, and this PC's policies do not allow that.
    """
    if answers.get("way") == SignInWay.APP:  # every other way waits for a person, whom the window asks
        allowed_way(program.world.policies, SignInWay.APP, where="way")
    session = program.session(name, drafts=False)
    for field_id, value in answers.items():
        session.answers.put(field_id, value)
        if isinstance(value, Secret):
            program.redactor.learn(value.reveal())
    walk = walk_through(session)
    failed, needs = walk.failed, walk.needs
    left = list((session.results.given(ReceiptSaved) or ReceiptSaved()).not_checked)
    report: dict[str, Any] = {
        "ok": failed is None and not needs,
        "procedure": name,
        "site": program.world.site,
        "practice": program.world.is_practice,
        "steps": _all_steps(procedure(name), walk.done),
        "not_checked": left,
    }
    if failed is not None:
        report["problems"] = [problem_json(failed)]
    if needs:
        report["needs"] = needs
    lines = [f"{row['screen']:4} {row['state']:12} {row['id']}" for row in report["steps"]]
    lines += problem_lines(failed) if failed else []
    lines += _what_stands(session)
    lines += [f"not checked: {one}" for one in left]
    lines += [f"{need['screen']}: {need['who']}: {need['what']}" for need in needs]
    output.result(report, lines)
    return NEEDS_PERSON if needs else FAILED if failed is not None else OK


def _what_stands(session: Session) -> Iterator[str]:
    """Yield what was written into a mail program, how it is put back, and the receipt of all of it."""
    written, saved = session.results.given(MailWritten), session.results.given(ReceiptSaved)
    if written is not None and written.receipt:
        count = f"{len(written.changes)} lines" if len(written.changes) != 1 else "1 line"
        yield f"written into {written.client_name}, {written.account_name}: {count}"
        yield f"  to put it back: tillbridge mail undo {written.receipt} --yes"
    if saved is not None and saved.receipt:
        yield f"receipt: {saved.receipt} ({saved.proof_state})"


def walk_through(session: Session) -> "Walk":
    """Go through a run to its end, or to where a job fails or a person is needed."""
    walk = Walk(session)
    while walk.take_step():
        pass
    return walk


@dataclass
class Walk:
    """What the steps of one run came to so far."""

    session: Session
    done: dict[str, dict[str, Any]] = field(default_factory=dict)
    needs: list[dict[str, str]] = field(default_factory=list)
    failed: Problem | None = None

    def take_step(self) -> bool:
        """Do what the step shown says and go on; False at the end, or where nobody but a person goes on."""
        session = self.session
        if screen(session.step.screen).hands_over:
            session.run(Silent(), Cancel())
            return self._stop(_need(session))
        if session.step.person:
            found = _look(session)
            if found is None:
                return self._stop(_need_here(session, session.step.person))
            return self._go_on(found)
        result = session.run(Silent(), Cancel()) if session.has_jobs else None
        if result is not None and result.problem is not None:
            return self._end(result.problem, dict(result.facts))
        if session.shown.person:
            self.needs.append(_need_here(session, session.shown.person))
        return self._go_on(dict(result.facts) if result else None)

    def _go_on(self, found: dict[str, Any] | None) -> bool:
        session = self.session
        state = "needs-person" if session.shown.person else "done"
        self.done[session.step.id] = _row(session, state, result=found)
        return not session.returns and session.advance()

    def _stop(self, need: dict[str, str], problem: str | None = None) -> bool:
        self.needs.append(need)
        self.done[self.session.step.id] = _row(self.session, "needs-person", problem=problem)
        return False

    def _end(self, problem: Problem, facts: dict[str, Any]) -> bool:
        text = problem_text(problem.code)
        if person := text.person if text else "":
            return self._stop(_need_of(self.session, problem, person), problem.code)
        self.failed = problem
        self.done[self.session.step.id] = _row(self.session, "failed", problem=problem.code, result=facts)
        return False


def _look(session: Session) -> dict[str, Any] | None:
    """Return what shows that a person's step was done already; None where nothing does."""
    if session.already_done:
        return {"already": True}
    if not session.step.seen_when:
        return None
    result = session.run(Silent(), Cancel())
    seen = result.ok and matches(session.step.seen_when, result.facts)
    return dict(result.facts) if seen else None


def _need_here(session: Session, what: str) -> dict[str, str]:
    return {"screen": session.number, "who": AT_THE_PC, "what": what}


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
