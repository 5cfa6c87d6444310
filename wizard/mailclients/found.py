"""Every mail program of this PC, looked for when somebody first asks."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from wizard.model.problem import Problem, ProblemFound

if TYPE_CHECKING:
    from wizard.mailclients.contract import MailClient, Places
    from wizard.model.mail_clients import ListedClient, Profile


class MailClients:
    """The adapters in one world."""

    def __init__(
        self, places: Callable[[], "Places"], makers: "Sequence[Callable[[Places], MailClient]] | None" = None
    ) -> None:
        self._places, self._makers = places, makers

    @cached_property
    def _clients(self) -> "Mapping[str, MailClient]":
        """The adapters by their id; made when they are first asked for: most of what is done needs none."""
        from wizard.mailclients.adapters import adapters_found, guided  # noqa: PLC0415

        places = self._places()
        if self._makers is not None:
            adapters = [make(places) for make in self._makers]
        else:
            adapters = [*(adapter(places) for adapter in adapters_found()), *guided(places)]
        return {client.id: client for client in adapters}

    def client(self, name: str) -> "MailClient":
        """Return one adapter; ProblemFound CLIENT-NONE when there is none of this name."""
        if name not in self._clients:
            raise ProblemFound(Problem("CLIENT-NONE", {"client": name}))
        return self._clients[name]

    def profile(self, client: str, key: str) -> "Profile":
        """Return a profile that is found now; ProblemFound CLIENT-GONE."""
        adapter = self.client(client)
        found = adapter.detect()
        for profile in found.profiles if found else ():
            if profile.key == key:
                return profile
        raise ProblemFound(Problem("CLIENT-GONE", {"client": client, "name": adapter.name}))

    def list(self, client: str | None = None) -> "tuple[ListedClient, ...]":
        """Return every mail program that is found, or one of them."""
        from wizard.mailclients.adapters import listed  # noqa: PLC0415

        found = (listed(each) for each in self._clients.values() if client in {None, each.id})
        return tuple(each for each in found if each is not None)
