"""Every module is imported on Windows, which has neither fcntl nor users' ids; Wine has no WebEngine."""

import importlib
import pkgutil

import pytest

import wizard

WITH_BROWSER = {f"wizard.gui.browser.{name}" for name in ("embedded", "finder", "guarded_page")}
MODULES = sorted(module.name for module in pkgutil.walk_packages(wizard.__path__, "wizard."))


@pytest.mark.parametrize("name", [name for name in MODULES if name not in WITH_BROWSER])
def test_it_is_imported(name):
    if name != "wizard.__main__":
        importlib.import_module(name)
