"""The values of a profile that are in files: read, and written whole or not at all."""

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from wizard.mailclients.stores.documents import Document
from wizard.model.files import followed, put_in_place, read_file
from wizard.model.mail_clients import Address, Edit, Stored
from wizard.model.problem import Problem, ProblemFound


class FileStore:
    """A `ValueStore` over the files below one folder; `parse` reads a container's bytes by its name."""

    def __init__(
        self,
        root: Path,
        parse: Callable[[str, bytes], Document],
        makes: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`makes` says of which files a program's account may have one to itself, which goes with it."""
        self.root, self._parse, self._makes = root, parse, makes

    def document(self, container: str) -> Document:
        """Return one file as a document, an empty one where it is missing; ProblemFound CLIENT-UNREADABLE."""
        return self._parsed(container, self._bytes(container))

    def read(self, addresses: Sequence[Address]) -> Mapping[Address, Stored | None]:
        """Return what stands at each address now."""
        found: dict[Address, Stored | None] = {}
        for container in dict.fromkeys(address.container for address in addresses):
            content = self._bytes(container)
            document = self._parsed(container, content)
            for address in addresses:
                if address.container == container:
                    found[address] = None if content is None else document.get(address)
        return found

    def apply(self, edits: Sequence[Edit]) -> None:
        """Write the edits, one file after the other, each in one step."""
        for container, content in self._results(edits).items():
            path = self._path(container)
            try:
                if content is None:
                    path.unlink(missing_ok=True)
                    _sync_folder(path.parent)
                else:
                    _replace(path, content)
            except OSError as error:
                raise ProblemFound(_refused(path, error)) from None

    def digests(self, containers: Sequence[str]) -> Mapping[str, str]:
        """Return the SHA-256 of each file, "" where it is missing."""
        return {name: _digest(self._bytes(name)) for name in containers}

    def preview(self, edits: Sequence[Edit]) -> Mapping[str, str]:
        """Return the SHA-256 of each file as it would be after `apply`."""
        names = dict.fromkeys(edit.address.container for edit in edits)
        return {**self.digests(list(names)), **{n: _digest(c) for n, c in self._results(edits).items()}}

    def clean_up(self, containers: Sequence[str]) -> None:
        """Remove what a write that was cut short left beside the files."""
        for container in containers:
            with contextlib.suppress(OSError):
                _beside(self._path(container)).unlink(missing_ok=True)

    def _results(self, edits: Sequence[Edit]) -> dict[str, bytes | None]:
        """Return the new content of every file that changes; None = the file goes."""
        results: dict[str, bytes | None] = {}
        for container in dict.fromkeys(edit.address.container for edit in edits):
            mine = [edit for edit in edits if edit.address.container == container]
            old = self._bytes(container)
            document = self._parsed(container, old)
            try:
                for edit in mine:
                    document.put(edit)
            except ValueError as error:
                raise ProblemFound(Problem("RECEIPT-DAMAGED", {"said": str(error)})) from None
            new: bytes | None = document.content()
            gone = [e for e in mine if not e.address.name and not e.address.group and e.after is None]
            whole = self._makes(container) and any(_is_whole(edit) for edit in gone)
            if whole or (document.is_empty and (gone or old is None)):
                new = None
            if new is not None:
                self._check(container, new, mine)
            if new != old:
                results[container] = new
        return results

    def _parsed(self, container: str, content: bytes | None) -> Document:
        try:
            return self._parse(container, content or b"")
        except ValueError as error:
            raise ProblemFound(_unreadable(self._path(container), str(error))) from None

    def _check(self, container: str, content: bytes, edits: Sequence[Edit]) -> None:
        """Refuse to write a file whose text is so damaged that what was added to it would not be read."""
        document = self._parsed(container, content)
        last = {edit.address: edit.after for edit in edits if edit.address.name}
        if any(document.get(address) != after for address, after in last.items()):
            raise ProblemFound(_unreadable(self._path(container), "its text is damaged"))

    def _path(self, container: str) -> Path:
        """Return the real file, so that a link stays a link; never one outside what was found."""
        if Path(container).is_absolute() or ".." in Path(container).parts:
            raise ProblemFound(Problem("RECEIPT-DAMAGED", {"said": "a file outside the profile"}))
        return followed(self.root / container)

    def _bytes(self, container: str) -> bytes | None:
        path = self._path(container)
        try:
            return read_file(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ProblemFound(_unreadable(path, error.strerror or str(error))) from None


def _is_whole(edit: Edit) -> bool:
    return edit.before is not None and edit.before.raw == "whole"


def _replace(path: Path, content: bytes) -> None:
    """Put the content in the file's place in one step, with the mode and owner that it had."""
    old = path.stat() if path.exists() else None
    if old is not None and not old.st_mode & stat.S_IWUSR:
        raise PermissionError(13, "the file is marked read-only")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = _beside(path)
    beside.unlink(missing_ok=True)
    mode = stat.S_IMODE(old.st_mode) if old else 0o600
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            if old is not None:
                _take_over(file.fileno(), path, old)
            os.fsync(file.fileno())
        put_in_place(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _take_over(handle: int, path: Path, old: os.stat_result) -> None:
    if os.name != "posix":
        return
    made = os.fstat(handle)
    if (made.st_uid, made.st_gid) != (old.st_uid, old.st_gid):
        os.fchown(handle, old.st_uid, old.st_gid)
    os.fchmod(handle, stat.S_IMODE(old.st_mode))
    with contextlib.suppress(OSError):  # not every file system has them
        for name in os.listxattr(path):
            os.setxattr(handle, name, os.getxattr(path, name))


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(path: Path) -> Path:
    """Return the one name that an unfinished write may leave, so that the next one finds and removes it."""
    return path.with_name(f".{path.name}.tillbridge-new")


def _digest(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _refused(path: Path, error: OSError) -> Problem:
    return Problem("WRITE-REFUSED", {"path": str(path), "said": error.strerror or str(error)})


def _unreadable(path: Path, said: str) -> Problem:
    return Problem("CLIENT-UNREADABLE", {"path": str(path), "said": said})
