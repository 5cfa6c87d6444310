"""Runs of the program, one after another, over one home and one password store."""

from pathlib import Path

from tests.faults.person import practice_person
from wizard.app.program import Options, Program, make_world
from wizard.jobs.job import Done, Job
from wizard.jobs.xero.connect_xero import ConnectXero
from wizard.model.ports import SecretStore
from wizard.model.progress import Cancel, Silent
from wizard.oauth.attempt import Attempt
from wizard.practice import PracticeServices
from wizard.redaction.log_filter import Redactor


class Programs:
    """Starts the program; each time it is another run over the same home and password store."""

    def __init__(self, home: Path, services: PracticeServices, safe: SecretStore) -> None:
        self._options, self._safe = Options(home=home, practice=True), safe
        self._services = services.services_file

    def start(self) -> Program:
        program = Program(make_world(self._options, self._services), Redactor())
        program.vault = self._safe
        return program


class AtXero(Silent):
    def item(self, item: Attempt) -> None:
        assert item.offer(practice_person().visit(item.sign_in.address())) is None


def done(job: Job, program: Program, progress: Silent | None = None) -> Done:
    outcome = job.run(program.tools(), progress or Silent(), Cancel())
    assert isinstance(outcome, Done), outcome
    return outcome


def signed_in(programs: Programs) -> Program:
    program = programs.start()
    done(ConnectXero(), program, AtXero())
    return program
