"""Twenty failures as support gets them: each is replayed, and nothing in it must have stayed at the store.

`python -m tests.unit.support.test_failures_replayed 10000` makes up as many stores by hand.
"""

import random
import string
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wizard.catalogue.load import problem_text, procedure
from wizard.model.problem import Fact, Problem
from wizard.model.record import StoreRecord
from wizard.model.setback import Setback
from wizard.redaction.log_filter import Redactor
from wizard.store.site import SiteFolder
from wizard.support.codes import Codes
from wizard.support.file import encode, read
from wizard.support.gather import Gatherer, Surroundings
from wizard.support.replay import replay

SECRET, STORE, ADDRESS = "canary-Qz7!pass", "Crooked Lane Hardware", "owner@crookedlane.example"
FAILURES = [
    ("imagatec-mail", "mail-check", "MAIL-LOGIN"), ("imagatec-mail", "mail-check", "MAIL-NAME"),
    ("imagatec-mail", "mail-check", "MAIL-PORT-BLOCKED"), ("imagatec-mail", "mail-check", "MAIL-OUT-AUTH"),
    ("imagatec-mail", "mail-check", "MAIL-NOT-BACK"), ("imagatec-mail", "mail-check", "MAIL-BOX-FULL"),
    ("imagatec-mail", "mail-programs", "CLIENT-NONE"), ("imagatec-mail", "mail-write", "CLIENT-OPEN"),
    ("imagatec-mail", "mail-write", "WRITE-BACK"), ("imagatec-xero", "enter-keys", "KEY-REFUSED"),
    ("imagatec-xero", "enter-keys", "XERO-PERMISSION"), ("imagatec-xero", "enter-keys", "XERO-SILENT"),
    ("point-of-rental-xero", "token-line", "LINE-NONE"), ("point-of-rental-xero", "token-line", "LINE-TWO"),
    ("ipages-xero", "xero-sign-in", "XERO-DENIED"), ("ipages-xero", "shop-files", "FILE-NONE"),
    ("ipages-xero", "check-records", "BOOKS-REJECTED"), ("ipages-xero", "send-records", "POST-SOME"),
    ("kashflow-smtp", "sender-connect", "SENDER-MISMATCH"),
    ("kashflow-smtp", "password-login", "APP-PASSWORD"),
]  # fmt: skip


def facts_of(code: str, said: str) -> dict[str, Fact]:
    """Everything that the problem may say about itself says this."""
    row = problem_text(code)
    assert row is not None, code
    return dict.fromkeys(row.facts, said)


def lines_of(site: SiteFolder, folder: Path, log: str) -> Path:
    redactor = Redactor()
    redactor.learn(SECRET)
    items = Gatherer(site, Codes(folder), redactor.clean).items(Surroundings({"Python": "3.11"}, (), log))
    out = folder / "for-support.jsonl"
    out.write_text(encode(items), "utf-8")
    return out


@pytest.mark.parametrize(("name", "step", "code"), FAILURES)
def test_a_failure_is_replayed_and_its_canaries_stay_at_the_store(
    tmp_path: Path, name: str, step: str, code: str
) -> None:
    assert step in {each.id for each in procedure(name).steps}
    site = SiteFolder(tmp_path / "site")
    facts = facts_of(code, f"550 {STORE} <{ADDRESS}> {SECRET} {tmp_path}")
    trail = tuple(each.id for each in procedure(name).steps if not each.side)
    trail = (*trail[: trail.index(step)], step) if step in trail else (step,)
    answers: dict[str, str | int | bool] = {
        "store_name": STORE,
        "email_address": ADDRESS,
        "user_name": ADDRESS,
    }
    site.save_draft(name, trail, answers, {}, Setback(step, Problem(code, facts), datetime.now(UTC)))
    site.change(lambda record: StoreRecord(shared={"store_name": STORE, **record.shared}))
    out = lines_of(site, tmp_path, f"refused {SECRET} for {ADDRESS} of {STORE.upper()} in {tmp_path}")
    text = out.read_text("utf-8").casefold()
    for canary in (SECRET, STORE, ADDRESS, "crookedlane", str(tmp_path)):
        assert canary.casefold() not in text
    (steps,) = replay(read(out)).steps.values()
    assert [one.failed.code for one in steps if one.failed is not None] == [code]


def test_hundreds_of_stores_made_up_keep_their_names_and_secrets(tmp_path: Path) -> None:
    made_up(300, 16, tmp_path)


def made_up(count: int, seed: int, within: Path) -> None:
    """Make up stores that failed, each with its file; AssertionError where one tells what it must not."""
    made = random.Random(seed)

    def word(letters: str = string.ascii_letters) -> str:
        return "".join(made.choices(letters, k=made.randint(8, 20)))

    for at in range(count):
        name, step, code = made.choice(FAILURES)
        folder = within / str(at)
        site, secret, store, login = SiteFolder(folder / "site"), word(), f"{word()} {word()}", word()
        address = f"{login}@{word(string.ascii_lowercase)}.example"
        said = " ".join(made.sample([secret, store, address, store.upper(), str(folder), "250 ok"], 4))
        answers: dict[str, str | int | bool] = {"store_name": store, "email_address": address}
        setback = Setback(step, Problem(code, facts_of(code, said)), datetime.now(UTC))
        site.save_draft(name, (step,), answers, {}, setback)
        redactor = Redactor()
        redactor.learn(secret)
        items = Gatherer(site, Codes(folder), redactor.clean).items(Surroundings({}, (), said))
        text = encode(items).casefold()
        for canary in (secret, store, address, str(folder)):
            assert canary.casefold() not in text, (at, canary)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="tillbridge-support-") as place:
        made_up(int(sys.argv[1]), random.SystemRandom().randrange(1 << 32), Path(place))
    sys.stdout.write(f"{sys.argv[1]} files, no canary\n")
