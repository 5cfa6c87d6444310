"""The steps of `imagatec-mail` that concern a mail program, out of a run's answers (M5, M6, M7, M14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from wizard.catalogue.listing import listed
from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Gives, Job, Tools
from wizard.jobs.mail.check_mail import CheckMail, MailChecked, servers_of
from wizard.jobs.mail.settings import is_pair_open, settings_of, with_pair
from wizard.jobs.programs.plan_mail_settings import MailPlanned, PlanMailSettings
from wizard.jobs.programs.receipts import MailReceipt, ReceiptState, mail_receipts
from wizard.jobs.programs.undo_mail_settings import MailUndone, UndoMailSettings
from wizard.jobs.programs.write_mail_settings import MailWritten, WriteMailSettings
from wizard.mailclients.choosing import choose
from wizard.model.mail import MailSettings, PortPair
from wizard.model.mail_clients import AccountChoice, Plan
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.redaction.shapes import looks_like_key

_words = words_of(__name__)

WRITE, BY_HAND, ALONE = "write", "by-hand", "alone"
"""The ways on from M5, as the box `how` and the condition `mail_route` have them."""
_READABLE = ("store_name", "email_address")
"""Boxes whose text everybody sees whom the store writes to."""
_NOT_POSSIBLE = {"CLIENT-NONE": ALONE, "CLIENT-GUIDE": BY_HAND, "CLIENT-ACCOUNT-KIND": BY_HAND}
"""Problems after which "write for me, where possible" goes on in another way."""


def settings_to_write(asked: Asked) -> MailSettings:
    """Return the settings that the check proved, with the ports that got through.

    ProblemFound SECRET-IN-BOX: what is written into a mail program stands there for everybody to read.
    MAIL-NOT-AS-CHECKED: the answers mean something else by now, as after an update of the rule for ports.
    """
    for box in _READABLE:
        text = asked.answers.text(box)
        if text in {secret.reveal() for secret in asked.answers.secrets()} or looks_like_key(text):
            raise ProblemFound(Problem("SECRET-IN-BOX", {"box": _words.one_of("boxes", box), "field": box}))
    proven = asked.given(MailChecked)
    settings = settings_of(asked.answers)
    if proven is None:
        return settings
    if is_pair_open(asked.answers) and proven.incoming_port and proven.outgoing_port:
        settings = with_pair(settings, PortPair(proven.incoming_port, proven.outgoing_port))
    meant = servers_of(settings)
    checked = {name: getattr(proven, name) for name in meant}
    if meant != checked:
        facts = {"checked": _in_words(checked), "now": _in_words(meant)}
        raise ProblemFound(Problem("MAIL-NOT-AS-CHECKED", facts))
    return settings


def _in_words(servers: Mapping[str, str]) -> str:
    return listed(each for each in servers.values() if each)


class MailProgramChosen(Gives, frozen=True, kw_only=True):
    """The way on, the account of which mail program is set up, or why none is written."""

    mail_route: Literal["", "write", "by-hand", "alone"] = ""
    mail_target: str = ""
    mail_client: str = ""
    mail_client_name: str = ""
    mail_profile: str = ""
    hand_client: str = ""
    """The mail program that a person chose at M5, to do the clicks there by hand."""
    hand_profile: str = ""
    not_written: str = ""


@dataclass(frozen=True)
class ChooseMailProgram:
    """Settle which account of which mail program is set up, and how; writes nothing."""

    gives: ClassVar = MailProgramChosen
    target: str
    how: str
    address: str

    @classmethod
    def asked(cls, asked: Asked) -> "ChooseMailProgram":
        """Build the input from a run's answers."""
        answers = asked.answers
        return cls(answers.text("target"), answers.text("how", WRITE), answers.text("email_address"))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return the way on as fact `mail_route`, and where it writes the account as well."""
        if self.how != WRITE:
            picked = AccountChoice.from_text(self.target) if self.how == BY_HAND else None
            by_hand = {"hand_client": picked.client, "hand_profile": picked.profile} if picked else {}
            return Done({"mail_route": self.how, **by_hand})
        progress.step(0.1, _words("looking-for-programs"))
        listed = tools.mail_clients.list()
        cancel.check()
        choice = AccountChoice.from_text(self.target)
        try:
            if choice is None:
                # In an answer file: a program's id, or an account's name or address.
                is_program = self.target in {c.found.id for c in listed}
                choice = choose(
                    listed,
                    address=self.address,
                    client=self.target if is_program else None,
                    account=None if is_program else self.target or None,
                )
            profile = tools.mail_clients.profile(choice.client, choice.profile)
        except ProblemFound as found:
            way = _NOT_POSSIBLE.get(found.problem.code)
            if way is None or self.target:
                return found.problem
            return Done({"mail_route": way, "not_written": found.problem.code})
        name = tools.mail_clients.client(choice.client).name
        return Done(
            {
                "mail_route": WRITE,
                "mail_target": choice.as_text(),
                "mail_client": choice.client,
                "mail_client_name": name,
                "mail_profile": profile.key,
            }
        )


def _target(asked: Asked) -> str:
    """Return the account that M5 settled on, as text; empty where it settled on none."""
    chosen = asked.given(MailProgramChosen)
    return chosen.mail_target if chosen else ""


def _chosen(asked: Asked) -> AccountChoice:
    choice = AccountChoice.from_text(_target(asked))
    if choice is None:
        raise ProblemFound(Problem("CLIENT-NONE", {"client": ""}))
    return choice


class PlanStep:
    """M6: what will change."""

    gives: ClassVar = MailPlanned
    needs: ClassVar = CheckMail.needs

    @staticmethod
    def asked(asked: Asked) -> Job:
        """Return the job for the account that M5 settled on."""
        return PlanMailSettings(_chosen(asked), settings_to_write(asked))


class WriteStep:
    """M7: write the plan that was shown, read back, check again."""

    gives: ClassVar = MailWritten
    needs: ClassVar = CheckMail.needs

    @staticmethod
    def asked(asked: Asked) -> Job:
        """Return the job; without a window nobody was shown a plan."""
        shown = next((v for v in asked.values.values() if isinstance(v, Plan)), None)
        return WriteMailSettings(_chosen(asked), settings_to_write(asked), shown=shown)


def receipts_to_undo(tools: Tools, target: str = "") -> list[MailReceipt]:
    """Return the writes that can be undone, the newest first; those into the profile of a `target` before."""
    states = {ReceiptState.WRITTEN, ReceiptState.BEGUN}
    found = [r for r in mail_receipts(tools) if r.state in states]
    ids = {r.id for r in found}
    # What was written once more is undone with what was written first: somebody's change between them
    # is not the old state that a person means.
    found = [r for r in found if r.again not in ids or r.state is ReceiptState.BEGUN]
    choice = AccountChoice.from_text(target)
    if choice is None:
        return found
    here = (choice.client, choice.profile)

    def rank(receipt: MailReceipt) -> tuple[bool, bool, bool]:
        image = receipt.image
        # One that was cut short comes before all others: nothing else may be written until it is undone.
        return (
            (image.client, image.profile) != here,
            receipt.state is not ReceiptState.BEGUN,
            choice.account not in {None, image.account},
        )

    return sorted(found, key=rank)


@dataclass(frozen=True)
class UndoLast:
    """M14: put back what stood there before a write: the one named, else the last."""

    gives: ClassVar = MailUndone
    receipt: str
    target: str
    overwrite: bool

    @classmethod
    def asked(cls, asked: Asked) -> "UndoLast":
        """Build the input from a run's answers."""
        answers = asked.answers
        return cls(
            answers.text("undo_receipt"), _target(asked), answers.tick("undo_overwrite", default=False)
        )

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Undo the receipt."""
        found = receipts_to_undo(tools, self.target)
        receipt = next((r.id for r in found if self.receipt in {"", r.id}), None)
        if receipt is None:
            return Problem("UNDO-NONE")
        return UndoMailSettings(receipt, self.overwrite).run(tools, progress, cancel)
