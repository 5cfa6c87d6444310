"""What a helper typed: screen numbers, codes, and whatever else the caller said."""

import re
from dataclasses import dataclass

from wizard.catalogue.load import problem_text

_NUMBER = re.compile(r"(?<![\w-])([A-Za-z])[ -]?(\d{1,2})(?![\w-])")
_CODE = re.compile(r"(?<![\w-])[A-Za-z]{2,}(?:-[A-Za-z0-9]+)+(?![\w-])")
"""A word such as "sign-in" has that form too, so what is none of ours is only searched for."""


@dataclass(frozen=True)
class Asked:
    """Screen numbers such as K4 and words in the form of a code, in their order; `words` is all of it."""

    numbers: tuple[str, ...]
    codes: tuple[str, ...]
    words: str


def parse(text: str) -> Asked:
    """Read "k4 KEY-REFUSED", "M 4: mail-login" or a caller's sentence."""
    codes = [found.upper() for found in _CODE.findall(text) if found.isupper() or problem_text(found.upper())]
    numbers = [f"{letter.upper()}{int(digits)}" for letter, digits in _NUMBER.findall(_CODE.sub(" ", text))]
    return Asked(tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(codes)), text)
