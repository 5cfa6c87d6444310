"""What a code may be matched to in an organisation: each with its label, and why it cannot stand there."""

from collections.abc import Iterable

from msgspec import Struct

from wizard.books.candidates import folded, why_unsuitable
from wizard.model.chart import Chart, TaxRate
from wizard.model.mapping import Choice, Slot


class Target(Struct, frozen=True):
    """One account, tax rate, group or tracking option."""

    to: str
    name: str
    id: str
    label: str
    unfit: str
    """Why it cannot stand there, as `trades.toml` names it; blank: it can."""
    searched: str
    """The label in small letters, as it is filtered."""


class Targets:
    """Everything of one slot, those that can stand there first; found again by id, code and name."""

    def __init__(self, slot: Slot, chart: Chart) -> None:
        self.all = tuple(sorted(_of(slot, chart), key=lambda target: bool(target.unfit)))
        # Of two alike the one that can be used counts, so it is put in last.
        backwards = self.all[::-1]
        self._by_id = {target.id: target for target in backwards if target.id}
        self._by_code = {target.to: target for target in backwards}
        self._by_name = {folded(target.name): target for target in backwards}

    def find(self, choice: Choice, *, by_id: bool) -> Target | None:
        """Return what a choice means; by its id only where it was made for this organisation."""
        found = self._by_id.get(choice.id) if by_id and choice.id else None
        found = found or self._by_code.get(choice.to)
        return found or self._by_name.get(folded(choice.to)) or self._by_name.get(folded(choice.name))


def _of(slot: Slot, chart: Chart) -> Iterable[Target]:
    match slot:
        case "tax":
            return [_tax(rate) for rate in chart.tax_rates]
        case "group":
            return [_target(g.name, g.name, g.id, g.name, _unfit(g.status)) for g in chart.groups]
        case "tracking":
            return [
                _target(o.name, o.name, o.id, f"{o.category}: {o.name}", _unfit(o.status))
                for o in chart.tracking
            ]
        case _:
            return [
                _target(
                    a.to, a.name, a.id, " · ".join(filter(None, (a.code, a.name))), why_unsuitable(slot, a)
                )
                for a in chart.accounts
            ]


def _unfit(status: str) -> str:
    return "" if status == "ACTIVE" else "archived"


def _tax(rate: TaxRate) -> Target:
    fits = not rate.kinds or "REVENUE" in rate.kinds
    unfit = _unfit(rate.status) or ("" if fits else "not-for-sales")
    percent = f" · {rate.rate} %" if rate.rate else ""
    return _target(rate.type, rate.name, rate.type, f"{rate.name}{percent}", unfit)


def _target(to: str, name: str, id_: str, label: str, unfit: str) -> Target:
    return Target(to, name, id_, label, unfit, label.casefold())
