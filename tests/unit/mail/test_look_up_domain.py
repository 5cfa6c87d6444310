"""Who runs a domain's mail, asked of a real name server and real web servers on loopback."""

import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from tests.servers.name_server import NameServer
from tests.servers.web_documents import Documents, WebDocuments
from tests.unit.mail.test_autoconfig import document, server
from wizard.app.domain_names import WorldNames
from wizard.app.network import WorldDialer
from wizard.mail.look_up_domain import RunBy, look_up_domain
from wizard.mail.short_get import MOST_BYTES
from wizard.model.domains import NotAskedError
from wizard.model.progress import Cancel
from wizard.model.world import World, WorldKind

DOMAIN = "store.example"
PATH = "/mail/config-v1.1.xml"
LISTED = f"/v1.1/{DOMAIN}"
OURS = {PATH: document(server())}


class Internet:
    """Name server and web servers, and a world that leads to them."""

    def __init__(self, folder: Path, running: ExitStack) -> None:
        self._folder, self._running = folder, running
        self.routes: dict[str, str] = {}
        self.names = running.enter_context(NameServer())
        self._authority = trustme.CA()
        self._ca = folder / "ca.pem"
        self._authority.cert_pem.write_to_path(str(self._ca))

    def web(self, host: str, documents: Documents, *, encrypted: bool = True) -> WebDocuments:
        """Put documents onto a host."""
        context = None
        if encrypted:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._authority.issue_cert(host).configure_cert(context)
        site = self._running.enter_context(WebDocuments(documents, context))
        self.routes[f"{host}:{443 if encrypted else 80}"] = f"127.0.0.1:{site.port}"
        return site

    def world(self) -> World:
        server = f"127.0.0.1:{self.names.port}"
        return World(
            WorldKind.SERVICES, self._folder, "store", None, self.routes, self._ca, name_server=server
        )

    def ask(self, domain: str = DOMAIN) -> RunBy | None:
        """Look a domain up."""
        world = self.world()
        return look_up_domain(domain, WorldNames(world), WorldDialer(world), Cancel())


@pytest.fixture
def internet(tmp_path: Path) -> Iterator[Internet]:
    with ExitStack() as running:
        yield Internet(tmp_path, running)


def summary(found: RunBy | None) -> tuple[str, str, str, str] | None:
    if found is None:
        return None
    row, host = found.row.id if found.row else "", found.server.host if found.server else ""
    return found.source, found.said, row, host


@pytest.mark.parametrize(
    ("exchanger", "row"),
    [
        ("10 store-example.mail.protection.outlook.com.", "office365"),
        ("0 store-example.p-v1.mx.microsoft.", "office365"),
        ("1 SMTP.GOOGLE.COM.", "gmail"),
        ("1 aspmx.l.google.com.", "gmail"),
        ("10 mx01.mail.icloud.com.", "icloud"),
        ("10 mx.notgoogle.com.", None),
        ("0 .", None),
    ],
)
def test_a_domain_at_a_large_provider_is_recognised(
    internet: Internet, exchanger: str, row: str | None
) -> None:
    internet.names.records = {(DOMAIN, "MX"): [exchanger]}
    found = internet.ask()
    host = exchanger.split()[1].rstrip(".").lower()
    assert summary(found) == (("mx", host, row, "") if row else None)


def test_the_preferred_exchanger_counts_first(internet: Internet) -> None:
    internet.names.records = {(DOMAIN, "MX"): ["20 mx01.mail.icloud.com.", "5 aspmx.l.google.com."]}
    assert summary(internet.ask()) == ("mx", "aspmx.l.google.com", "gmail", "")


def test_the_domain_says_it_itself(internet: Internet) -> None:
    site = internet.web(f"autoconfig.{DOMAIN}", OURS)
    assert summary(internet.ask()) == ("autoconfig", f"autoconfig.{DOMAIN}", "", "smtp.store.example")
    # the domain's name and nothing else
    assert site.asked == [(f"autoconfig.{DOMAIN}", PATH)]
    assert internet.names.asked == [(DOMAIN, "MX")]


def test_it_may_stand_in_the_well_known_place_or_be_unencrypted(internet: Internet) -> None:
    internet.web(f"autoconfig.{DOMAIN}", OURS, encrypted=False)
    assert summary(internet.ask()) == ("autoconfig", f"autoconfig.{DOMAIN}", "", "smtp.store.example")
    well_known = {f"/.well-known/autoconfig{PATH}": document(server(host="smtp.gmail.com"))}
    internet.web(DOMAIN, well_known)
    assert summary(internet.ask()) == ("autoconfig", DOMAIN, "gmail", "smtp.gmail.com")


def test_mozillas_list_is_asked_last_for_the_domain_and_whoever_takes_its_mail(internet: Internet) -> None:
    internet.names.records = {(DOMAIN, "MX"): ["10 mx00.host.co.uk."]}
    listed = internet.web(
        "autoconfig.thunderbird.net", {"/v1.1/host.co.uk": document(server(host="a.host.uk"))}
    )
    assert summary(internet.ask()) == ("list", "autoconfig.thunderbird.net", "", "a.host.uk")
    assert [path for _, path in listed.asked] == [LISTED, "/v1.1/host.co.uk"]


def test_redirects_are_followed_but_not_out_of_encryption_and_not_for_ever(internet: Internet) -> None:
    moved = f"https://config.host.example{PATH}"
    internet.web("config.host.example", OURS)
    internet.web(f"autoconfig.{DOMAIN}", {PATH: moved})
    assert summary(internet.ask()) == ("autoconfig", f"autoconfig.{DOMAIN}", "", "smtp.store.example")
    plain = internet.web("plain.host.example", OURS, encrypted=False)
    internet.web(f"autoconfig.{DOMAIN}", {PATH: f"http://plain.host.example{PATH}"})
    assert internet.ask() is None
    assert plain.asked == []
    internet.web(f"autoconfig.{DOMAIN}", {PATH: f"https://autoconfig.{DOMAIN}{PATH}"})
    assert internet.ask() is None


def test_another_certificate_than_the_hosts_is_not_believed(internet: Internet) -> None:
    internet.web("another.example", OURS)
    internet.routes[f"autoconfig.{DOMAIN}:443"] = internet.routes.pop("another.example:443")
    assert internet.ask() is None


@pytest.mark.parametrize("content", [b"x" * (MOST_BYTES + 1), b"<html>", b""])
def test_a_document_that_is_none_leads_on_to_the_list(internet: Internet, content: bytes) -> None:
    internet.web(f"autoconfig.{DOMAIN}", {PATH: content})
    internet.web("autoconfig.thunderbird.net", {LISTED: document(server())})
    assert summary(internet.ask()) == ("list", "autoconfig.thunderbird.net", "", "smtp.store.example")


@pytest.mark.parametrize("name", ["broken", "silent"])
def test_name_servers_that_do_not_answer_hold_nobody_up_for_long(internet: Internet, name: str) -> None:
    setattr(internet.names, name, True)
    internet.web(f"autoconfig.{DOMAIN}", OURS)
    began = time.monotonic()
    assert summary(internet.ask()) == ("autoconfig", f"autoconfig.{DOMAIN}", "", "smtp.store.example")
    assert time.monotonic() - began < 10
    with pytest.raises(NotAskedError):
        WorldNames(internet.world()).texts(DOMAIN)


def test_what_is_no_domain_is_not_asked_about(internet: Internet) -> None:
    for domain in ("", "localhost", "[192.0.2.1]", "a b.example", "x" * 300 + ".example"):
        assert internet.ask(domain) is None
    assert internet.names.asked == []


def test_a_name_without_texts_has_none_and_long_ones_are_joined(internet: Internet) -> None:
    internet.names.records = {(DOMAIN, "TXT"): ['"v=spf1 include:a" ".example -all"', '"other"']}
    names = WorldNames(internet.world())
    assert sorted(names.texts(DOMAIN)) == ["other", "v=spf1 include:a.example -all"]
    assert names.texts("nothing.example") == []
    assert names.mail_exchangers(DOMAIN) == []


def test_without_a_name_server_nobody_is_asked(tmp_path: Path) -> None:
    world = World(WorldKind.PRACTICE, tmp_path, "store", None)
    with pytest.raises(NotAskedError):
        WorldNames(world).mail_exchangers(DOMAIN)
    assert look_up_domain(DOMAIN, WorldNames(world), WorldDialer(world), Cancel()) is None
