"""Home: shows H1 and leads on from it."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wizard.catalogue.headings import procedure_headings, untouched
from wizard.catalogue.words import words_of
from wizard.gui.after_paint import after_paint
from wizard.gui.doors import Doors, From
from wizard.gui.frame import Frame
from wizard.gui.home.home_page import HomePage
from wizard.gui.home.pc_check import PcCheck
from wizard.model.problem import Problem, ProblemFound

_words = words_of(__name__)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from wizard.app.standings import Card
    from wizard.catalogue.headings import ProcedureHeading
    from wizard.catalogue.schema import Action
    from wizard.gui.home.till_check import TillCheck
    from wizard.model.card_state import Safe, Standing
    from wizard.model.pc import PcFinding
    from wizard.model.record import StoreRecord

_STANDINGS = "wizard.app.standings"


class Home:
    """The home page while it is shown; `page` is None while something else is."""

    def __init__(self, frame: Frame, doors: Doors) -> None:
        self._frame, self._doors = frame, doors
        self._pc = PcCheck(frame.program, frame.runner.lane("pc"))
        self._till: TillCheck | None = None
        self.page: HomePage | None = None
        self._of_pc = ""
        """What the look at this PC came to, as far as nothing is wrong."""
        self._following = ""
        """The procedure whose jobs go on while home is shown."""
        self._safe: Safe | None = None
        """What the password safe said of the sign-in to Xero since home is shown; None until it did."""
        self._crashed: list[Problem] = []
        """What is said of a crash, once: until home is left."""

    def show(self) -> None:
        """Show H1, as things stand."""
        shell, doors = self._frame.shell, self._doors
        program = self._frame.program
        page = HomePage(practice=program.world.is_practice, others=program.has_others)
        page.procedure_chosen.connect(lambda name: doors.procedure(name, From.LEFT))
        page.fresh_chosen.connect(self._ask_for_fresh)
        page.send_chosen.connect(lambda name: doors.procedure(name, From.SEND))
        page.check_chosen.connect(lambda name: doors.procedure(name, From.CHECK))
        page.anew_chosen.connect(lambda name: doors.procedure(name, From.ANEW))
        page.copy_chosen.connect(lambda name: doors.procedure(name, From.COPY))
        page.holds = doors.holds
        page.open_chosen.connect(lambda name: doors.procedure(name, From.OPEN))
        page.side_chosen.connect(doors.side_page)
        page.practice_chosen.connect(doors.other_world)
        page.number_asked.connect(doors.jump)
        page.helping_asked.connect(doors.helping)
        page.set_up_file_asked.connect(doors.set_up_file)
        page.store_asked.connect(self._ask_for_store)
        page.papers_asked.connect(doors.papers)
        page.trouble_told.connect(doors.trouble)
        page.reconnect_chosen.connect(lambda: doors.connection("xero-sign-in"))
        self._following, self._safe = "", None
        waits = self._waits
        if waits:
            page.show_headings(self._shown)
        store = "" if waits else self._show_cards(page)
        self.page = page
        shell.show_page(page)
        self._show_side(store)
        shell.set_help(
            _words("who-can-help"),
            _words("helpers") + self._own_support,
        )
        shell.set_buttons(back=False, verb="")
        if waits:
            after_paint(page, lambda: self._show_stand(page))
        else:
            _focus(page)
        # They stand below the cards, so that nothing moves when they come.
        after_paint(page, lambda: self._show_deadlines(page))
        self._pc.look_for(page, self._show_pc)

    @property
    def _shown(self) -> "list[ProcedureHeading]":
        """The procedures that this PC's policies let home show; all where they would leave none."""
        shows = self._frame.program.world.policies.shows
        found = list(procedure_headings())
        return [each for each in found if shows(each.id)] or found

    def _shown_cards(self, found: "Sequence[Card]") -> "list[Card]":
        shown = {each.id for each in self._shown}
        return [card for card in found if card.procedure.id in shown]

    @property
    def _own_support(self) -> str:
        """What the policies say of whom to call."""
        whom = self._frame.program.world.policies.whom_to_call()
        return _words("for-this-pc", whom=whom) if whom else ""

    @property
    def _waits(self) -> bool:
        """Whether to say where things stand would hold up the first paint: what reads it is not loaded."""
        return self._frame.program.has_kept and _STANDINGS not in sys.modules

    def _show_stand(self, page: HomePage) -> None:
        """Show where things stand, and the buttons that go with it."""
        self._show_side(self._show_cards(page))
        _focus(page)

    def _show_side(self, store: str) -> None:
        """Name the store beside the page, and what is known of this PC."""
        self._frame.shell.side.show_steps("Tillbridge", store, "H1", [])
        self._frame.shell.side.say(self._of_pc)

    def _show_cards(self, page: HomePage) -> str:
        """Show where each procedure stands, and return the store's name."""
        program = self._frame.program
        if not program.has_kept:
            page.show_untouched(self._shown, untouched())
            # Of a further store that nothing was told of yet its folder's name is all there is.
            return program.world.site if program.has_others else ""
        from wizard.app.standings import cards, daily  # noqa: PLC0415 - not where nothing is kept
        from wizard.model.card_state import Safe  # noqa: PLC0415

        record = program.site.record()
        organisation = record.organisation
        store = program.site.called() if program.has_others else record.name
        connection = None
        if record.xero.client_id and organisation is not None and organisation.name:
            from wizard.gui.home.connection_card import ConnectionCard  # noqa: PLC0415 - only where there is one

            connection = ConnectionCard(
                program, self._doors.connection, lambda safe, until: self._say_again(page, safe, until)
            )
        safe = Safe.NOT_ASKED
        found = self._shown_cards(cards(program.site, record, safe))
        page.show_cards(found, store, connection, _sign_in(record, safe), daily(record))
        if record.proofs or record.books.schedule:
            from wizard.gui.widgets.schedule_card import ScheduleCard  # noqa: PLC0415 - only where there is one

            page.show_schedule(ScheduleCard(program.site, program.tools, self._frame.open_address))
        self._check_till(page, found, record)
        return store

    def _check_till(self, page: HomePage, found: "Sequence[Card]", record: "StoreRecord") -> None:
        """Say on the card of the books whether today's documents would pass."""
        if not record.books.has_matches:
            return
        from wizard.catalogue.till import till_words  # noqa: PLC0415 - only where a store has matches
        from wizard.gui.home.till_check import TillCheck, card_of_books  # noqa: PLC0415

        whose = card_of_books(found, record)
        if whose is not None:
            name = whose.id
            if not self._reads_xero(record):
                page.say_also(name, till_words().without(record))
                return
            page.say_also(name, till_words().looking)
            if self._till is None:
                self._till = TillCheck(self._frame.program, self._frame.runner.lane("till"))
            self._till.look_for(page, whose, lambda text, tone: self._say_till(page, name, text, tone))

    def _say_till(self, page: HomePage, name: str, text: str, tone: str) -> None:
        if self.page is not page or name == self._following:
            return
        record = self._frame.program.site.record()
        if not self._reads_xero(record):  # the safe may have said so meanwhile
            from wizard.catalogue.till import till_words  # noqa: PLC0415 - only where a store has matches

            text, tone = till_words().without(record), "muted"
        page.say_also(name, text, tone)

    def _reads_xero(self, record: "StoreRecord") -> bool:
        """Whether there is a sign-in, or none is needed, as far as the record and the safe say."""
        from wizard.app.standings import can_read_xero  # noqa: PLC0415 - not where nothing is kept

        return can_read_xero(record, self._safe)

    def follow(self, name: str, *, is_paused: bool) -> None:
        """Say on a procedure's card that its jobs go on, or are held back, and lead back to them."""
        if self.page is not None:
            self._following = name
            self.page.show_going(name, self._back_to)
            self.say_going(name, "", is_paused=is_paused)

    def say_going(self, name: str, text: str, *, is_paused: bool) -> None:
        """Say how far they are."""
        if self.page is not None:
            from wizard.catalogue.export import window_words  # noqa: PLC0415 - only while something goes on

            said = window_words("going", text=text or window_words("going_on"))
            self.page.say_also(name, window_words("held_back") if is_paused else said)

    def _back_to(self, name: str) -> None:
        self._doors.procedure(name, From.LEFT)

    def _show_deadlines(self, page: HomePage) -> None:
        from wizard.app.standings import deadlines_of  # noqa: PLC0415 - not before the first paint

        program = self._frame.program
        page.show_deadlines(deadlines_of(program.site))

    def _say_again(self, page: HomePage, safe: "Safe", until: "date | None") -> None:
        """Say the states as the password safe has them."""
        from msgspec.structs import replace  # noqa: PLC0415 - not before the first paint

        from wizard.app.standings import cards, daily  # noqa: PLC0415

        self._safe = safe
        site = self._frame.program.site
        record = site.record()
        if until is not None:
            record = replace(record, xero=replace(record.xero, good_until=until))
        found = self._shown_cards(cards(site, record, safe))
        page.say_states(found, _sign_in(record, safe), daily(record))
        if not self._reads_xero(record) and record.books.has_matches:
            self._check_till(page, found, record)

    def _ask_for_fresh(self, name: str) -> None:
        """Begin a procedure anew once its user has read what that forgets."""
        from wizard.catalogue.load import procedure  # noqa: PLC0415
        from wizard.gui.home.start_again import StartAgain  # noqa: PLC0415 - only when it is asked for

        dialog = StartAgain(procedure(name), self._frame.program.site, self._frame.shell)
        dialog.accepted.connect(lambda: self._doors.procedure(name, From.START))
        dialog.open()
        self._frame.shell.presses.watch(dialog)

    def _ask_for_store(self) -> None:
        """Let its user choose among this PC's stores, and open that."""
        from wizard.app.stores import stores_of  # noqa: PLC0415 - only when it is asked for
        from wizard.gui.home.store_chooser import StoreChooser  # noqa: PLC0415

        world, shell = self._frame.program.world, self._frame.shell
        record = self._frame.program.site.record()
        forgets = world.is_practice and record.xero.connected
        chooser = StoreChooser(stores_of(world), world.site, shell, forgets=forgets)
        chooser.accepted.connect(lambda: self._open_store(chooser.site, chooser.begun))
        chooser.open()
        shell.presses.watch(chooser)

    def _open_store(self, site: str, begun: str) -> None:
        """Open another store; one that is `begun` is called so from now on."""
        from wizard.app.stores import begin_store  # noqa: PLC0415 - only when it is asked for

        try:
            begin_store(self._frame.program.world, site, begun)
        except ProblemFound as found:
            self.show_problems([found.problem])
            return
        self._doors.other_store(site)

    def leave(self) -> None:
        """Something else is shown."""
        self.page = None
        self._crashed = []

    def tell_of_crash(self, folder: "Path") -> None:
        """Say, once, that the program crashed the last time; `folder` holds what was noted then."""
        from wizard.app.crash import report_of_crash  # noqa: PLC0415 - after the first paint

        report = report_of_crash(folder, self._frame.program.redactor.clean)
        if report is not None:
            self._crashed = [Problem("PROGRAM-CRASHED", {"report": str(report)})]
            self.show_problems([])

    def _show_pc(self, findings: "Sequence[PcFinding]") -> None:
        from wizard.gui.home.pc_says import PcSays  # noqa: PLC0415 - not before the first paint

        page, side = self.page, self._frame.shell.side
        if page is not None:
            says = PcSays(findings, page.titles, self._act, side)
            page.show_pc(says)
            self._of_pc = says.rest
            side.say(self._of_pc)
            says.announce()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong, where home is shown."""
        if self.page is not None:
            self.page.show_problems([*self._crashed, *problems], self._act)

    def _act(self, action: "Action") -> None:
        """Carry out a button of a problem on the home page."""
        if action.does == "copy":
            self._frame.clipboard.copy(action.text)
        elif action.does == "open":
            self._frame.open_address(action.text)
        elif action.does == "support-file":
            self._doors.support_file()
        elif action.does == "retry":
            self._pc.forget()
            self._of_pc = ""
            self.show()


def _sign_in(record: "StoreRecord", safe: "Safe") -> "tuple[Standing, str]":
    """Return where the sign-in to Xero stands, and the line below it."""
    from wizard.app.standings import sign_in, sign_in_row  # noqa: PLC0415 - not where nothing is kept

    found = sign_in(record, safe)
    return found, sign_in_row(record, found)


def _focus(page: HomePage) -> None:
    if page.first_button is not None:
        page.first_button.setFocus()
