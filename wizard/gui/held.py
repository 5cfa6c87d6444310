"""What finished runs have to copy and no safe keeps, for as long as the window is open."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.app.program import Program
    from wizard.model.secret import Secret
    from wizard.session.run import Session


class Held:
    """By procedure, the receipt of a finished run and the secret of it that was to be copied."""

    def __init__(self, program: "Program") -> None:
        self._program = program
        self._held: dict[str, tuple[str, Secret]] = {}

    def take(self, session: "Session") -> None:
        """Hold what a run that is left has to copy, where it was finished."""
        from wizard.session.held import held_by  # noqa: PLC0415 - home needs none of it

        held = held_by(session)
        if held is not None:
            self._held[session.procedure.id] = held

    def has(self, name: str) -> bool:
        """Whether what a procedure's last run has to copy is still to be had; of some the safe keeps it."""
        from wizard.catalogue.load import procedure  # noqa: PLC0415 - not needed for the first paint

        copies, last = procedure(name).copies, self._program.site.last_receipt(name)
        if copies is None or last is None:
            return False
        return not copies.secret or self._held.get(name, ("",))[0] == last.get("id")

    def give_back(self, session: "Session") -> None:
        """Give a run that is looked over what is held of that very run."""
        from wizard.session.held import hold_again  # noqa: PLC0415 - most runs have nothing to copy

        name = session.procedure.id
        if name in self._held and self.has(name):
            hold_again(session, self._held[name][1])
