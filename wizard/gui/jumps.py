"""Going to a screen by its number, as support says it on the phone."""

from typing import TYPE_CHECKING

from wizard.catalogue.load import hidden_procedures, procedures, screen

if TYPE_CHECKING:
    from wizard.gui.controller import Controller
    from wizard.gui.quick_jump import QuickJump


class Jumps:
    """Finds the screen of a number, and says why where it cannot be shown."""

    def __init__(self, controller: "Controller") -> None:
        self._controller = controller
        self._box: QuickJump | None = None

    def ask(self) -> None:
        """Open the quick jump."""
        from wizard.gui.quick_jump import QuickJump  # noqa: PLC0415

        if self._box is None:
            self._box = QuickJump(self.go, self._controller.shell)
        self._box.ask()

    def go(self, letter: str, number: int) -> str:
        """Go to a screen by number; return why not, or nothing."""
        controller = self._controller
        if controller.bridge.busy and controller.session is not None:
            return "A check is running. Wait for it, or stop it first."
        controller.autosave()
        if (letter, number) == ("H", 1):
            controller.show_home()
            return ""
        if letter == "H":
            return self._go_to_connection(number)
        wanted = next((p for p in procedures() if p.letter == letter), None)
        if wanted is None:
            return f"There are no screens with the letter {letter} in this version."
        step = next((s for s in wanted.steps if s.number == number), None)
        later = next((s for s in wanted.later if s.number == number), None)
        if step is None:
            return f"{letter}{number}: {later.why}" if later else f"There is no screen {letter}{number}."
        session = controller.session
        if session is None or session.procedure.id != wanted.id:
            session = controller.program.session(wanted.id)
        if step.id not in session.navigator.reached:
            title = step.title or screen(step.screen).title
            where = f"You are at {controller.session.number}." if controller.session is not None else ""
            return f"{letter}{number}, “{title}”, comes later. {where}".rstrip()
        controller.show_session(session)
        controller.move(lambda: session.go_to(step.id))
        return ""

    def _go_to_connection(self, number: int) -> str:
        step = next((s for p in hidden_procedures() for s in p.steps if s.number == number), None)
        if step is None:
            return f"There is no screen H{number}."
        if not self._controller.program.site.known().get("xero_client_id"):
            return f"H{number} comes once this store is connected to Xero."
        self._controller.connection.open(step.id)
        return ""
