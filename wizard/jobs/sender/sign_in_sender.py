"""Job: Connect, with a person: sign in at Microsoft or Google and keep the permission."""

from dataclasses import dataclass, replace
from typing import ClassVar

from wizard.catalogue.listing import listed
from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Tools
from wizard.jobs.sender.connection import (
    checked_access,
    connection_of,
    is_connected,
    keep_connection,
    mismatch_of,
    vendor_of,
)
from wizard.jobs.sender.own_sender import Sender, SenderConnected, facts_of, remember_sender
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.sender import Granted, SignInApp, SignInWay
from wizard.oauth.attempt import Attempt
from wizard.oauth.google import Google
from wizard.oauth.loopback import LoopbackListener
from wizard.oauth.microsoft import Microsoft
from wizard.oauth.sign_in import REDIRECT_PORTS
from wizard.oauth.vendor_errors import facts_for

_words = words_of(__name__)


@dataclass(frozen=True)
class SignInSender:
    """Sign in for one sender. `progress.item` gets what a person has to see: a SignInPage or a DeviceCode.

    A page's redirect is heard on loopback, or handed in by whoever copied it: both all the time, so that
    the way can be switched midway. `fresh` asks again although a connection is there; `other_account` does
    so where it is another account's than the sender's.
    """

    gives: ClassVar = SenderConnected
    sender: Sender
    fresh: bool = False
    wait_seconds: float = 300.0
    other_account: bool = False

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Keep the connection, and say whose it is; SENDER-MISMATCH when it is not the sender's."""
        app = self.sender.app
        if app is None:
            return Problem("SENDER-PASSWORD")
        outcome = self._connect(app, tools, progress, cancel)
        return self.sender.told(outcome) if isinstance(outcome, Problem) else outcome

    def _connect(self, app: SignInApp, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        remember_sender(tools, self.sender)
        if app.way is SignInWay.APP or (not self.fresh and is_connected(tools, app)):
            progress.step(0.3, _words("looking-whether-it-works"))
            found = checked_access(tools, self.sender, anew=True)
            if not isinstance(found, Problem):
                return self._done(app)
            anew = {"SENDER-NOT-CONNECTED", "SENDER-LOST"}
            if self.other_account:
                anew.add("SENDER-MISMATCH")
            if app.way is SignInWay.APP or found.code not in anew:
                return found
        granted = self._sign_in(tools, app, progress, cancel)
        if isinstance(granted, Problem):
            return granted
        if not granted.tokens.refresh:
            return Problem("EXCH-ADMIN", facts_for(app.vendor, _words("no-offline-access"), cause="consent"))
        progress.step(0.9, _words("keeping-permission"))
        keep_connection(tools, app, granted.tokens, granted.account)
        mismatch = mismatch_of(self.sender.identity, granted.account, app.vendor)
        return mismatch or self._done(app, granted)

    def _done(self, app: SignInApp, granted: Granted | None = None) -> Done:
        address = (granted.account.address if granted else "") or self.sender.identity.address
        facts = {**facts_of(self.sender), "connected_as": address, "way": app.way.value}
        return Done({**facts, "kept_secrets": ["client_secret"]})

    def _sign_in(self, tools: Tools, app: SignInApp, progress: Progress, cancel: Cancel) -> Granted | Problem:
        vendor = vendor_of(tools, app)
        progress.step(0.1, _words("opening-the-safe"))
        connection_of(tools, app).prepare()
        if app.way is SignInWay.DEVICE:
            if not isinstance(vendor, Microsoft):
                return Problem("SENDER-WAY", facts_for(app.vendor))
            progress.step(0.2, _words("waiting-for-code"))
            return vendor.by_device(progress.item, cancel)
        try:
            listener = LoopbackListener()
        except OSError:
            ports = listed(REDIRECT_PORTS)
            return Problem("SIGN-IN-PORTS", facts_for(app.vendor, ports=ports))
        with listener:
            return self._in_browser(vendor, listener, tools, progress, cancel)

    def _in_browser(
        self,
        vendor: Microsoft | Google,
        listener: LoopbackListener,
        tools: Tools,
        progress: Progress,
        cancel: Cancel,
    ) -> Granted | Problem:
        sign_in = vendor.begin(
            listener.redirect, self.sender.identity.address, choose_account=self.other_account
        )
        if isinstance(sign_in, Problem):
            return sign_in
        tools.learn(sign_in.verifier, [])
        attempt = Attempt(sign_in, self.wait_seconds, heard=True)
        listener.expect(attempt)
        progress.step(0.2, _words("waiting-for-you"))
        progress.item(attempt)
        address = attempt.wait(cancel)
        if address is None:
            assert self.sender.app is not None
            return Problem("SENDER-SILENT", facts_for(self.sender.app.vendor, redirect=sign_in.redirect))
        progress.step(0.7, _words("fetching-permission"))
        return vendor.finish(sign_in, address)


def with_way(sender: Sender, way: SignInWay) -> Sender:
    """Return the sender with another way to sign in."""
    return replace(sender, app=replace(sender.app, way=way)) if sender.app else sender
