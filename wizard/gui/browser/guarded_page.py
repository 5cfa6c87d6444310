"""A web page that cannot do what a sign-in never needs: no downloads, no overrides, no other schemes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineCertificateError,
    QWebEngineDownloadRequest,
    QWebEngineLoadingInfo,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineWebAuthUxRequest,
)

from wizard.catalogue.load import web_hosts
from wizard.model.problem import Problem


def make_profile(parent: QObject | None) -> QWebEngineProfile:
    """Return an off-the-record profile: cookies and pages are gone when it is."""
    profile = QWebEngineProfile(parent)
    settings = profile.settings()
    for attribute, on in (
        (QWebEngineSettings.WebAttribute.PluginsEnabled, False),
        (QWebEngineSettings.WebAttribute.PdfViewerEnabled, False),
        (QWebEngineSettings.WebAttribute.NavigateOnDropEnabled, False),
        (QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls, False),
        (QWebEngineSettings.WebAttribute.ScreenCaptureEnabled, False),
        (QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows, True),  # identity providers' pop-ups
    ):
        settings.setAttribute(attribute, on)
    return profile


_NOT_REACHED = {
    QWebEngineLoadingInfo.ErrorDomain.ConnectionErrorDomain,
    QWebEngineLoadingInfo.ErrorDomain.DnsErrorDomain,
}
"""Failures that are the line's; a refused download, too, ends a load, and no page is missing then."""


def refusal_of(address: str) -> Problem | None:
    """Return the problem where a page's address says that its owner takes no sign-in in this window."""
    known = web_hosts().get(QUrl(address).host())
    if known is None or not any(part in address for part in known.refuses):
        return None
    return Problem("XERO-WINDOW", {"owner": known.owner})


class GuardedPage(QWebEnginePage):
    """Reports this sign-in's redirect instead of following it; asks for nothing, stores nothing."""

    redirected = Signal(str)
    trouble = Signal(object)
    """A Problem worth showing beside the page."""
    popped_up = Signal(object)
    """Another GuardedPage, for a pop-up window of the page."""

    def __init__(self, profile: QWebEngineProfile, is_answer: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(profile, parent)
        self._profile, self._is_answer = profile, is_answer
        self._answered = False
        self.certificateError.connect(self._refuse_certificate)
        self.permissionRequested.connect(lambda permission: permission.deny())
        self.webAuthUxRequested.connect(self._say_passkey)
        self.loadingChanged.connect(self._look_at_load)
        profile.downloadRequested.connect(self._refuse_download)

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main: bool
    ) -> bool:
        """Catch the redirect; let web pages through and nothing else."""
        address = QUrl(url)
        if is_main and self._is_answer(address.toString(QUrl.ComponentFormattingOption.FullyEncoded)):
            if not self._answered:
                self._answered = True
                self.redirected.emit(address.toString(QUrl.ComponentFormattingOption.FullyEncoded))
            return False
        if address.scheme() in {"https", "http"} or address.toString() in {"about:blank", "about:srcdoc"}:
            return super().acceptNavigationRequest(address, kind, is_main)
        # Sub-frames of identity providers use data: and blob:; as the page itself they could pass for one.
        return not is_main and address.scheme() in {"data", "blob"}

    def createWindow(self, _kind: QWebEnginePage.WebWindowType) -> QWebEnginePage:
        """Give a pop-up a page under the same guard."""
        made = GuardedPage(self._profile, self._is_answer, self)
        made.redirected.connect(self.redirected)
        made.trouble.connect(self.trouble)
        self.popped_up.emit(made)
        return made

    def javaScriptConsoleMessage(self, *_: object) -> None:
        """Say nothing: pages write what they like to their console, secrets included."""

    def javaScriptConfirm(self, _origin: QUrl | str, text: str) -> bool:
        """Answer no: a page's question box would stand over our window. Leaving a page is always allowed."""
        leaving = "Are you sure you want to leave this page? Changes that you made may not be saved."
        return text == QCoreApplication.translate("QWebEnginePage", leaving)

    def javaScriptAlert(self, _origin: QUrl | str, _text: str) -> None:
        """Show no box."""

    def javaScriptPrompt(self, _origin: QUrl | str, _text: str, _default: str) -> tuple[bool, str]:
        """Show no box, and answer nothing."""
        return False, ""

    def chooseFiles(
        self, _mode: QWebEnginePage.FileSelectionMode, _old: Sequence[str], _types: Sequence[str]
    ) -> list[str]:
        """Give no file: a sign-in needs none."""
        return []

    def _refuse_certificate(self, error: QWebEngineCertificateError) -> None:
        error.rejectCertificate()
        if error.isMainFrame():
            self.trouble.emit(Problem("XERO-PAGE-CERT", {"host": error.url().host()}))

    def _refuse_download(self, download: QWebEngineDownloadRequest) -> None:
        if download.page() is self:
            download.cancel()

    def _say_passkey(self, request: QWebEngineWebAuthUxRequest) -> None:
        request.cancel()
        self.trouble.emit(Problem("XERO-PASSKEY"))

    def _look_at_load(self, info: QWebEngineLoadingInfo) -> None:
        status = QWebEngineLoadingInfo.LoadStatus
        refusal = refusal_of(info.url().toString())
        if refusal is not None and info.status() is not status.LoadStartedStatus:
            self.trouble.emit(refusal)
        elif info.status() is status.LoadFailedStatus and info.errorDomain() in _NOT_REACHED:
            self.trouble.emit(Problem("XERO-PAGE-GONE", {"host": info.url().host()}))
