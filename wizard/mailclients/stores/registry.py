"""The values of a profile that are in the registry."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence

from wizard.mailclients.contract import Registry
from wizard.mailclients.stores.registry_values import to_windows
from wizard.model.mail_clients import Address, Edit, Held, Stored
from wizard.model.problem import Problem, ProblemFound

MADE_KEY = Stored(Held.REG_KEY, True)
"""A key that is there."""


class RegistryStore:
    """A `ValueStore` over a few keys of this user's hive and what is below them.

    A container is a root's short name, then the path below it: "accounts\\\\00000002". So a receipt can
    lead to the profile that was found and nowhere else. A group is the part of a value that belongs to one
    of several boxes; every one of them writes the whole value.
    """

    def __init__(self, registry: Registry, roots: Mapping[str, str]) -> None:
        self._registry, self._roots = registry, roots

    def read(self, addresses: Sequence[Address]) -> Mapping[Address, Stored | None]:
        """Return what stands at each address now."""
        try:
            keys = {container: self._values(container) for container in {a.container for a in addresses}}
            return {
                address: keys[address.container].get(address.name.lower())
                if address.name
                else self._key(address.container)
                for address in addresses
            }
        except OSError as error:
            raise ProblemFound(_problem("CLIENT-UNREADABLE", self._shown(addresses), error)) from None

    def apply(self, edits: Sequence[Edit]) -> None:
        """Write the edits; when Windows refuses one, those before it are put back."""
        ordered = self._in_order(edits)
        found = self.read([edit.address for edit in ordered])
        done: list[Edit] = []
        try:
            for edit in ordered:
                if not _same(found[edit.address], edit.after):
                    self._put(edit)
                    done.append(Edit(edit.address, edit.after, found[edit.address]))
        except OSError as error:
            with contextlib.suppress(OSError):
                for each in self._in_order(done):
                    self._put(each)
            raise ProblemFound(_problem("WRITE-REFUSED", self._shown([edit.address]), error)) from None

    def digests(self, containers: Sequence[str]) -> Mapping[str, str]:  # noqa: ARG002
        """Return nothing: the registry is no file."""
        return {}

    def preview(self, edits: Sequence[Edit]) -> Mapping[str, str]:  # noqa: ARG002
        """Return nothing: the registry is no file."""
        return {}

    def clean_up(self, containers: Sequence[str]) -> None:
        """Do nothing: a write leaves nothing beside the registry."""

    def path(self, container: str) -> str:
        """Return a container's key."""
        root, _, rest = container.partition("\\")
        if root not in self._roots:
            raise ProblemFound(Problem("RECEIPT-DAMAGED", {"said": "a key outside the profile"}))
        return "\\".join(filter(None, (self._roots[root], rest)))

    def _in_order(self, edits: Sequence[Edit]) -> list[Edit]:
        """Return each address once: made keys first, keys that go last, the deepest of them first."""
        once = list({edit.address: edit for edit in edits}.values())

        def depth(edit: Edit) -> int:
            return self.path(edit.address.container).count("\\")

        made = [e for e in once if not e.address.name and e.after is not None]
        gone = [e for e in once if not e.address.name and e.after is None]
        return [
            *sorted(made, key=depth),
            *(edit for edit in once if edit.address.name),
            *sorted(gone, key=depth, reverse=True),
        ]

    def _put(self, edit: Edit) -> None:
        key, name = self.path(edit.address.container), edit.address.name
        if not name and edit.after is None:
            self._delete_key(edit.address.container, key)
        elif not name:
            self._registry.make_key(key)
        elif edit.after is None:
            self._registry.delete_value(key, name)
        else:
            self._registry.set_value(key, name, edit.after)

    def _delete_key(self, container: str, key: str) -> None:
        """Delete a key that we made: an account's with all its values, a root only when nothing is in it."""
        is_root = "\\" not in container
        if not is_root or not (self._registry.values(key) or self._registry.subkeys(key)):
            self._registry.delete_key(key)

    def _values(self, container: str) -> dict[str, Stored]:
        values = self._registry.values(self.path(container))
        return {name.lower(): value for name, value in values.items()}

    def _key(self, container: str) -> Stored | None:
        above, _, name = self.path(container).rpartition("\\")
        there = name.lower() in (each.lower() for each in self._registry.subkeys(above))
        return MADE_KEY if there else None

    def _shown(self, addresses: Sequence[Address]) -> str:
        return f"HKEY_CURRENT_USER\\{self.path(addresses[0].container)}" if addresses else ""


def _same(one: Stored | None, other: Stored | None) -> bool:
    """Whether two values are the same in type and bytes."""
    if one is None or other is None or Held.REG_KEY in {one.held, other.held}:
        return (one is None) == (other is None)
    return to_windows(one) == to_windows(other)


def _problem(code: str, path: str, error: OSError) -> Problem:
    return Problem(code, {"path": path, "said": error.strerror or str(error)})


@contextlib.contextmanager
def reading(path: str) -> Iterator[None]:
    """Turn Windows' refusals inside into CLIENT-UNREADABLE."""
    try:
        yield
    except OSError as error:
        raise ProblemFound(_problem("CLIENT-UNREADABLE", path, error)) from None
