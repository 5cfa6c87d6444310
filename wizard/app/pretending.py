"""Pretending in practice that something broke: at the servers, or in the mail program."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from wizard.app.practice_pc import change_practice_mail, has_practice_mail, put_back_practice_mail
from wizard.catalogue.listing import listed
from wizard.catalogue.practice import practice_logins
from wizard.catalogue.words import words_of
from wizard.jobs.daily.kept_mail import card_of, proven_servers
from wizard.model.mail import PortPair
from wizard.model.record import ProofState

if TYPE_CHECKING:
    from wizard.model.world import World
    from wizard.store.site import SiteFolder

_words = words_of(__name__)

_ACCOUNT = "account-changed"
_ORDER = (
    "port-blocked", "other-ports-blocked", "password-changed", "port-closed", _ACCOUNT,
    "xero-down", "sign-in-used-up", "secret-changed",
)  # fmt: skip
"""As the menu has them."""
_BLOCKED = MappingProxyType({
    PortPair(110, 25): "port-blocked",
    PortPair(15110, 15925): "other-ports-blocked",
})  # fmt: skip
"""By the ports that a store uses: what holds these back."""
_CHANGED = MappingProxyType({"password-changed": "mail-password", "secret-changed": "api-secret"})
"""Which practice login is another one meanwhile; its name then ends in `-changed`."""


class Pretending:
    """What is pretended to be broken now, by the names of the faults of the practice services.

    The one that is none of theirs is on this PC: somebody changed the account in the mail program.

    It ends with `works_again`, and with the window.
    """

    def __init__(
        self, world: "World", site: "SiteFolder", show_faults: Callable[[Iterable[str]], bool]
    ) -> None:
        self._world, self._site, self._show_faults = world, site, show_faults
        self._on: frozenset[str] = frozenset()
        put_back_practice_mail(world)  # of a window that was ended before it could

    @property
    def on(self) -> list[str]:
        """What is pretended now."""
        return [name for name in _ORDER if name in self._on]

    def offered(self) -> list[str]:
        """Return what makes sense for what is set up, and what is on."""
        makes_sense = {*self._of_mail(), *self._of_xero(), *self.on}
        return [name for name in _ORDER if name in makes_sense]

    def _of_mail(self) -> list[str]:
        servers = proven_servers(self._site)
        if servers is None or not self._is_proven("check_mail"):
            return ["password-changed"] if self._is_proven("send_test") else []
        pair = PortPair(servers.incoming_port, servers.outgoing_port)
        is_free = self._on.isdisjoint(_BLOCKED.values())  # with both held back no mail gets through at all
        blocked = [_BLOCKED[pair]] if is_free and pair in _BLOCKED else []
        changed = [_ACCOUNT] if has_practice_mail(self._world, servers.incoming) else []
        return [*blocked, "password-changed", "port-closed", *changed]

    def _of_xero(self) -> list[str]:
        record = self._site.record()
        has_key = record.key is not None and self._is_proven("check_xero_key")
        return [
            *(["xero-down"] if record.xero.connected or has_key else []),
            *(["sign-in-used-up"] if record.xero.connected else []),
            *(["secret-changed"] if has_key else []),
        ]

    def _is_proven(self, job: str) -> bool:
        proof = self._site.record().proofs.get(card_of(job))
        return proof is not None and proof.state is not ProofState.UNDONE

    def switch(self, name: str) -> bool:
        """Pretend something more, or no longer; False where the practice services have ended."""
        return self._show(self._on ^ {name})

    def works_again(self) -> bool:
        """Pretend nothing any more; False as `switch`."""
        return self._show(frozenset())

    def end(self) -> None:
        """The window closes: the services end by themselves, and this PC is as it was."""
        put_back_practice_mail(self._world)

    def _show(self, wanted: frozenset[str]) -> bool:
        if not self._show_faults(wanted - {_ACCOUNT}):
            return False
        if _ACCOUNT in wanted - self._on:
            servers = proven_servers(self._site)
            if servers is not None:
                change_practice_mail(self._world, servers.incoming)
        elif _ACCOUNT not in wanted:
            put_back_practice_mail(self._world)
        self._on = wanted
        return True

    # --- in words ---

    @staticmethod
    def says(name: str) -> str:
        """Return what is pretended, as the end of "Pretend that"."""
        return _words.one_of("that", name)

    @property
    def bar(self) -> str:
        """What practice's bar says while something is pretended; empty where nothing is."""
        if not self.on:
            return ""
        logins = practice_logins()
        known = {name: logins[f"{login}-changed"] for name, login in _CHANGED.items()}
        said = [_words.one_of("bar", name, now=known.get(name, "")) for name in self.on]
        return _words("pretending", that=listed(said))

    @property
    def changed_logins(self) -> Mapping[str, str]:
        """The practice logins that are pretended to be others now: the value of each before, and now."""
        logins = practice_logins()
        changed = [login for name, login in _CHANGED.items() if name in self._on]
        return {logins[login]: logins[f"{login}-changed"] for login in changed}
