"""Whatever a data file names exists; a slip in any of them is one line with the file and the key."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import data_files
from wizard.catalogue.check import check
from wizard.gui.pages.registry import PAGES
from wizard.jobs.vocabulary import vocabulary

CHECK = Path(__file__).resolve().parents[3] / "packaging" / "check_data.py"


def faults_after(folder: Path, file: str, before: str, after: str) -> list[str]:
    copy = data_files.copy_to(folder)
    data_files.change(copy, file, before, after)
    with data_files.read_from(copy):
        return [str(fault) for fault in check(vocabulary(PAGES))]


def test_the_data_files_name_only_what_exists() -> None:
    assert [str(fault) for fault in check(vocabulary(PAGES))] == []


def test_an_untouched_copy_is_as_good(tmp_path: Path) -> None:
    with data_files.read_from(data_files.copy_to(tmp_path)):
        assert check(vocabulary(PAGES)) == []


def test_the_build_refuses_nothing_today() -> None:
    done = subprocess.run([sys.executable, str(CHECK)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_file_that_nobody_reads_is_named(tmp_path: Path) -> None:
    copy = data_files.copy_to(tmp_path)
    (copy / "left-over.toml").write_text("", encoding="utf-8")
    with data_files.read_from(copy):
        assert list(map(str, check(vocabulary(PAGES)))) == [
            "resources/left-over.toml: (file): nobody reads it"
        ]


@dataclass(frozen=True)
class Slip:
    """A typo in one file, and the one line that it must lead to."""

    name: str
    file: str
    before: str
    after: str
    key: str
    says: str


SLIPS = [
    Slip(
        "the key of only_when",
        "screens/choose-organisation.toml",
        'only_when = { organisation_changed = "yes" }',
        'only_when = { organisation_chagned = "yes" }',
        "fields.typed_name.only_when.organisation_chagned",
        "there is no box or condition organisation_chagned; organisation_changed is meant?",
    ),
    Slip(
        "the value of only_when",
        "screens/choose-organisation.toml",
        'only_when = { organisation_changed = "yes" }',
        'only_when = { organisation_changed = "True" }',
        "fields.typed_name.only_when.organisation_changed",
        "there is no organisation_changed with the value True",
    ),
    Slip(
        "offered_when",
        "procedures/imagatec-mail.toml",
        'offered_when = { mail_route = "write" }',
        'offered_when = { mail_route = "wrote" }',
        "steps.mail-undo.offered_when.mail_route",
        "there is no mail_route with the value wrote; write is meant?",
    ),
    Slip(
        "a line's when",
        "screens/mail-finish.toml",
        'when = { login_for_sending = "same-as-incoming", mail_route = "alone" }',
        'when = { login_for_sendign = "same-as-incoming", mail_route = "alone" }',
        "lines[24].when.login_for_sendign",
        "there is no box, condition or fact login_for_sendign; login_for_sending is meant?",
    ),
    Slip(
        "the value of a line's when",
        "screens/mail-finish.toml",
        'when = { login_for_sending = "same-as-incoming", mail_route = "alone" }',
        'when = { login_for_sending = "same", mail_route = "alone" }',
        "lines[24].when.login_for_sending",
        "there is no login_for_sending with the value same",
    ),
    Slip(
        "a branch's value",
        "procedures/kashflow-smtp.toml",
        'when = { login_kind = "sign-in" }',
        'when = { login_kind = "signin" }',
        "steps.mail-provider.next.when.login_kind",
        "there is no login_kind with the value signin; sign-in is meant?",
    ),
    Slip(
        "a branch's key",
        "procedures/kashflow-smtp.toml",
        'when = { login_kind = "sign-in" }',
        'when = { loginkind = "sign-in" }',
        "steps.mail-provider.next.when.loginkind",
        "there is no box or condition loginkind; login_kind is meant?",
    ),
    Slip(
        "where a branch leads",
        "procedures/kashflow-smtp.toml",
        'goto = "exchange-details"',
        'goto = "exchange-detail"',
        "$",
        "step mail-provider leads to exchange-detail, which is no step",
    ),
    Slip(
        "done_when",
        "procedures/point-of-rental-xero.toml",
        'done_when = { xero_allows = "yes" }',
        'done_when = { xero_alows = "yes" }',
        "steps.xero-sign-in.done_when.xero_alows",
        "there is no box or condition xero_alows; xero_allows is meant?",
    ),
    Slip(
        "whose place a step takes",
        "procedures/point-of-rental-xero.toml",
        'stands_for = ["check-records"]',
        'stands_for = ["check-record"]',
        "steps.check-entries.stands_for",
        "there is no step of another procedure check-record; check-records is meant?",
    ),
    Slip(
        "the value of a variant's when",
        "problems.toml",
        'when = { cause = "web-login" }',
        'when = { cause = "web-logon" }',
        "OUT-GMAIL",
        "a variant depends on cause = 'web-logon', which one_of does not have",
    ),
    Slip(
        "the key of a variant's when",
        "problems.toml",
        'when = { cause = "web-login" }',
        'when = { casue = "web-login" }',
        "OUT-GMAIL",
        "a variant depends on casue, which is none of its facts",
    ),
    Slip(
        "a fact of a problem",
        "problems.toml",
        'what = "No server is called {name}."',
        'what = "No server is called {nmae}."',
        "MAIL-NAME",
        "a text names {nmae}, which is none of its facts",
    ),
    Slip(
        "a step that forgets a secret",
        "procedures/imagatec-mail.toml",
        'proves = true\ncheck = true\nsecrets = ["password", "sending_password"]',
        'proves = true\ncheck = true\nsecrets = ["password"]',
        "steps.mail-check.secrets",
        "sending_password is missing: check_mail needs it",
    ),
    Slip(
        "a secret that a line copies and a job compares",
        "procedures/imagatec-xero.toml",
        'proven_when = { copy_checked = "True" }\nsecrets = ["api_secret"]',
        'proven_when = { copy_checked = "True" }\nsecrets = []',
        "steps.warehouse-fields.secrets",
        "api_secret is missing: check_copy needs it",
    ),
    Slip(
        "a secret that no box asks for",
        "procedures/kashflow-smtp.toml",
        'proves = true\nsecrets = ["client_secret"]',
        'proves = true\nsecrets = ["client_secret", "clientsecret"]',
        "steps.sender-connect.secrets",
        "there is no box with a secret called clientsecret; client_secret is meant?",
    ),
    Slip(
        "a job",
        "procedures/imagatec-xero.toml",
        'jobs = ["check_country"]',
        'jobs = ["check_contry"]',
        "steps.who-approves.jobs",
        "there is no job check_contry; check_country is meant?",
    ),
    Slip(
        "what a page takes back",
        "procedures/imagatec-mail.toml",
        'takes_back = "mail-plan"',
        'takes_back = "mail-plans"',
        "$",
        "step mail-undo takes back mail-plans, which is no step",
    ),
    Slip(
        "a fact of a screen's note",
        "screens/who-approves.toml",
        "{price}",
        "{prise}",
        "notes[0]",
        "there is no box, condition or fact prise; price is meant?",
    ),
    Slip(
        "a text that is not filled in",
        "screens/mail-check.toml",
        '\ntitle = "',
        '\ntitle = "{email_address} ',
        "title",
        "{email_address} is shown as it stands: this text is not filled in",
    ),
    Slip(
        "a screen's link",
        "screens/mail-server.toml",
        'links = ["ask-imagatec"]',
        'links = ["ask-imagetec"]',
        "links",
        "there is no side page ask-imagetec; ask-imagatec is meant?",
    ),
    Slip(
        "the box of a problem's button",
        "problems.toml",
        'internet line."\nactions = [\n  { label = "Correct the name", does = "edit", field = "incoming_',
        'internet line."\nactions = [\n  { label = "Correct the name", does = "edit", field = "incomming_',
        "MAIL-NAME.actions[0].field",
        "there is no box incomming_server; incoming_server is meant?",
    ),
    Slip(
        "what a problem's button sets",
        "problems.toml",
        'wants the same one for sending."\nactions = [\n  { label = "Use the same login for sending", '
        'does = "set", field = "sending_login", value = "same-as-incoming"',
        'wants the same one for sending."\nactions = [\n  { label = "Use the same login for sending", '
        'does = "set", field = "sending_login", value = "same-as-incomming"',
        "MAIL-OUT-AUTH.actions[0].sending_login",
        "there is no sending_login with the value same-as-incomming; same-as-incoming is meant?",
    ),
    Slip(
        "the side page of a problem's button",
        "problems.toml",
        'label = "Put the old settings back", does = "side", step = "mail-undo"',
        'label = "Put the old settings back", does = "side", step = "mail-write"',
        "WRITE-HALF.actions[0].step",
        "mail-write is not a side page",
    ),
    Slip(
        "whom a deadline concerns",
        "deadlines.toml",
        '{ xero_keys = "True" }',
        '{ xero_keys = "yes" }',
        "xero-granular-permissions.concerns.xero_keys",
        "there is no xero_keys with the value yes",
    ),
    Slip(
        "the problem of a refusal",
        "providers/sign-in.toml",
        'problem = "SENDER-CODE"',
        'problem = "SENDER-CODES"',
        "refusal.54005.problem",
        "there is no problem SENDER-CODES; SENDER-CODE is meant?",
    ),
    Slip(
        "where a last line leads",
        "screens/keys-finish.toml",
        'goto = "warehouse-fields"',
        'goto = "warehouse-field"',
        "lines[3].goto",
        "there is no step warehouse-field; warehouse-fields is meant?",
    ),
    Slip(
        "the boxes that another answer empties",
        "screens/internet-line.toml",
        'resets = ["incoming_port"',
        'resets = ["incomming_port"',
        "fields.access_isp.resets",
        "there is no box incomming_port; incoming_port is meant?",
    ),
    Slip(
        "what proves a step",
        "procedures/imagatec-xero.toml",
        'proven_when = { copy_checked = "True" }',
        'proven_when = { copy_check = "True" }',
        "steps.warehouse-fields.proven_when.copy_check",
        "there is no box, condition or fact copy_check",
    ),
    Slip(
        "the document's item",
        "screens/internet-line.toml",
        'mirrors = ["S1.',
        'mirrors = ["S1.9',
        "",
        "no source document has an item",
    ),
    Slip(
        "the default of a choice",
        "screens/mail-server.toml",
        'default = "plain"',
        'default = "plane"',
        "$.fields[6]",
        "encryption has a default that is not among its options",
    ),
    Slip(
        "the kind of a screen",
        "screens/ipages-finish.toml",
        'kind = "sent-finish"',
        'kind = "sent-finnish"',
        "kind",
        "there is no page for the kind sent-finnish; sent-finish is meant?",
    ),
    Slip(
        "what is called a row of a table",
        "matching.toml",
        "[slots.money]",
        "[slots.mony]",
        "slots.mony",
        "there is no row called mony; money is meant?",
    ),
    Slip(
        "a row that is left out",
        "daily.toml",
        'arrived = "What arrived in Xero"',
        "",
        "about.arrived",
        "is missing",
    ),
    Slip(
        "where a record is put right",
        "export.toml",
        'not-ticked = "kinds"',
        'not-ticked = "kind"',
        "fix.not-ticked",
        "there is no row called kind; kinds is meant?",
    ),
    Slip(
        "what a sentence is filled with",
        "till.toml",
        "{matches_wrong} things",
        "{match_wrong} things",
        "wrong",
        "there is no place match_wrong; matches_wrong is meant?",
    ),
    Slip(
        "braces that do not close",
        "schedule.toml",
        'daily = "Sends each day at {at}."',
        'daily = "Sends each day at {at."',
        "says.daily",
        "its braces do not close",
    ),
    Slip(
        "a column of a layout",
        "layouts/xero-invoices.toml",
        'contact = "ContactName"',
        'contcat = "ContactName"',
        "contcat",
        "is no field",
    ),
    Slip(
        "the procedure that mends what stopped",
        "home.toml",
        'begins = "imagatec-mail"',
        'begins = "imagatec-male"',
        "trouble.mail.begins",
        "there is no procedure imagatec-male; imagatec-mail is meant?",
    ),
    Slip(
        "a screen that practice finds things for",
        "practice/found.toml",
        "[enter-keys]",
        "[enter-key]",
        "enter-key",
        "there is no screen enter-key; enter-keys is meant?",
    ),
]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_one_clear_line(slip: Slip, tmp_path: Path) -> None:
    faults = faults_after(tmp_path, slip.file, slip.before, slip.after)
    assert len(faults) == 1, faults
    assert faults[0].startswith(f"resources/{slip.file}: {slip.key}")
    assert re.search(re.escape(slip.says), faults[0])
