"""Which store was open last, kept for each world of a home and each PC: the next start opens it again."""

import contextlib
from pathlib import Path

from wizard.app.one_window import home_of, windows_of
from wizard.app.options import SITE, Options
from wizard.model.files import read_file, write_file

_NAME, _MOST_BYTES = "last-store", 100


def as_last_open(options: Options) -> Options:
    """Return options that mean the store which was open last, where none was named and it still stands."""
    if options.names_site:
        return options
    site = _kept(options)
    return options._replace(site=site) if site and _stands(options, site) else options


def keep_last_open(options: Options) -> None:
    """Keep which store is open; a home that takes no more says so wherever something is to be kept."""
    if _kept(options) != options.site:
        with contextlib.suppress(OSError):
            write_file(_path(options), options.site.encode())


def _path(options: Options) -> Path:
    windows = windows_of(options._replace(site=""))
    return windows.with_name(f"{windows.name}.{_NAME}")


def _kept(options: Options) -> str:
    try:
        site = read_file(_path(options), _MOST_BYTES).decode("ascii")
    except (OSError, UnicodeDecodeError):
        return ""
    return site if SITE.fullmatch(site) else ""


def _stands(options: Options, site: str) -> bool:
    """Whether something is kept of a store: one that was never begun, or was taken away, is not opened."""
    home = home_of(options)
    world = "practice" if options.practice else "services" if options.services is not None else ""
    return (home / world / "sites" / site).is_dir()
