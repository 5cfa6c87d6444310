"""The words of what is printed, saved, copied and e-mailed."""

from functools import lru_cache

from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml
from wizard.catalogue.schema.rows import Row

_FILE = "papers.toml"


class BarWords(Row, frozen=True, kw_only=True):
    """The buttons below a paper, and what is said once one was pressed."""

    save: str
    print: str
    copy: str
    mail: str
    save_title: str
    saved: str
    not_saved: str
    no_printer: str
    printed: str
    copied: str
    mailed: str
    mailed_short: str
    """Said where the text is too long for an address: it was copied besides."""
    no_mail: str
    paste: str
    kinds: dict[str, str]
    """What a paper can be saved as, by the ending of its file."""


class ListWords(Row, frozen=True, kw_only=True):
    """The page that lists a store's papers."""

    title: str
    instruction: str
    none: str
    gone: str
    question: str
    answer: str


class ReceiptWords(Row, frozen=True, kw_only=True):
    """What stands on a receipt."""

    store: str
    made: str
    since: str
    """Where home says something else by now."""
    overtaken: str
    proven: str
    sending: str
    failed: str
    open: str
    values: str
    no_secrets: str
    in_safe: str
    """Said behind it where a run kept some of them, outside practice."""
    of_account: str
    """An account of a mail program, as an answer names it."""
    new_account: str
    yes: str
    no: str
    before: str
    before_again: str
    """The same where it was written once more: what somebody had changed it to."""
    after: str
    none_before: str
    put_back: str
    """Said of what was undone, where its own old values were put back; the next, where another's were."""
    put_back_with: str
    put_back_then: str
    """Said where the receipt is of a version that did not note when."""


class HandOverWords(Row, frozen=True, kw_only=True, rename={"from_whom": "from"}):
    """What stands at the head of a page for somebody else."""

    to: str
    from_whom: str
    contact: str
    about: str
    app: str
    price: str
    send_back: str


class PaperFile(Row, frozen=True, kw_only=True):
    """`papers.toml`."""

    bar: BarWords
    list: ListWords
    kinds: dict[str, str]
    """What a paper of each kind is called; `{title}` is what it is of."""
    made_in: dict[str, str]
    """What stands above all else on a paper, by the world that it was made in; the live one has none."""
    receipt: ReceiptWords
    hand_over: HandOverWords


@lru_cache(maxsize=1)
def paper_words() -> PaperFile:
    """Return the words."""
    return convert(read_toml(_FILE), PaperFile, _FILE)
