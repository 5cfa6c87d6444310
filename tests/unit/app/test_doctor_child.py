"""A process of its own looks at this PC, and says what the same look says here."""

import sys
import threading
import time
from pathlib import Path

import pytest

from wizard.app import doctor_child
from wizard.app.doctor_child import findings_of_this_pc
from wizard.app.options import Options
from wizard.app.program import Program, make_world
from wizard.jobs.job import Done
from wizard.jobs.pc.check_pc import CheckPc
from wizard.model.pc import PcFinding
from wizard.model.progress import Cancel, Cancelled, Silent
from wizard.redaction.log_filter import Redactor


def looked_at_here(options: Options) -> list[PcFinding]:
    """What the job finds in this process."""
    done = CheckPc().run(Program(make_world(options, None), Redactor()).tools(), Silent(), Cancel())
    assert isinstance(done, Done)
    return list(done.value)


def says(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a Python that runs `text` in the program's place."""
    monkeypatch.setattr(doctor_child, "own_command", lambda: [sys.executable, "-c", text])


def test_it_finds_what_is_found_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    home = tmp_path / "home"
    home.write_text("a file in the way", encoding="utf-8")
    services = tmp_path / "services.toml"
    services.write_text("", encoding="utf-8")
    options = Options(home=home, site="corner", services=services)
    found = findings_of_this_pc(options, Cancel())
    assert found is not None
    wrong = found[0].problem
    assert wrong is not None
    assert wrong.code == "STORE-WRITE"
    assert wrong.facts["path"] == str(home)
    assert found == looked_at_here(options)


@pytest.mark.parametrize(
    "said", ["", "Killed", "[]", '"ok"', '{"problems": [{"code": "X"}]}', '{"problems": 3}']
)
def test_what_is_no_answer_is_not_taken_for_a_healthy_pc(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    says(f"print({said!r})", monkeypatch)
    assert findings_of_this_pc(Options(), Cancel()) is None


def test_a_program_that_cannot_be_started_is_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor_child, "own_command", lambda: [str(tmp_path / "nowhere")])
    assert findings_of_this_pc(Options(), Cancel()) is None


def test_who_stops_it_does_not_wait_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = tmp_path / "begun"
    says(f"import pathlib, time; pathlib.Path({str(begun)!r}).touch(); time.sleep(600)", monkeypatch)
    cancel = Cancel()

    def stop() -> None:
        while not begun.exists():
            time.sleep(0.01)
        cancel.request()

    threading.Thread(target=stop).start()
    with pytest.raises(Cancelled):
        findings_of_this_pc(Options(), cancel)
