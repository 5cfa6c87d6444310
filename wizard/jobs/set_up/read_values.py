"""Job: find a screen's values in a file that somebody else wrote, each in a line behind its name."""

import html
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Nothing, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.text_files import NotText, read_text_file

_words = words_of(__name__)

_MOST, _MOST_LINES = 200_000, 4_000
_TAG = re.compile(r"<[^<>]{0,500}>")
_LINE = re.compile(
    r"""[\s>*•–\-]*(?:\d{1,2}[.)]\s*)?["']?(?P<name>[^:=\t,;"']{2,60}?)["']?\s*"""
    r"""(?:[:=\t]|[,;](?=\S))\s*(?P<value>.*)"""
)
_LONGEST = 255


@dataclass(frozen=True)
class ReadValues:
    """Read `path`; `written_as` says by box what it may be called there. Value: box to the text there.

    Of two lines about the same box the first counts; a reference to a secret is no value.
    """

    gives: ClassVar = Nothing
    path: Path
    written_as: Mapping[str, Sequence[str]]

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return what was found; VALUES-FILE."""
        try:
            text = read_text_file(self.path)
        except OSError as error:
            return self._unreadable(error.strerror or str(error))
        except NotText as error:
            return self._unreadable(str(error))
        if len(text) > _MOST:
            return self._unreadable(_words("too-large"))
        boxes = {_folded(name): box for box, names in self.written_as.items() for name in (box, *names)}
        found: dict[str, str] = {}
        for name, value in _rows(text):
            box = boxes.get(_folded(name))
            if box is not None and value and box not in found:
                found[box] = value
        return Done(value=found)

    def _unreadable(self, reason: str) -> Problem:
        return Problem("VALUES-FILE", {"file": self.path.name, "said": reason})


def _rows(text: str) -> Iterator[tuple[str, str]]:
    """Yield names and values: of TOML its keys, of any other text its lines."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        yield from _lines(text)
        return
    for table in (data, *(part for part in data.values() if isinstance(part, dict))):
        yield from ((name, str(v)) for name, v in table.items() if isinstance(v, str | int))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    plain = html.unescape(_TAG.sub("\n", text)) if "</" in text else text
    for line in plain.splitlines()[:_MOST_LINES]:
        found = _LINE.fullmatch(line[:_LONGEST].strip())
        if found is not None:
            value = found["value"].strip()
            yield found["name"], value[1:-1] if len(value) > 1 and value[0] == value[-1] in "\"'" else value


def _folded(name: str) -> str:
    return " ".join(re.sub(r"\([^()]*\)|[^a-z0-9]", " ", name.casefold()).split())
