"""What was answered in a run: good answers, what stands in boxes but is not good yet, and kept secrets."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wizard.catalogue.schema import FieldSpec, Procedure
from wizard.model.kept_secrets import secret_gone
from wizard.model.names import host_of
from wizard.model.ports import SecretStore
from wizard.model.problem import Fault, Problem, ProblemFound
from wizard.model.secret import Secret
from wizard.procedure.answers import Answers, Plain
from wizard.procedure.fields import is_asked, read_field, trim
from wizard.procedure.shared import fields_of

View = Mapping[str, object]
"""Answers with defaults and conditions, as `only_when` sees them."""


class Answering:
    """Takes raw values and keeps them where they belong."""

    def __init__(self, procedure: Procedure) -> None:
        self.specs = {f.id: f for f in fields_of(procedure)}
        self.answers = Answers()
        self.kept: set[str] = set()
        """Boxes whose secret the vault holds from an earlier run: they may be left empty."""
        self.older: set[str] = set()
        """Boxes whose secret the vault holds, and into which another was typed that is nowhere any more."""
        self.typed: set[str] = set()
        """Boxes whose secret stands in memory alone: typed, and not kept since."""
        self.has_another = False
        """Whether another secret was typed in this run, kept since or not."""
        self.raw: dict[str, Any] = {}
        """What stands in boxes but is not good yet, so that it is there again after Back; in memory only."""

    def defaults(self) -> dict[str, object]:
        """Return what counts where nothing was answered."""
        return {f.id: f.default for f in self.specs.values() if f.default is not None}

    def fill(
        self, specs: Iterable[FieldSpec], values: Mapping[str, Any], view: Callable[[], View]
    ) -> tuple[list[Fault], bool]:
        """Take what stands in boxes; return what is not good, and whether any answer changed."""
        faults: list[Fault] = []
        changed = False
        specs = list(specs)
        values = {**values, **_ports(specs, values)}
        for spec in specs:
            if spec.id not in values or (not values[spec.id] and spec.id in self.kept):
                continue
            value = read_field(spec, values[spec.id], spec.id)
            if isinstance(value, Fault):
                # A box that is not shown can not be filled in either.
                if is_asked(spec, {**view(), **values}):
                    faults.append(value)
                    changed |= self.answers.put(spec.id, None)
                    if spec.kind != "secret":
                        self.raw[spec.id] = values[spec.id]
                continue
            self.raw.pop(spec.id, None)
            before = self.answers.get(spec.id)
            is_new = self.answers.put(spec.id, value)
            if is_new and before is not None:
                self._reset(spec, values)
            changed |= is_new
            if isinstance(value, Secret):
                self.kept.discard(spec.id)
                self.older.discard(spec.id)
                self.typed |= {spec.id} if is_new else set()
                self.has_another |= is_new
        return faults, changed

    def _reset(self, spec: FieldSpec, values: Mapping[str, Any]) -> None:
        """Empty what went with the answer before; what is said of it together with this one is meant."""
        for name in spec.resets:
            if name not in values:
                self.forget(name)
                self.kept.discard(name)

    def put(self, name: str, value: Plain | None) -> None:
        """Change one plain answer, as a problem's button does; what is not good changes nothing."""
        spec = self.specs.get(name)
        if spec is None:
            return
        if spec.kind == "tick" and isinstance(value, str):  # buttons have texts only
            value = value == "True"
        read = read_field(spec, value, name)
        if not isinstance(read, Fault):
            self.answers.put(name, read)

    def forget(self, name: str) -> None:
        """Leave a box empty again: what was answered is not of this any more."""
        self.raw.pop(name, None)
        self.typed.discard(name)
        self.answers.put(name, None)

    def swap(self, first: str, second: str) -> None:
        """Exchange a text and a secret that were typed into each other's boxes."""
        text, secret = self.answers.text(first), self.answers.secret(second)
        self.answers.put(first, secret.reveal() if secret else None)
        self.answers.put(second, Secret(text))
        self.typed.add(second)

    def type_again(self, secrets: Mapping[str, Secret]) -> None:
        """Take secrets that were typed before into boxes, as if somebody typed them here."""
        for name, secret in secrets.items():
            if name in self.specs:
                self.answers.put(name, secret)
                self.kept.discard(name)
                self.older.discard(name)
                self.typed.add(name)

    def take_older(self, names: Iterable[str]) -> None:
        """A person left these boxes empty: what the vault holds of them is meant."""
        meant = self.older & set(names)
        self.older -= meant
        self.kept |= meant

    def typed_secrets(self) -> dict[str, Secret]:
        """Return what was typed and stands in memory alone, by box."""
        found = {name: self.answers.secret(name) for name in self.typed}
        return {name: secret for name, secret in found.items() if secret is not None}

    def missing(self, secrets: Iterable[str], view: View) -> list[FieldSpec]:
        """Return those of the secrets that are asked for and neither in memory nor kept."""
        return [
            self.specs[name]
            for name in secrets
            if self.answers.secret(name) is None
            and name not in self.kept
            and is_asked(self.specs[name], view)
        ]

    def keep(self, names: Iterable[str]) -> None:
        """The vault holds these secrets."""
        self.kept |= {name for name in names if name in self.specs}

    def saved(self, names: Iterable[str]) -> None:
        """These secrets of memory were put into the vault."""
        self.typed -= set(names)

    def recalled(self, found: Mapping[str, Secret], gone: str) -> None:
        """These kept secrets came out of the vault; `gone` is one that it does not hold any more."""
        for name, secret in found.items():
            self.answers.put(name, secret)
        self.kept.discard(gone)

    def secret(self, name: str, vault: SecretStore) -> Secret | Problem:
        """Return a box's secret from memory or the vault; runs on a job's thread."""
        known = self.answers.secret(name)
        if known is not None:
            return known
        spec = self.specs[name]
        try:
            found = vault.get(spec.vault)
        except ProblemFound as problem:
            return problem.problem
        return found or secret_gone(vault, spec.label, name)


def _ports(specs: Iterable[FieldSpec], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ports that stand behind servers' names, for boxes of ports that are empty."""
    found: dict[str, Any] = {}
    for spec in specs:
        written = values.get(spec.id)
        if spec.port and isinstance(written, str) and not values.get(spec.port):
            port = host_of(trim(written))[1]
            found |= {spec.port: port} if port is not None else {}
    return found
