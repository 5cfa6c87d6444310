"""Whether the embedded browser can run here, and in the user's words why not."""

import importlib.util
import os

from wizard.catalogue.words import words_of

_words = words_of(__name__)


def why_not() -> str:
    """Return why the embedded browser cannot be used on this PC; empty when it can. Loads nothing."""
    try:
        found = importlib.util.find_spec("PySide6.QtWebEngineWidgets")
    except ImportError:
        found = None
    if found is None:
        return _words("not-installed")
    if _is_root() and not _sandbox_is_off():
        return _words("not-as-root")
    return ""


def _is_root() -> bool:
    return getattr(os, "geteuid", lambda: -1)() == 0


def _sandbox_is_off() -> bool:
    """Whether whoever started us took the sandbox away; Chromium dies as root otherwise."""
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    return bool(os.environ.get("QTWEBENGINE_DISABLE_SANDBOX")) or "--no-sandbox" in flags.split()
