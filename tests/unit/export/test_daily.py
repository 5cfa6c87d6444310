"""A day of a store that nobody sits at: sent, looked after, and told once, by its own sender."""

import os
import re
from collections.abc import Callable
from dataclasses import replace as with_
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.export.days import MAPPING, Files, a_day, totals
from tests.unit.export.shop import LOGINS, TENANT, Shop, Xero
from tests.unit.export.test_sending import held
from wizard.catalogue.providers import provider
from wizard.catalogue.schedule import said_of_last
from wizard.catalogue.wording import wording
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.daily.report import line
from wizard.jobs.daily.run_daily import RunDaily
from wizard.jobs.daily.tell import mail
from wizard.jobs.export.read_status import ReadStatus
from wizard.jobs.job import Done
from wizard.jobs.sender.own_sender import VAULT_PASSWORD, Sender, remember_sender
from wizard.jobs.trouble.find_xero_trouble import FindXeroTrouble
from wizard.mail.pop3 import open_pop3, pop3_login
from wizard.model.card_state import CardState, Rests
from wizard.model.mail import Identity, Outgoing, OutgoingAuth, SocketType
from wizard.model.progress import Cancel, Silent
from wizard.model.record import Proof, ProofState, StoreRecord, XeroConnection
from wizard.model.schedule import WEEKDAYS
from wizard.model.secret import Secret
from wizard.model.standing import card_standing
from wizard.model.xero import Organisation
from wizard.practice import PracticeServices

HOST = "mail.practice.example"
ADDRESS = LOGINS["mail-address"]


class Nightly:
    """A shop whose day is sent each day."""

    def __init__(self, shop: Shop, folder: Path) -> None:
        self.shop, self.folder = shop, folder
        self.noticed: list[str] = []
        self.shop.tools = with_(shop.tools, notify=self._notify)
        folder.mkdir()
        matches = StoreMatches(shop.tools.site).path
        matches.parent.mkdir(parents=True)
        matches.write_text(MAPPING, "utf-8")
        self.keep(lambda books: replace(books, folder=str(folder), schedule="00:00"))
        self._with_sender()

    def keep(self, change: Callable[[object], object]) -> None:
        self.shop.tools.site.change(lambda record: replace(record, books=change(record.books)))

    def run(self, *, again: bool = False) -> Done:
        done = RunDaily(again, self.shop.clock).run(self.shop.tools, Silent(), Cancel())
        assert isinstance(done, Done)
        return done

    def tomorrow(self) -> None:
        """Let what was told be of yesterday."""
        day = timedelta(days=1)

        def earlier(record: StoreRecord) -> StoreRecord:
            told = record.daily
            assert told.mailed is not None
            assert told.noticed is not None
            return replace(record, daily=replace(told, mailed=told.mailed - day, noticed=told.noticed - day))

        self.shop.tools.site.change(earlier)

    def messages(self) -> list[tuple[str, str]]:
        """Title and text of what the store was sent."""
        found = []
        with open_pop3(self.shop.tools.dialer, HOST, 110, SocketType.PLAIN, Cancel()) as pop:
            pop3_login(pop, LOGINS["mail-user"], LOGINS["mail-password"])
            for number in range(1, pop.stat()[0] + 1):
                message = message_from_bytes(b"\r\n".join(pop.retr(number)[1]))
                if message["Auto-Submitted"]:
                    payload = message.get_payload(decode=True)
                    assert isinstance(payload, bytes)
                    title = str(make_header(decode_header(message["Subject"])))
                    found.append((title, payload.decode()))
        return found

    def _with_sender(self) -> None:
        tools = self.shop.tools
        out = Outgoing(HOST, 587, SocketType.STARTTLS, OutgoingAuth.PASSWORD, LOGINS["mail-user"])
        remember_sender(tools, Sender(Identity("Café Ann", ADDRESS), provider("another"), out))
        tools.vault.set(VAULT_PASSWORD, Secret(LOGINS["mail-password"]))
        proof = Proof(ProofState.PROVEN, datetime.now(UTC), ADDRESS)
        tools.site.change(lambda record: record.with_proof("kashflow-smtp", proof))

    def _notify(self, title: str, text: str) -> bool:
        self.noticed.append(f"{title}: {text}")
        return True


@pytest.fixture
def nightly(shop: Shop, tmp_path: Path) -> Nightly:
    return Nightly(shop, tmp_path / "files")


def today() -> date:
    return datetime.now().astimezone().date()


def states(done: Done) -> dict[str, str]:
    return {one["about"]: one["problem"] or one["state"] for one in done.facts["looked"]}


def test_a_clean_day_is_sent_proven_and_said_once(nightly: Nightly, xero: Xero) -> None:
    files = a_day()
    files.write(nightly.folder)
    done = nightly.run()
    assert done.problem is None
    assert states(done) == {"sender": "passed", "files": "passed", "export": "passed"}
    (came,) = [line(one) for one in done.value if one.about == "files"]
    assert came.startswith("The store's files: came. The newest is of "), "nothing else was seen of them"
    assert held(xero) == totals(files)
    last = nightly.shop.tools.site.record().books.last_run
    assert last is not None
    assert Path(last.proof).is_file()
    ((title, text),) = nightly.messages()
    assert title == "Corner Store Pty Ltd: everything that was looked at works"
    assert "0 already in Xero" in text
    assert len(nightly.noticed) == 1


def test_where_nothing_is_set_up_nothing_is_said_to_have_been_looked_at(shop: Shop) -> None:
    done = RunDaily().run(shop.tools, Silent(), Cancel())
    assert isinstance(done, Done)
    assert done.value == ()
    assert said_of_last(shop.tools.site.record().daily) == "", "home would say that all was well"


def test_mail_that_was_put_back_is_not_said_to_work(shop: Shop) -> None:
    """What is kept are our settings: the mail program has others by now."""
    tools = shop.tools
    back = datetime(2026, 11, 20, 12, tzinfo=UTC)
    undone = Proof(ProofState.UNDONE, back, ADDRESS, put_back=back)
    tools.site.change(lambda record: record.with_proof("imagatec-mail", undone))
    done = RunDaily().run(tools, Silent(), Cancel())
    assert isinstance(done, Done)
    (mail_line,) = [line(one) for one in done.value if one.about == "mail"]
    assert mail_line.startswith(
        "Store e-mail: left alone. You put the mail program's old settings back on 20 "
    )
    assert done.facts["title"].endswith("nothing was looked at")
    assert said_of_last(tools.site.record().daily).endswith("nothing was looked at.")


def test_the_same_files_are_not_sent_twice_on_a_day_unless_it_is_wanted(nightly: Nightly, xero: Xero) -> None:
    a_day().write(nightly.folder)
    nightly.run()
    calls = nightly.shop.ledger("SELECT count(*) FROM run")
    second = nightly.run()
    assert states(second)["export"] == "skipped"
    assert nightly.shop.ledger("SELECT count(*) FROM run") == calls
    third = nightly.run(again=True)
    assert states(third)["export"] == "passed"
    assert nightly.shop.ledger("SELECT count(*) FROM run") == [(2,)]
    assert len(nightly.messages()) == 1


def test_files_that_changed_on_the_day_go_without_being_asked_for(nightly: Nightly, xero: Xero) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.write(nightly.folder)
    nightly.run()
    files.sale("S-2", "10.00")
    files.write(nightly.folder)
    assert states(nightly.run())["export"] == "passed"
    assert len(xero.all("Invoices")) == 2


def test_while_xero_is_down_it_is_kept_said_so_and_sent_with_the_next_run(
    nightly: Nightly, xero: Xero, services: PracticeServices
) -> None:
    files = a_day()
    files.write(nightly.folder)
    services.add_fault("write-error")
    done = nightly.run()
    assert done.problem is not None
    assert done.problem.code == "XERO-DOWN"
    ((title, text),) = nightly.messages()
    assert title == "Corner Store Pty Ltd: one thing needs you"
    assert "Nothing is lost: what did not go is kept here, and goes with the next run" in text
    services.clear_faults()
    assert nightly.run().problem is None
    assert held(xero) == totals(files)
    assert len(nightly.messages()) == 1  # at most one a day
    nightly.tomorrow()
    nightly.run(again=True)
    assert len(nightly.messages()) == 2
    assert len(nightly.noticed) == 2


def test_records_that_xero_does_not_take_are_listed_by_name(nightly: Nightly) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.sale("S-2", "10.00", contact="")
    files.add(
        "invoices", "Ann", "S-3", "", "16/11/2026", "16/11/2026", "Kettle", "1", "5.00", "Nope", "GST", "", ""
    )
    files.write(nightly.folder)
    done = nightly.run()
    assert done.problem is not None
    assert done.problem.code == "POST-SOME"
    ((_, text),) = nightly.messages()
    assert "S-3" in text
    assert "invoices.csv line 4" in text
    status = ReadStatus().run(nightly.shop.tools, Silent(), Cancel())
    assert isinstance(status, Done)
    assert status.problem is not None
    told = wording(status.problem)
    assert re.match(r"On .+ \d\d:\d\d, \d+ of \d+ records were in Xero", told.what), "nobody asked Xero now"
    assert "Xero was not asked now" in told.why


def test_a_file_that_never_came_is_missed(nightly: Nightly) -> None:
    a_day().write(nightly.folder)
    old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    for path in nightly.folder.iterdir():
        os.utime(path, (old, old))
    done = nightly.run()
    assert done.problem is not None
    assert done.problem.code == "DAILY-NO-FILE"


def test_files_that_are_gone_altogether_are_a_problem_and_not_a_crash(nightly: Nightly) -> None:
    nightly.keep(lambda books: replace(books, folder=str(nightly.folder / "gone")))
    found = states(nightly.run())
    assert found["export"] not in {"passed", "skipped", "PROGRAM-ERROR"}
    assert found["files"] == "DAILY-NO-FILE"


def test_on_other_days_than_the_weeks_one_it_only_checks(nightly: Nightly, xero: Xero) -> None:
    a_day().write(nightly.folder)
    tomorrow = WEEKDAYS[(today().weekday() + 1) % 7]
    nightly.keep(lambda books: replace(books, schedule=f"{tomorrow} 00:00"))
    found = states(nightly.run())
    assert "export" not in found
    assert found["records"] == "passed"
    assert xero.all("Invoices") == []


def test_what_was_sent_is_no_fault_on_the_days_between(nightly: Nightly) -> None:
    a_day().write(nightly.folder)
    assert states(nightly.run())["export"] == "passed"
    tomorrow = WEEKDAYS[(today().weekday() + 1) % 7]
    nightly.keep(lambda books: replace(books, schedule=f"{tomorrow} 00:00"))
    assert states(nightly.run())["records"] == "passed", "what Xero holds of it is ours"


def test_the_end_of_the_client_secret_is_said_in_time_and_once(nightly: Nightly) -> None:
    def ends(days: int) -> None:
        day = today() + timedelta(days=days)
        site = nightly.shop.tools.site
        site.change(lambda r: replace(r, sender=replace(r.sender, secret_ends=day, login="sign-in")))

    nightly.keep(lambda books: replace(books, folder=""))
    nightly.shop.tools.site.change(lambda record: replace(record, proofs={}))
    ends(31)
    assert states(nightly.run())["secret"] == "passed"
    ends(30)
    done = nightly.run()
    assert states(done)["secret"] == "SECRET-ENDS"
    assert done.problem is None  # to be known in time: nothing fails today
    assert len(nightly.noticed) == 1
    nightly.noticed.clear()
    nightly.run()
    assert nightly.noticed == []
    ends(-1)
    done = nightly.run()
    assert done.problem is not None
    assert done.problem.code == "SECRET-ENDED"


def test_no_secret_that_a_server_repeats_goes_into_the_message(nightly: Nightly) -> None:
    """Whatever a problem quotes is cleaned of what the safe holds."""
    secret = LOGINS["api-secret"]
    nightly.shop.tools.learn(secret, [])
    told, problem = mail(nightly.shop.tools, f"it said {secret}", f"it said {secret} twice", Cancel())
    assert (told, problem) == ("told", None)
    ((title, text),) = nightly.messages()
    assert "it said" in title
    assert secret not in f"{title} {text}"


def test_a_sender_that_fails_is_no_proven_one_and_the_desktop_still_says_so(
    nightly: Nightly, services: PracticeServices
) -> None:
    nightly.keep(lambda books: replace(books, folder=""))
    services.add_fault("wrong-password")
    done = nightly.run()
    assert done.problem is not None
    assert (done.facts["mailed"], done.facts["noticed"]) == ("nobody", "told")
    assert len(nightly.noticed) == 1
    assert nightly.shop.tools.site.record().proofs["kashflow-smtp"].failed == done.problem.code


def one_sale_then_only_looks(nightly: Nightly) -> None:
    """One sale goes; from then on the daily run sends nothing."""
    files = Files()
    files.sale("S-1", "10.00")
    files.write(nightly.folder)
    assert nightly.run().problem is None
    nightly.keep(lambda books: replace(books, schedule="watch 00:00"))


def test_what_waits_for_a_person_is_not_said_to_work(nightly: Nightly) -> None:
    """On a day without sending the records are only checked: one that changed since it went is never sent."""
    one_sale_then_only_looks(nightly)
    changed = Files()
    changed.sale("S-1", "11.00")
    changed.write(nightly.folder)
    done = nightly.run()
    assert states(done)["records"] == "BOOKS-WAITS"
    (said,) = [line(one) for one in done.value if one.about == "records"]
    assert "1 record of the files waits for a person" in said


def test_a_key_for_another_organisation_than_the_stores_needs_its_user_as_home_says(nightly: Nightly) -> None:
    """The Warehouse's key works, and posts to the organisation that the store has left."""
    site = nightly.shop.tools.site
    proof = Proof(ProofState.PROVEN, datetime.now(UTC), "Corner Store Pty Ltd", TENANT)
    site.change(lambda record: record.with_proof("imagatec-xero", proof))
    a_day().write(nightly.folder)
    assert states(nightly.run())["key"] == "passed"
    north = Organisation("tenant-2", "Corner Store North Pty Ltd", organisation_id="other")
    site.change(lambda record: replace(record, organisation=north))
    done = nightly.run(again=True)
    assert states(done)["key"] == "ORG-CHANGED"
    (said,) = [line(one) for one in done.value if one.about == "key"]
    assert "The key is for another organisation than this store's" in said
    trouble = FindXeroTrouble().run(nightly.shop.tools, Silent(), Cancel())
    assert isinstance(trouble, Done)
    assert states(trouble)["key"] == "ORG-CHANGED"
    record = site.record()
    standing = card_standing(record, "imagatec-xero", frozenset({Rests.KEY}), today())
    assert (standing.state, standing.worked) == (CardState.DIFFERS, record.proofs["imagatec-xero"].worked)


def test_records_are_not_said_to_pass_where_xero_could_not_be_asked(nightly: Nightly) -> None:
    """They are checked by what Xero said before: nobody knows whether that still holds."""
    one_sale_then_only_looks(nightly)
    nightly.shop.tools.site.change(lambda record: replace(record, xero=XeroConnection(stopped=True)))
    (found,) = [one for one in nightly.run().value if one.about == "records"]
    assert (found.state, found.problem) == ("skipped", None)
    assert "Xero was not asked anew. This store is not connected to Xero." in line(found)
