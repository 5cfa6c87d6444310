"""Finding a `2RF:` line in a text: whole, joined again or in doubt, never a part for the whole (S3.20).

Nobody outside Point of Rental knows how long a line is, so what stands behind one decides: other words end
it, a piece that could be its continuation does not.
"""

import html
import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote

from wizard.oauth.clean_text import QUOTES, without_invisible

_MARK = re.compile(r"2RF:", re.IGNORECASE)
_ENCODED = re.compile(r"2RF%3A", re.IGNORECASE)
_RUN = re.compile(r"[A-Za-z0-9+/=_|.~:%$!@^?-]*")
"""What a line consists of: wider than any token, narrower than what sentences and files put around it."""
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_CLOSERS = f"{QUOTES})]}}>&#"
_STOPS = ".,;:!?"
_CUT = re.compile(r"…|\.\.|⋯|‥")
_WORD = re.compile(r"[A-Z]?[a-z]+(['’][a-z]+)?")
"""A word of a sentence, not of a token: no digits, no signs, no capitals inside."""
_AGAIN = re.compile(rf"[{QUOTES}]\s*[+\\]?\s*[{QUOTES}]")
"""The end of one piece of a text in a program and the beginning of the next."""
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
_OTHER_KEY = re.compile(r"[0-9A-Fa-f]{32}|[A-Z0-9]{30}|eyJ.*")
_WIDTHS = range(60, 101)
"""Where mail programs and printers break a line that is too long for them."""
_LOOKED_AT = 60
"""Words behind a line that are looked at."""


@dataclass(frozen=True)
class MarkedLine:
    """A line and whether it is certainly all of it."""

    text: str
    is_whole: bool


def find_lines(text: str) -> list[MarkedLine]:
    """Return the lines that a text holds, in their order; any text, any length."""
    text = _plain(text)
    starts = [match.start() for match in _MARK.finditer(text)]
    return [_line(text[start:end]) for start, end in pairwise([*starts, len(text)])]


def _plain(text: str) -> str:
    """Undo what mails, forms, pages and files do to a line."""
    text = without_invisible(text)
    if "&" in text:
        text = html.unescape(text)
    if _ENCODED.search(text):
        text = "".join(unquote(w) if _ENCODED.search(w) else w for w in re.split(r"(\s+)", text))
    if "\\" in text:
        text = text.replace("\\r", "\n").replace("\\n", "\n")
    if "<" in text:
        text = _TAG.sub("\n", text)
    return re.sub(r"^[>\s]+", "", text, flags=re.MULTILINE) if ">" in text else text


def _line(segment: str) -> MarkedLine:
    """Judge one line; `segment` begins with its mark and ends before the next one."""
    match = _RUN.match(segment)
    assert match is not None
    run, behind = match.group(), segment[match.end() :]
    if _CUT.search(run.rstrip(_STOPS)) or _CUT.match(run[len(run.rstrip(_STOPS)) :]):
        return MarkedLine(run.rstrip(_STOPS), is_whole=False)
    run = run.rstrip(_STOPS)
    if behind[:1] in _CLOSERS and behind:
        return MarkedLine(run, is_whole=_AGAIN.match(behind) is None)
    words = behind.lstrip(_STOPS).split(maxsplit=_LOOKED_AT)
    stands_off = not behind or behind[0].isspace() or (behind[0] in _STOPS and behind[1:2].strip() == "")
    if not stands_off:
        return MarkedLine(run, is_whole=False)
    return _with_behind(run, words)


def _with_behind(run: str, words: list[str]) -> MarkedLine:
    if not words or _ends_line(run, words):
        return MarkedLine(run, is_whole=True)
    if len(words) <= _LOOKED_AT and _is_wrapped([run, *words]):
        return MarkedLine("".join([run, *words]), is_whole=True)
    return MarkedLine(run, is_whole=False)


def _ends_line(run: str, words: list[str]) -> bool:
    """Whether the words behind a line are a sentence's, so that the line has ended before them."""
    if _CUT.search(words[0]):
        return False
    if _is_no_token(words[0].strip(_STOPS)):
        return True
    first, *after = (word.strip(_STOPS + QUOTES + "()[]") for word in words[:3])
    if not _is_word(first):
        return False
    long = len(first) > 4
    if not after:
        return long and first[0].isupper()
    # The last letters of a broken line may look like a short word; then its next piece stands behind.
    goes_on = all(_is_word(each) or _is_no_token(each) or (long and each.isdigit()) for each in after)
    return goes_on and (long or len(run) not in _WIDTHS)


def _is_no_token(word: str) -> bool:
    return _RUN.fullmatch(word) is None or "://" in word or "@" in word


def _is_word(word: str) -> bool:
    return _WORD.fullmatch(word) is not None and _VOWEL.search(word) is not None


def _is_wrapped(pieces: list[str]) -> bool:
    """Whether these are one line, broken at one width: all full but the last, and nothing else among them.

    Two pieces show no width: the second may as well be something else.
    """
    width, last = len(pieces[0]), pieces[-1]
    full = all(len(piece) == width for piece in pieces[:-1])
    if not full or len(last) > width or any(_RUN.fullmatch(piece) is None for piece in pieces):
        return False
    # An = at a break may be the mail's own sign, and a key may stand behind the line.
    if any(piece.endswith("=") for piece in pieces[:-1]) or _OTHER_KEY.fullmatch(last):
        return False
    return len(pieces) > 2
