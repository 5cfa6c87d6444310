"""R2, W13: the vendor's own sign-in, in the embedded browser where its address is known, else by hand."""

from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.catalogue.schema import Action, VendorPage
from wizard.catalogue.wording import facts_in, fill
from wizard.catalogue.words import words_of
from wizard.gui.browser.available import why_not
from wizard.gui.pages.boxes import letters
from wizard.gui.pages.embedded_room import EmbeddedRoom
from wizard.gui.pages.page import Page
from wizard.gui.pages.sign_in_panel import BROWSER, WINDOW, switched_off
from wizard.gui.widgets.labels import CAPTION, label, link
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.jobs.xero.check_line import whole_line
from wizard.jobs.xero.vendor_said import COPIED, NAMED, VendorSaid
from wizard.model.problem import Problem
from wizard.model.secret import Secret
from wizard.model.setback import ELSEWHERE
from wizard.procedure.hints import line_hint
from wizard.xero.settle import is_demo_name, is_named

_words = words_of(__name__)

_OF_ANOTHER = {"VENDOR-ORG", "VENDOR-DEMO", "PICKED-OTHER"}
"""Problems that a later step has with the organisation picked here: then another sign-in is wanted."""


def is_denied(address: str) -> bool:
    """Whether Xero leads to an address because access was not allowed (RFC 6749 4.1.2.1)."""
    return "access_denied" in parse_qs(urlsplit(address).query).get("error", ())


class VendorSignInPage(Page):
    """Finds the vendor's line, or its words, on the vendor's page; the user's part is to sign in."""

    room: EmbeddedRoom
    fills: ClassVar[bool] = True
    signs_in: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """The lines to do by hand; the browser takes their place once it is opened."""
        page = self.session.procedure.vendor_page
        assert page is not None
        self._vendor: VendorPage = page
        self.room = EmbeddedRoom()
        self.room.trouble.connect(self._on_trouble)
        self._finder: Any = None
        self._own_browser = False
        """Whether its user goes another way than the page in this window."""
        self._denied = self._says_nothing_there = False
        self._by_hand = QWidget()
        column = QVBoxLayout(self._by_hand)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        finds_here = bool(self._given_address()) and page.finds == "line" and not self._why_not_here
        self._add_lines(column, finds_here=finds_here)
        # A services file says where the page is; then nobody is asked for it.
        specs = [] if self._given_address() else self.session.fields()
        for spec, letter in zip(specs, letters(len(specs)), strict=True):
            self.boxes.add(spec, letter, column)
        self._why = label("", name="muted")
        column.addWidget(self._why)
        self._elsewhere = link(_words("open-in-own-browser", owner=page.owner))
        self._elsewhere.clicked.connect(lambda: self.choose_way("browser"))
        column.addWidget(self._elsewhere)
        if finds_here:
            have = link(_words("have-it-already"))
            have.clicked.connect(lambda _checked=False: self._have_it())
            column.addWidget(have)
        body.addWidget(self._by_hand)
        self._leave = link(_words("use-own-browser"))
        self._leave.clicked.connect(lambda: self.choose_way("browser"))
        self._leave.hide()
        self.head.addWidget(self._leave)
        self._found = QHBoxLayout()
        body.addLayout(self._found)
        self._links = QWidget()
        links = QVBoxLayout(self._links)
        links.setContentsMargins(0, 0, 0, 0)
        self.add_side_links(links)
        body.addWidget(self._links)
        self._rest = QWidget()
        body.addWidget(self._rest, 1)
        self.room.hide()
        body.addWidget(self.room, 1)
        self.edited.connect(self._update)
        self._update()
        self._show_found()

    def _add_lines(self, column: QVBoxLayout, *, finds_here: bool) -> None:
        """Say what is known already and what is to be done by hand, or instead of the page in this window."""
        facts, screen = self.session.facts(), self.session.screen
        for said in screen.notes:
            if all(facts.get(name) for name in facts_in(said)):
                column.addWidget(label(fill(said, facts), name="muted"))
        if finds_here:
            column.addWidget(label(_words("by-itself-or-there", owner=self._vendor.owner)))
        for index, line in enumerate(screen.lines, 1):
            column.addWidget(label(f"{index}.  {line.text}"))
            if line.note:
                note = label(line.note, name="muted", scale=CAPTION)
                note.setContentsMargins(24, 0, 0, 0)
                column.addWidget(note)

    def _given_address(self) -> str:
        return self.session.tools.world.vendors.get(self._vendor.id, "") or self._vendor.address

    def _address(self) -> str:
        """Where the vendor's page starts: a services file's, the procedure's, else what the user typed."""
        typed = next((str(box.value) for box in self.boxes.values()), "")
        return self._given_address() or typed.strip()

    @property
    def _why_not_here(self) -> str:
        """Why the page cannot be, or is not to be, in this window; empty when it can."""
        allows = self.session.tools.world.policies.allows
        return why_not() or ("" if allows(WINDOW) else switched_off())

    @property
    def _may_go_elsewhere(self) -> bool:
        """Whether the user's own browser is offered: also where it is not wanted but nothing else is left."""
        return self.session.tools.world.policies.allows(BROWSER) or bool(self._why_not_here)

    def _update(self) -> None:
        reason = self._why_not_here
        self._elsewhere.setVisible(bool(self._address()) and self._may_go_elsewhere)
        self._why.setText(_words("not-in-this-window", reason=reason) if reason and self._address() else "")
        self._why.setVisible(bool(self._why.text()))
        self.verb_changed.emit()

    @property
    def is_found(self) -> bool:
        """Whether a whole line is in memory, or the words were seen, and it is not another organisation's."""
        problems = [result.problem for result in self.session.results.values()]
        if any(problem is not None and problem.code in _OF_ANOTHER for problem in problems):
            return False
        if self._vendor.finds == "words":
            return bool(self.session.facts().get("words_found"))
        line = self.session.answers.secret("line")
        return line is not None and isinstance(whole_line(line.reveal(), self._vendor), str)

    @property
    def verb(self) -> str:
        """Open, then look again; Next once it is found, or where it is done by hand."""
        if self.is_found or self._own_browser or self._why_not_here or not self._address():
            return self.leads_on
        return _words("look-again") if self.room.browser is not None else self.session.screen.button

    def press(self) -> bool:
        """Open the page, or look once more on it."""
        self.clear_problem()
        if self.verb == self.leads_on:
            if self._vendor.finds == "words" and not self.is_found:
                self.session.note({"words_found": False})
            return False
        if self.room.browser is None:
            self._open()
        elif self.room.browser.is_loaded:
            self._finder.look(self._looked)
        else:
            self._on_trouble(self.room.browser.slow_problem())
        return True

    def take_action(self, action: Action) -> bool:
        """Take the way that a problem's button names."""
        if action.does != "way":
            return super().take_action(action)
        self.choose_way(action.value)
        return True

    def choose_way(self, way: str) -> None:
        """Begin anew in this window, go on in the user's own browser, or by hand; as problems' buttons do."""
        self.clear_problem()
        if way == "window":
            self._close_browser()
            self._open()
            return
        if way == "browser" and not self.tools.open_address(self._address()):
            self._on_trouble(Problem("XERO-NO-BROWSER"))
        elif way == "browser":  # whether it came up is not seen from here
            self.say(_words("browser-asked", owner=self._vendor.owner))
        self._go_on_by_hand()

    def _go_on_by_hand(self) -> None:
        """What is to be done is done elsewhere: the next screen asks for what came of it."""
        self._own_browser = True
        self._close_browser()
        self._by_hand.show()
        self.verb_changed.emit()
        self.tools.focus_verb()

    def _have_it(self) -> None:
        """There is nothing to do here: the next screen asks for the line."""
        self._go_on_by_hand()
        self.tools.go_on()

    def _on_trouble(self, problem: Problem) -> None:
        """Show a problem of the vendor's page; what can be done about it differs from our own sign-in's."""
        self.show_problem(Problem(problem.code, {**problem.facts, "on": "page"}))
        self.room.make_room(for_problem=True)

    def clear_problem(self) -> None:
        """Take what was said down; the page gets its room back."""
        super().clear_problem()
        self._says_nothing_there = False
        self.room.make_room(for_problem=False)

    def _open(self) -> None:
        from wizard.gui.browser.address_bar import host_of  # noqa: PLC0415
        from wizard.gui.browser.finder import Finder  # noqa: PLC0415

        address, self._denied = self._address(), False
        for part in (self._by_hand, self._links, self._rest):
            part.hide()
        self._leave.setVisible(self._may_go_elsewhere)
        self.give_up_heading(wanted=True)
        self._own_browser = False
        self.room.show()
        self.room.open(address, self._passes, {host_of(address): self._vendor.owner})
        self._finder = Finder(self.room.browser.page, self._vendor, address, self)
        self._finder.found.connect(self._take)
        self._finder.failed.connect(self._on_failed)
        self.verb_changed.emit()

    def _passes(self, address: str) -> bool:
        """Look at where the page goes; the vendor's own answer is followed, whatever it says."""
        if self._says_nothing_there:  # of the page that is left now
            QTimer.singleShot(0, self, self.clear_problem)
        if is_denied(address):
            self._denied = True
            # Not while the engine asks whether it may go there.
            QTimer.singleShot(0, self, lambda: self._on_trouble(Problem("XERO-DENIED")))
        return False

    def _on_failed(self, said: str) -> None:
        """Say why, as the page just began to say; where access was denied, that is said already."""
        if not self._denied:
            self._on_trouble(self._failure(said))

    def _failure(self, said: str) -> Problem:
        if self._denied:
            return Problem("XERO-DENIED")
        return Problem("VENDOR-FAILED", {"owner": self._vendor.owner, "said": said})

    def _looked(self, seen: Any) -> None:
        if self.is_found:
            return
        if (self._vendor.prefix or self._vendor.words) in seen.text:
            self._take(seen)
        elif seen.failed:
            self._on_trouble(self._failure(seen.failed))
        else:
            words = self._vendor.words
            is_line = self._vendor.finds == "line"
            self._on_trouble(Problem("LINE-NONE") if is_line else Problem("WORDS-NONE", {"words": words}))
            self._says_nothing_there = True

    def _take(self, seen: Any) -> None:
        """Take what the vendor's page shows, once, with the organisation that it names beside it."""
        if self._finder is None:
            return
        self._finder.stop()
        if self._vendor.finds == "words":
            self.session.note({"words_found": True, NAMED: seen.organisation})
        else:
            line = whole_line(seen.text, self._vendor)
            if isinstance(line, Problem):
                self._on_trouble(line)
                return
            self._take_line(line, seen.organisation)
        self._overcome(seen.organisation)
        self.clear_problem()
        self._close_browser()
        self._show_found()
        self.verb_changed.emit()

    def _take_line(self, line: str, named: str) -> None:
        session = self.session
        session.tools.learn(line, [])
        session.answers.put("line", Secret(line))
        session.answers.put(NAMED, named or None)
        if named:
            session.tools.named_lines[line] = named
        session.answers.put(COPIED, None)
        for said in ("picked_organisation", "picked_unknown", "paste_back"):
            session.answering.forget(said)
        # What was said of the line before holds no more, nor what was found of it.
        found = session.results.items()
        session.results.forget([name for name, result in found if not result.ok or NAMED in result.facts])

    def _overcome(self, named: str) -> None:
        """What was wrong there is over with one that is named for the right organisation."""
        before = self.session.setback
        if before is None or before.problem.code not in ELSEWHERE or not named or is_demo_name(named):
            return
        own = str(before.problem.facts.get("own") or named)
        if is_named(named, own) and not self._other_than(named):
            self.session.setback = None

    def _close_browser(self) -> None:
        """Take the page away: the line stands on it for everybody to read."""
        was_open = self.room.browser is not None
        finder, self._finder = self._finder, None
        if finder is not None:
            finder.stop()
            finder.deleteLater()
        self.room.close_page()
        self.room.hide()
        if was_open:
            self._leave.hide()
            self.give_up_heading(wanted=False)
            for part in (self._links, self._rest):
                part.show()
            self.tools.focus_verb()

    def _show_found(self) -> None:
        if not self.is_found or self._found.count():
            return
        self._by_hand.hide()
        secret = self.session.answers.secret("line")
        named = str(self.session.facts().get(NAMED) or "")
        whose = _words("for-organisation", name=named) if named else ""
        said = fill("“{words}”", {"words": self._vendor.words}) + whose
        if secret is not None and self._vendor.finds == "line":
            said = _words("line-is-here", whose=whose, hint=line_hint(secret.reveal()))
        if own := self._other_than(named):
            said = _words("for-another", owner=self._vendor.owner, name=named, own=own)
            self._found.addWidget(StateMark(Mark.WARNING), 0, Qt.AlignmentFlag.AlignTop)
            self._found.addWidget(label(said, name="warn"), 1)
        else:
            self._found.addWidget(StateMark(Mark.DONE))
            self._found.addWidget(label(said, name="good", in_line=True))
        if is_demo_name(named):
            self._found.addWidget(label(_words("demo-company"), name="fault"))
        if self._address() and not self._why_not_here:
            anew = link(_words("sign-in-again"))
            anew.clicked.connect(self._begin_anew)
            self._found.addWidget(anew)
        if not own:
            self._found.addStretch(1)

    def _other_than(self, named: str) -> str:
        """Return this store's own organisation where the vendor's page names another; else nothing."""
        record = self.session.tools.site.record()
        own = record.organisation
        if own is None or not named:
            return ""
        # Xero's list of connections may spell its name differently.
        spelt = [each.name for each in record.xero.opened or () if each.tenant == own.tenant_id]
        said = VendorSaid(self._vendor.owner, self._vendor.finds, named)
        return own.name if said.difference(own, *spelt) is not None else ""

    def _begin_anew(self) -> None:
        """Another organisation was meant: what was found is let go first."""
        if self._vendor.finds == "words":
            if not self.tools.keep(self.session.forget_result):
                return
        else:
            self.session.answering.forget("line")
        empty(self._found)
        self.choose_way("window")
