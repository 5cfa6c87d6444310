"""What mail programs share whose accounts are in the files of one folder for each profile."""

from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path

from wizard.mailclients.editing import EditingClient
from wizard.mailclients.stores.documents import Document
from wizard.mailclients.stores.file import FileStore
from wizard.model.mail_clients import FoundClient, Profile

Folders = Mapping[str, tuple[Profile, Path]]
"""Profiles by their key, each with its folder."""


class FolderClient(EditingClient):
    """An adapter says where its folders are and how a file of theirs is read."""

    files: type[FileStore] = FileStore

    @abstractmethod
    def folders(self) -> Folders:
        """Return every profile that is found now, with its folder."""

    @abstractmethod
    def parse(self, path: Path, content: bytes) -> Document:
        """Return what a file holds."""

    def makes_whole(self, container: str) -> bool:  # noqa: ARG002
        """Whether a file is one that we make for an account alone, so that it goes with an undo."""
        return False

    def detect(self) -> FoundClient | None:
        """Return the profiles that are found; None where there is none."""
        found = tuple(profile for profile, _ in self.folders().values())
        return FoundClient(self.id, self.name, "", found) if found else None

    def store(self, profile: Profile) -> FileStore:
        """Return the folder's files."""
        folder = self.folder(profile)
        return self.files(folder, lambda name, content: self.parse(folder / name, content), self.makes_whole)

    def folder(self, profile: Profile) -> Path:
        """Return the folder of a profile that is found now; ProblemFound CLIENT-GONE."""
        found = self.folders().get(profile.key)
        if found is None:
            raise self.gone()
        return found[1]
