"""What Microsoft's mail programs share whose accounts are in the registry."""

from abc import abstractmethod

from wizard.mailclients.contract import Registry
from wizard.mailclients.editing import EditingClient
from wizard.mailclients.pc.closing import CAN_ASK
from wizard.mailclients.stores.registry import RegistryStore, reading
from wizard.model.mail_clients import FoundClient, Profile, Running
from wizard.model.problem import ProblemFound


class RegistryClient(EditingClient):
    """An adapter says what it looks for, and under which keys a profile's values are."""

    program: str
    """Its process, without ".exe"."""

    @abstractmethod
    def look(self, registry: Registry) -> FoundClient | None:
        """Return what there is of this program for this user; OSError where Windows refuses to say."""

    @abstractmethod
    def store(self, profile: Profile) -> RegistryStore:
        """Return the keys of a profile; ProblemFound CLIENT-GONE."""

    def detect(self) -> FoundClient | None:
        """Look; where the registry cannot be read, the other mail programs are listed all the same."""
        registry = self.places.registry
        if registry is None:
            return None
        try:
            with reading(self.name):
                return self.look(registry)
        except ProblemFound as found:
            return FoundClient(self.id, self.name, "", (), found.problem)

    def shown(self, profile: Profile, container: str) -> str:
        """Return a key as the registry editor names it."""
        return f"HKEY_CURRENT_USER\\{self.store(profile).path(container)}"

    def running(self, profile: Profile) -> Running | None:  # noqa: ARG002
        """Say whether it is open: it keeps all profiles' settings in memory and writes them back."""
        pids = tuple(process.pid for process in self.places.processes.running(self.program))
        return Running(self.id, self.name, pids, can_close=CAN_ASK) if pids else None
