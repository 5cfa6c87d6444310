"""Which lines of Evolution's `.source` files make up each box of an account, and what they are to hold."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from wizard.mailclients.editing import Box, Target
from wizard.mailclients.programs.evolution.sources import (
    ACCOUNT,
    AUTH,
    DATA,
    IDENTITY,
    POP,
    SECURITY,
    SOCKETS,
    SUBMISSION,
    TRANSPORT,
    SourceAccount,
    Sources,
    escape,
)
from wizard.mailclients.values import wanted_values
from wizard.model.mail import MailSettings, OutgoingAuth
from wizard.model.mail_clients import Address, Held, Setting, Stored, Value

NAMES: Mapping[str, frozenset[str]] = {
    DATA: frozenset({"DisplayName", "Enabled", "Parent"}),
    ACCOUNT: frozenset({"BackendName", "IdentityUid"}),
    AUTH: frozenset({"Host", "Port", "User", "Method", "RememberPassword"}),
    SECURITY: frozenset({"Method"}),
    POP: frozenset({"KeepOnServer", "DeleteAfterDays"}),
    IDENTITY: frozenset({"Name", "Address"}),
    SUBMISSION: frozenset({"TransportUid"}),
    TRANSPORT: frozenset({"BackendName"}),
}
"""Every line that is ever written, by its group."""


def boxes_of(sources: Sources, uid: str, settings: MailSettings, old: Mapping[Setting, Value]) -> list[Box]:
    """Return an account's boxes in the order of the plan; one whose `uid` no source has is a new one."""
    return list(_Boxes(sources, uid, settings, old).all())


def new_uid(sources: Sources, address: str) -> str:
    """Return a name that no source has yet; the same each time, so that a plan can be compared."""
    base = "tillbridge-" + hashlib.sha256(address.encode()).hexdigest()[:12]
    number = 1
    while sources.has(f"{base}-{number}") or sources.has(f"{base}-{number}-identity"):
        number += 1
    return f"{base}-{number}"


class _Boxes:
    """The boxes of one account."""

    def __init__(
        self, sources: Sources, uid: str, settings: MailSettings, old: Mapping[Setting, Value]
    ) -> None:
        self._settings, self._old, self._wanted = settings, old, wanted_values(settings)
        found = SourceAccount(sources, uid)
        self._creates = not sources.has(uid)
        self._uid = uid
        self._identity = found.identity.uid if sources.has(found.identity.uid) else f"{uid}-identity"
        self._new_identity = not sources.has(found.identity.uid)
        right = all(old.get(s) == self._wanted.get(s, old.get(s)) for s in _OUTGOING)
        usable = Setting.OUTGOING_SERVER in old and sources.has(found.transport.uid)
        shared = usable and sources.shares(found.transport.uid, found.identity.uid)
        self._new_transport = not usable or (shared and not right)
        self._transport = f"{uid}-transport" if self._new_transport else found.transport.uid

    def all(self) -> Iterator[Box]:
        """Yield every box, in the order of the plan."""
        identity = self._settings.identity
        if self._creates:
            yield Box(Setting.ACCOUNT, None, identity.address, _with_groups(self._new_account()))
        name, address = [], []
        if self._new_identity:
            name = [*_new_file(self._identity), self._parent(self._identity)]
            name += [_line(self._uid, ACCOUNT, "IdentityUid", self._identity)]
            name += [_line(self._identity, DATA, "DisplayName", identity.address)]
        name.append(_line(self._identity, IDENTITY, "Name", identity.name))
        address.append(_line(self._identity, IDENTITY, "Address", identity.address))
        yield self._box(Setting.YOUR_NAME, *name)
        yield self._box(Setting.ADDRESS, *address)
        yield from self._receiving()
        yield from self._sending()

    def _new_account(self) -> Iterator[Target]:
        yield from _new_file(self._uid)
        yield _line(self._uid, DATA, "DisplayName", self._settings.identity.address)
        yield _line(self._uid, DATA, "Enabled", "true")
        yield _line(self._uid, DATA, "Parent", "")
        yield _line(self._uid, ACCOUNT, "BackendName", "pop")

    def _receiving(self) -> Iterator[Box]:
        incoming = self._settings.incoming
        assert incoming is not None
        days = incoming.leave_on_server_days
        user = [_line(self._uid, AUTH, "User", incoming.user)]
        if self._settings.outgoing.auth is OutgoingAuth.SAME and not self._new_transport:
            user.append(_line(self._transport, AUTH, "User", incoming.user))
        yield self._box(Setting.INCOMING_SERVER, _line(self._uid, AUTH, "Host", incoming.host))
        port = _line(self._uid, AUTH, "Port", str(incoming.port))
        yield self._box(Setting.INCOMING_PORT, port)
        socket = _line(self._uid, SECURITY, "Method", SOCKETS[incoming.socket])
        yield self._box(Setting.INCOMING_ENCRYPTION, socket, port)
        yield self._box(Setting.USER_NAME, *user)
        yield self._box(Setting.SPA, _line(self._uid, AUTH, "Method", "none"))
        keep = _line(self._uid, POP, "KeepOnServer", "true" if days else "false")
        yield self._box(Setting.LEAVE_COPY, keep)
        yield self._box(Setting.REMOVE_DAYS, _line(self._uid, POP, "DeleteAfterDays", str(days)))
        yield self._box(Setting.REMEMBER_PASSWORD, _line(self._uid, AUTH, "RememberPassword", "true"))

    def _sending(self) -> Iterator[Box]:
        incoming, outgoing, uid = self._settings.incoming, self._settings.outgoing, self._transport
        assert incoming is not None
        host = []
        if self._new_transport:
            host = [
                *_new_file(uid),
                self._parent(uid),
                _line(uid, DATA, "DisplayName", self._settings.identity.address),
                _line(uid, DATA, "Enabled", "true"),
                _line(uid, TRANSPORT, "BackendName", "smtp"),
                _line(uid, AUTH, "RememberPassword", "true"),
                _line(self._identity, SUBMISSION, "TransportUid", uid),
            ]
        host.append(_line(uid, AUTH, "Host", outgoing.host))
        users = {OutgoingAuth.SAME: incoming.user, OutgoingAuth.PASSWORD: outgoing.user}
        method = "none" if outgoing.auth is OutgoingAuth.NONE else "PLAIN"
        user = _line(uid, AUTH, "User", users.get(outgoing.auth, ""))
        yield self._box(Setting.OUTGOING_SERVER, *host)
        port = _line(uid, AUTH, "Port", str(outgoing.port))
        yield self._box(Setting.OUTGOING_PORT, port)
        socket = _line(uid, SECURITY, "Method", SOCKETS[outgoing.socket])
        yield self._box(Setting.OUTGOING_ENCRYPTION, socket, port)
        yield self._box(Setting.OUTGOING_LOGIN, _line(uid, AUTH, "Method", method), user)
        if outgoing.auth is OutgoingAuth.PASSWORD:
            yield self._box(Setting.OUTGOING_USER, user)

    def _box(self, setting: Setting, *targets: Target) -> Box:
        fresh = (self._new_transport and setting in _OUTGOING) or (
            self._new_identity and setting in {Setting.YOUR_NAME, Setting.ADDRESS}
        )
        old = None if fresh or self._creates else self._old.get(setting)
        return Box(setting, old, self._wanted[setting], _with_groups(targets))

    def _parent(self, uid: str) -> Target:
        return _line(uid, DATA, "Parent", self._uid)


_OUTGOING = {
    Setting.OUTGOING_SERVER,
    Setting.OUTGOING_PORT,
    Setting.OUTGOING_ENCRYPTION,
    Setting.OUTGOING_LOGIN,
    Setting.OUTGOING_USER,
}


def _with_groups(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Return the targets, each line after its group: one that is new must go again with an undo."""
    found: list[Target] = []
    for target in targets:
        address = target.address
        if address.name:
            found.append(Target(replace(address, name=""), Stored(Held.GROUP, True)))
        found.append(target)
    return tuple(dict.fromkeys(found))


def _new_file(uid: str) -> Iterator[Target]:
    yield Target(Address(f"{uid}.source", ""), Stored(Held.FILE, True, "whole"))


def _line(uid: str, group: str, name: str, value: str) -> Target:
    return Target(Address(f"{uid}.source", name, group), Stored(Held.LINE, escape(value)))
