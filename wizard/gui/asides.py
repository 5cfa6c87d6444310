"""What is shown where neither home nor a run is; each of it is made when it is first asked for."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from wizard.gui.doors import Doors
from wizard.gui.frame import Frame
from wizard.model.problem import Problem

if TYPE_CHECKING:
    from wizard.catalogue.trouble import What
    from wizard.gui.home.papers_desk import PapersDesk
    from wizard.gui.home.trouble_desk import Mend, TroubleDesk
    from wizard.gui.set_up.desk import Begin, SetUpDesk
    from wizard.gui.support.desk import SupportDesk


class Desk(Protocol):
    """Shows pages of its own in the window."""

    def press(self) -> None:
        """The verb of the page that is shown."""

    def show_problem(self, problem: Problem) -> None:
        """Say on that page what went wrong."""


class Asides:
    """The pages for support, of a set-up file, of what stopped, and of a store's papers."""

    def __init__(
        self,
        frame: Frame,
        doors: Callable[[], Doors],
        make_room: Callable[[], None],
        begin: "Begin",
        mend: "Mend",
    ) -> None:
        """`make_room` leaves what is shown; `begin` and `mend` lead on into a run."""
        self._frame, self._doors, self._make_room = frame, doors, make_room
        self._begin, self._mend = begin, mend
        self.shown: Desk | None = None
        """Whose page was shown last."""

    @cached_property
    def support(self) -> "SupportDesk":
        """The pages for whoever helps."""
        from wizard.gui.support.desk import SupportDesk  # noqa: PLC0415 - most starts need none of it

        return SupportDesk(self._frame, lambda: self._take_over(self.support))

    @cached_property
    def set_ups(self) -> "SetUpDesk":
        """The page of a set-up file."""
        from wizard.gui.set_up.desk import SetUpDesk  # noqa: PLC0415 - most starts need none of it

        return SetUpDesk(self._frame, lambda: self._take_over(self.set_ups), self._begin)

    @cached_property
    def troubles(self) -> "TroubleDesk":
        """The pages that find out why something stopped."""
        from wizard.gui.home.trouble_desk import TroubleDesk  # noqa: PLC0415 - most starts need none of it

        return TroubleDesk(self._frame, self._doors(), lambda: self._take_over(self.troubles), self._mend)

    @cached_property
    def papers(self) -> "PapersDesk":
        """The page of everything that was written down of this store."""
        from wizard.gui.home.papers_desk import PapersDesk  # noqa: PLC0415 - most starts need none of it

        return PapersDesk(self._frame, lambda: self._take_over(self.papers))

    def help_somebody(self) -> None:
        """Show what whoever helps a caller needs."""
        self.support.help_somebody()

    def open_set_up_file(self) -> None:
        """Ask for a set-up file, and show what it would fill in."""
        self.set_ups.choose()

    def find_trouble(self, what: "What") -> None:
        """Look for why something stopped."""
        self.troubles.show(what)

    def show_papers(self) -> None:
        """Show what was written down of this store."""
        self.papers.show()

    def _take_over(self, desk: Desk) -> None:
        self._make_room()
        self.shown = desk
