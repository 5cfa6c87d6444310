"""What goes into a mail program is what the check proved, whatever the answers mean by then."""

import pytest

from wizard.catalogue.load import procedure
from wizard.jobs.job import Asked
from wizard.jobs.programs.mail_program import settings_to_write
from wizard.model.problem import ProblemFound
from wizard.model.secret import Secret
from wizard.procedure.answers import Answers

PROVEN = {
    "incoming": "mail.example.com:15110",
    "outgoing": "mail.example.com:15925",
    "incoming_port": 15110,
    "outgoing_port": 15925,
    "encryption": "plain",
    "login_for_sending": "same-as-incoming",
}


def asked(proven: dict[str, object], **more: str | int) -> Asked:
    answers = Answers()
    server = {"incoming_server": "mail.example.com", "outgoing_server": "mail.example.com"}
    for name, value in {**server, "user_name": "store", "password": Secret("pw"), **more}.items():
        answers.put(name, value)
    return Asked(procedure("imagatec-mail"), "mail-plan", answers, {"mail-check": proven}, {})


def test_the_ports_that_got_through_are_written() -> None:
    got = {**PROVEN, "incoming": "mail.example.com:110", "outgoing": "mail.example.com:25"}
    found = settings_to_write(asked({**got, "incoming_port": 110, "outgoing_port": 25}))
    assert found.incoming is not None
    assert (found.incoming.port, found.outgoing.port) == (110, 25)


@pytest.mark.parametrize(
    ("answers", "now"),
    [
        ({"incoming_port": 110, "outgoing_port": 25}, "mail.example.com:110, mail.example.com:25"),
        ({"access_isp": "another"}, "mail.example.com:110, mail.example.com:25"),
        ({"encryption": "starttls"}, "starttls"),
        ({"sending_login": "none"}, "none"),
    ],
)
def test_what_was_not_checked_so_is_not_written(answers: dict[str, str | int], now: str) -> None:
    with pytest.raises(ProblemFound) as found:
        settings_to_write(asked(PROVEN, **answers))
    assert found.value.problem.code == "MAIL-NOT-AS-CHECKED"
    assert now in str(found.value.problem.facts["now"])
    assert "mail.example.com:15110" in str(found.value.problem.facts["checked"])
