"""What whoever looks after a PC switched off is not done by a run without a person either."""

import pytest

from tests.unit.jobs.programs import Programs
from wizard.cli import unattended
from wizard.cli.output import FAILED, Output
from wizard.model.policies import Policies
from wizard.model.problem import FaultyInput


def run(programs: Programs, way: str) -> int:
    program = programs.start()
    program.world = program.world._replace(policies=Policies(sign_in_ways=("window",)))
    return unattended.run(program, "kashflow-smtp", {"way": way}, Output(as_json=True))


def test_a_run_does_not_sign_in_by_itself_where_that_is_switched_off(programs: Programs) -> None:
    with pytest.raises(FaultyInput) as found:
        run(programs, "client-credentials")
    (fault,) = found.value.faults
    assert (fault.where, fault.code) == ("way", "NOT-ALLOWED")


def test_what_a_person_will_be_asked_is_the_windows_to_refuse(
    programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(programs, "browser") == FAILED
    assert "PROV-UNKNOWN" in capsys.readouterr().out, "it went on to the first thing that it was not told"
