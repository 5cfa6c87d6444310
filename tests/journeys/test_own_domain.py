"""`run kashflow-smtp` with nothing but an address of the store's own domain: its provider is found out."""

from contextlib import ExitStack
from typing import Any

import pytest

from tests.journeys.files import write_answers, write_services
from tests.journeys.program import Ended, Tillbridge
from tests.servers.mail_host import ADDRESS, MailHost
from tests.servers.name_server import NameServer
from tests.servers.secret_service import SecretService
from tests.servers.web_documents import WebDocuments
from tests.unit.mail.test_autoconfig import document, server

DOMAIN = ADDRESS.partition("@")[2]
SPF = (DOMAIN, "TXT"), ['"v=spf1 mx -all"']
DMARC = (f"_dmarc.{DOMAIN}", "TXT"), ['"v=DMARC1; p=none"']
PAGE = "/mail/config-v1.1.xml"


class Domain:
    """A domain with a name server, and a page that says which server sends its mail."""

    def __init__(self, program: Tillbridge, host: MailHost, running: ExitStack) -> None:
        self._program, self._host = program, host
        self.names = running.enter_context(NameServer())
        self.page = running.enter_context(WebDocuments({PAGE: document(server(host="mail.example.test"))}))

    def run(self, **more: Any) -> Ended:
        answers = {"email_address": ADDRESS, "password": {"env": "SENDER_PASSWORD"}, **more}
        services = write_services(
            self._program.folder,
            ca=self._host.ca,
            name_server=self.names.port,
            routes={
                f"autoconfig.{DOMAIN}:80": f"127.0.0.1:{self.page.port}",
                "mail.example.test:587": f"127.0.0.1:{self._host.smtp_port}",
            },
        )
        path = write_answers(self._program.folder, "kashflow-smtp", answers)
        secrets = {"SENDER_PASSWORD": self._host.password}
        return self._program.run(
            "run", "kashflow-smtp", "--answers", path, "--services", services, secrets=secrets
        )


@pytest.fixture
def domain(tillbridge: Tillbridge, password_store: SecretService, mail_host: MailHost) -> Any:
    with ExitStack() as running:
        yield Domain(tillbridge.within(password_store.environment), mail_host, running)


def test_the_domains_own_server_sends(domain: Domain, mail_host: MailHost) -> None:
    ended = domain.run()
    assert (ended.status, ended.stderr) == (0, ""), ended.stdout
    found = ended.steps["sender"]["result"]
    assert (found["found_by"], found["found_said"]) == ("autoconfig", f"autoconfig.{DOMAIN}")
    tested = ended.steps["test-email"]["result"]
    assert (tested["sending_server"], tested["sending_port"]) == ("mail.example.test", 587)
    assert len(mail_host.messages()) == 1
    # the domain's name alone, never the address
    assert domain.page.asked == [(f"autoconfig.{DOMAIN}", PAGE)]
    assert set(domain.names.asked) == {(DOMAIN, "MX"), (DOMAIN, "TXT"), (f"_dmarc.{DOMAIN}", "TXT")}


@pytest.mark.parametrize(
    ("records", "says", "notice"),
    [
        ([SPF, DMARC], "whole", None),
        ([SPF], "lacking", {"spf": "there", "dmarc": "none"}),
        ([], "lacking", {"spf": "none", "dmarc": "none"}),
    ],
)
def test_what_the_domain_says_of_who_may_send_is_told_after_the_test(
    domain: Domain, records: Any, says: str, notice: dict[str, str] | None
) -> None:
    domain.names.records = dict(records)
    ended = domain.run()
    assert ended.status == 0, ended.stdout
    tested = ended.steps["test-email"]["result"]
    assert tested["domain_says"] == says
    found = [each["facts"] for each in tested["notices"] if each["code"] == "DOMAIN-JUNK"]
    assert [{name: each[name] for name in ("spf", "dmarc")} for each in found] == ([notice] if notice else [])


def test_where_nobody_answers_nothing_is_said_of_the_domain(domain: Domain) -> None:
    domain.names.broken = True
    ended = domain.run()
    assert ended.status == 0, ended.stdout
    tested = ended.steps["test-email"]["result"]
    assert tested["domain_says"] == ""
    assert "DOMAIN-JUNK" not in [each["code"] for each in tested["notices"]]


def test_without_the_tick_nobody_is_asked(domain: Domain) -> None:
    ended = domain.run(look_up=False)
    assert ended.problems == ["PROV-UNKNOWN"]
    assert (domain.page.asked, domain.names.asked) == ([], [])
    domain.run(look_up=False, server="mail.example.test")
    assert domain.names.asked == []


def test_a_server_that_was_typed_is_not_asked_about(domain: Domain) -> None:
    ended = domain.run(server="mail.example.test", port=587, encryption="starttls")
    assert ended.status == 0, ended.stdout
    assert domain.page.asked == []
    assert (DOMAIN, "MX") not in domain.names.asked
