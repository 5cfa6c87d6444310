"""A run without a window: walking, going back, running, drafts, and secrets that never reach them."""

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.doubles import tools_for
from wizard.catalogue.load import procedure
from wizard.jobs.job import Asked, Done, Job, Tools
from wizard.jobs.mail.check_mail import MailChecked
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress, Silent
from wizard.model.secret import Secret
from wizard.session import order as order_module
from wizard.session.order import Ended
from wizard.session.results import StepResult
from wizard.session.run import Session

CANARY = "canary-Zq7-secret"


class _FakeJob:
    gives: ClassVar = MailChecked

    def __init__(self, outcome: Done | Problem, seen: list[Any], asked: Asked) -> None:
        self._outcome, self._seen, self._asked = outcome, seen, asked

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        self._seen.append(dict(self._asked.answers.plain()))
        progress.step(0.5, "Half way")
        return self._outcome


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Replace the mail check by a job that succeeds at once, and return what it was asked."""
    seen: list[Any] = []

    def build(asked: Asked) -> Job:
        return _FakeJob(Done({"address": "a@b.example", "kept_secrets": ["password"]}), seen, asked)

    monkeypatch.setattr(order_module, "build_job", lambda name, asked: build(asked))
    return seen


def begin(folder: Path) -> Session:
    return Session(procedure("imagatec-mail"), tools_for(folder))


SERVER = {
    "incoming_server": "mail.example.com",
    "outgoing_server": "mail.example.com",
    "user_name": "store",
    "password": CANARY,
}


def at_check(folder: Path) -> Session:
    session = begin(folder)
    assert session.fill({"access_isp": "optus"}) == []
    session.advance()
    assert session.fill({"store_name": "Corner Store", "email_address": "store@example.com"}) == []
    session.advance()
    assert session.fill(SERVER) == []
    session.advance()
    return session


def test_a_run_goes_from_screen_to_screen(tmp_path: Path, ran: list[Any]) -> None:
    session = at_check(tmp_path)
    assert session.number == "M4"
    assert session.needs_run
    assert session.run(Silent(), Cancel()).ok
    assert not session.needs_run
    assert session.advance()
    assert session.number == "M5"


def test_required_boxes_left_empty_are_named_all_at_once(tmp_path: Path) -> None:
    session = begin(tmp_path)
    session.advance()
    faults = session.fill({"store_name": " ", "email_address": ""})
    assert [(f.where, f.code) for f in faults] == [("store_name", "MISSING"), ("email_address", "MISSING")]


def test_back_keeps_everything_and_next_keeps_changes(tmp_path: Path, ran: list[Any]) -> None:
    session = at_check(tmp_path)
    before = dict(session.answers)
    session.back()
    session.back()
    assert dict(session.answers) == before
    session.fill({"store_name": "Other Store"})
    session.advance()
    session.advance()
    assert session.number == "M4"
    assert session.answers.text("store_name") == "Other Store"


def test_the_same_answers_are_not_run_twice_and_changed_ones_are(tmp_path: Path, ran: list[Any]) -> None:
    session = at_check(tmp_path)
    session.run(Silent(), Cancel())
    session.back()
    session.fill(SERVER)
    session.advance()
    assert not session.needs_run
    session.back()
    session.fill({**SERVER, "password": "another-password"})
    session.advance()
    assert session.needs_run
    assert len(ran) == 1


def test_a_changed_answer_makes_later_steps_unreached(tmp_path: Path, ran: list[Any]) -> None:
    session = at_check(tmp_path)
    session.go_to("internet-line")
    assert session.go_to("mail-check")
    session.go_to("internet-line")
    session.fill({"access_isp": "another"})
    assert not session.go_to("mail-check")


def test_another_internet_provider_has_ports_of_its_own(tmp_path: Path, ran: list[Any]) -> None:
    session = begin(tmp_path)
    assert session.fill({"access_isp": "optus"}) == []
    session.answering.put("incoming_port", 15110)
    session.answering.put("outgoing_port", 15925)
    session.fill({"access_isp": "optus"})
    assert session.answers["incoming_port"] == 15110, "it is the same provider"
    session.fill({"access_isp": "another"})
    assert {"incoming_port", "outgoing_port"}.isdisjoint(session.answers)


def test_a_side_page_returns_to_where_it_was_opened(tmp_path: Path) -> None:
    session = begin(tmp_path)
    session.advance()
    session.advance()
    assert session.open_side("ask-imagatec")
    assert session.number == "M12"
    assert session.advance()
    assert session.number == "M3"
    assert not session.open_side("mail-check"), "an ordinary step is not a side page"


def test_a_killed_run_resumes_on_its_screen_without_its_secrets(tmp_path: Path, ran: list[Any]) -> None:
    before = at_check(tmp_path)
    again = begin(tmp_path)
    assert again.number == "M4"
    assert again.answers.plain() == before.answers.plain()
    assert [spec.id for spec in again.missing_secrets()] == ["password"]
    assert again.fill({"password": CANARY}) == []
    assert again.missing_secrets() == []
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or CANARY not in path.read_text(encoding="utf-8")


def test_a_proven_secret_is_taken_from_the_vault(tmp_path: Path, ran: list[Any]) -> None:
    first = at_check(tmp_path)
    first.run(Silent(), Cancel())
    again = Session(first.procedure, first.tools)
    assert again.missing_secrets() == []
    first.tools.vault.set("mail-password", Secret(CANARY))
    assert again.run(Silent(), Cancel()).ok
    assert again.answers.secret("password") == Secret(CANARY)


def test_a_secret_that_left_the_vault_is_asked_for_again(tmp_path: Path, ran: list[Any]) -> None:
    first = at_check(tmp_path)
    first.run(Silent(), Cancel())
    again = Session(first.procedure, first.tools)
    result = again.run(Silent(), Cancel())
    assert result.problem is not None
    assert result.problem.code == "SECRET-GONE"
    assert [spec.id for spec in again.missing_secrets()] == ["password"]


@pytest.mark.parametrize(
    "pasted",
    [
        CANARY,
        f"my password is {CANARY}",
        "-----BEGIN CERTIFICATE-----MIIB",
        "2RF:abcdefghijklmnopqrstuvwxyz0123456789",
        "A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "0123456789ABCDEF0123456789ABCDEF",
        "http://localhost:8401/callback?code=abc&state=def",
    ],
)
def test_a_key_pasted_into_the_wrong_box_never_reaches_the_draft(
    tmp_path: Path, ran: list[Any], pasted: str
) -> None:
    session = at_check(tmp_path)
    session.go_to("store-and-address")
    session.fill({"store_name": pasted})
    session.advance()
    draft = json.loads((session.tools.site.folder / "drafts" / "imagatec-mail.json").read_text())
    assert "store_name" not in draft["answers"]
    assert draft["answers"]["email_address"] == "store@example.com"


def test_a_damaged_draft_is_as_good_as_none(tmp_path: Path, ran: list[Any]) -> None:
    session = at_check(tmp_path)
    path = session.tools.site.folder / "drafts" / "imagatec-mail.json"
    for text in ("", "{", "[]", '{"schema": 99}', '{"schema": 1, "procedure": "imagatec-mail", "trail": 5}'):
        path.write_text(text)
        assert begin(tmp_path).number == "M1"


def test_a_server_that_repeats_the_password_does_not_get_it_into_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = {"said": f"500 unknown command {CANARY}"}
    row = {"id": "reach", "state": "failed", "seconds": 0.1, "problem": None, "facts": facts}
    outcome = Done({"checks": [row]})
    monkeypatch.setattr(order_module, "build_job", lambda name, asked: _FakeJob(outcome, [], asked))
    session = at_check(tmp_path)
    result = session.run(Silent(), Cancel())
    assert CANARY not in json.dumps(dict(result.facts))
    assert "unknown command" in result.facts["checks"][0]["facts"]["said"]


REFUSED = Problem("MAIL-LOGIN", {"said": f"535 {CANARY} is wrong", "side": "receiving"})


class _RaisingJob(_FakeJob):
    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        raise ProblemFound(REFUSED)


@pytest.mark.parametrize("how", ["returned", "of a job that ended", "raised", "of a job run instead"])
def test_a_server_that_repeats_the_password_does_not_get_it_into_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    def build(asked: Asked) -> Job:
        kind = _RaisingJob if how == "raised" else _FakeJob
        return kind(REFUSED if how == "returned" else Done({}, problem=REFUSED), [], asked)

    monkeypatch.setattr(order_module, "build_job", lambda name, asked: build(asked))
    session = at_check(tmp_path)
    if how == "of a job run instead":
        session.tools.learn(CANARY, [])
        asked = Asked(session.procedure, session.step.id, session.answers, {}, {})
        result = session.take(session.order(build(asked)).run(Silent(), Cancel()))
    else:
        result = session.run(Silent(), Cancel())
    assert result.problem is not None
    assert result.problem.code == "MAIL-LOGIN"
    assert CANARY not in json.dumps(dict(result.problem.facts))
    assert "is wrong" in str(result.problem.facts["said"])


ANSWERS = st.fixed_dictionaries(
    {
        "access_isp": st.sampled_from(["optus", "another", "not-sure"]),
        "store_name": st.text("abcdefghij KLM'&é", min_size=1, max_size=20).filter(str.strip),
        "email_address": st.sampled_from(["a@b.example", "store@shop.example"]),
    }
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ANSWERS, second=ANSWERS, moves=st.lists(st.booleans(), max_size=8))
def test_no_walk_loses_an_answer(
    tmp_path: Path, first: dict[str, str], second: dict[str, str], moves: list[bool]
) -> None:
    session = begin(tmp_path)
    session.start_again()
    typed: dict[str, str] = {}
    for answers in (first, second):
        for forward in [True, True, *moves]:
            mine = {f.id: answers[f.id] for f in session.fields() if f.id in answers}
            assert session.fill(mine) == []
            typed |= {k: v.strip() for k, v in mine.items()}
            if session.number == "M3" or not forward:
                session.back()
            else:
                session.advance()
            assert {k: session.answers[k] for k in typed} == typed


# --- what runs on another thread ---


def test_an_order_changes_nothing_of_the_run_until_it_is_taken(tmp_path: Path, ran: list[Any]) -> None:
    session = at_check(tmp_path)
    draft = session.tools.site.folder / "drafts" / "imagatec-mail.json"
    before = draft.read_text()
    ended = session.order().run(Silent(), Cancel())
    assert ended.result.ok
    assert session.results == {}
    assert session.answering.kept == set()
    assert draft.read_text() == before
    assert session.take(ended).ok
    assert session.result is not None
    assert "mail-check" in json.loads(draft.read_text())["results"]


def test_a_secret_that_an_order_recalled_is_known_once_it_is_taken(tmp_path: Path, ran: list[Any]) -> None:
    first = at_check(tmp_path)
    first.run(Silent(), Cancel())
    again = Session(first.procedure, first.tools)
    first.tools.vault.set("mail-password", Secret(CANARY))
    ended = again.order().run(Silent(), Cancel())
    assert again.answers.secret("password") is None
    again.take(ended)
    assert again.answers.secret("password") == Secret(CANARY)
    assert again.result is not None, "the jobs ran with that secret"


def test_an_order_runs_with_the_answers_it_was_given_with(tmp_path: Path, ran: list[Any]) -> None:
    session = at_check(tmp_path)
    order = session.order()
    session.answering.put("store_name", "Other Store")
    ended = order.run(Silent(), Cancel())
    assert ran == [{**ran[0], "store_name": "Corner Store"}]
    session.take(ended)
    assert session.result is None, "they are not the present ones"


def put_in_the_way(session: Session) -> Path:
    """Nothing can be kept in the drafts' folder from here on; return it."""
    drafts: Path = session.tools.site.folder / "drafts"
    drafts.rename(drafts.with_name("elsewhere"))
    drafts.write_text("in the way")
    return drafts


def test_a_move_that_cannot_be_kept_did_not_happen(tmp_path: Path, ran: list[Any]) -> None:
    session = at_check(tmp_path)
    session.run(Silent(), Cancel())
    drafts = put_in_the_way(session)
    for move in (
        session.advance,
        session.back,
        lambda: session.go_to("store-and-address"),
        lambda: session.open_side("ask-imagatec"),
    ):
        with pytest.raises(ProblemFound, match="STORE-WRITE"):
            move()
        assert session.number == "M4"
    drafts.unlink()
    drafts.with_name("elsewhere").rename(drafts)
    assert session.back()
    assert session.number == "M3"


def test_a_result_that_cannot_be_kept_is_a_problem(tmp_path: Path, ran: list[Any]) -> None:
    session = at_check(tmp_path)
    put_in_the_way(session)
    result = session.run(Silent(), Cancel())
    assert result.problem is not None
    assert result.problem.code == "STORE-WRITE"
    with pytest.raises(ProblemFound, match="STORE-WRITE"):
        session.start_again()
    with pytest.raises(ProblemFound):
        session.add_facts({"arrived": True})
    assert "arrived" not in session.results["mail-check"].facts


def test_what_was_taken_back_and_what_follows_does_not_hold_any_more(tmp_path: Path) -> None:
    session = at_check(tmp_path)
    undo = next(step for step in session.procedure.steps if step.takes_back)
    for name in (undo.takes_back, "mail-check"):
        session.results[name] = StepResult({"found": name})
    session.take(Ended(undo, StepResult({"receipt": "r"})))
    assert undo.takes_back not in session.results
    assert "mail-check" in session.results, "what came before holds"
    session.results[undo.takes_back] = StepResult()
    session.take(Ended(undo, StepResult(problem=Problem("UNDO-NONE"))))
    assert undo.takes_back in session.results, "nothing was taken back"


# --- typed results ---


def test_what_a_job_gave_is_typed_and_survives_a_restart(tmp_path: Path, ran: list[Any]) -> None:
    first = at_check(tmp_path)
    first.run(Silent(), Cancel())
    expected = MailChecked(address="a@b.example", kept_secrets=("password",))
    assert first.results["mail-check"].given == {"check_mail": expected}
    again = begin(tmp_path)
    assert again.results.given(MailChecked) == expected
    assert again.facts()["address"] == "a@b.example"


def draft_of(session: Session) -> dict[str, Any]:
    path = session.tools.site.folder / "drafts" / "imagatec-mail.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_a_draft_that_has_only_the_facts_of_its_steps_resumes(tmp_path: Path, ran: list[Any]) -> None:
    before = at_check(tmp_path)
    before.run(Silent(), Cancel())
    draft = draft_of(before)
    draft["results"] = {"mail-check": {"facts": {"address": "a@b.example", "kept_secrets": ["password"]}}}
    path = before.tools.site.folder / "drafts" / "imagatec-mail.json"
    path.write_text(json.dumps(draft), encoding="utf-8")
    again = begin(tmp_path)
    assert again.number == "M4"
    assert again.missing_secrets() == []
    assert again.facts()["address"] == "a@b.example"
    found = again.results.given(MailChecked)
    assert found == MailChecked(address="a@b.example", kept_secrets=("password",))
    again.advance()
    assert draft_of(again)["results"]["mail-check"]["given"]["check_mail"]["address"] == "a@b.example"


@pytest.mark.parametrize("given", [{"check_mail": {"address": 5}}, {"check_mail": []}, {"gone": {}}, 5])
def test_what_another_version_gave_is_left_out(tmp_path: Path, ran: list[Any], given: Any) -> None:
    before = at_check(tmp_path)
    before.run(Silent(), Cancel())
    draft = draft_of(before)
    draft["results"]["mail-check"] = {"facts": {"odd": True}, "given": given}
    path = before.tools.site.folder / "drafts" / "imagatec-mail.json"
    path.write_text(json.dumps(draft), encoding="utf-8")
    again = begin(tmp_path)
    assert again.results["mail-check"].given == {}
    assert again.facts()["odd"] is True
