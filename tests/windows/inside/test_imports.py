"""Every module but the window's is imported on Windows, which has neither fcntl nor users' ids."""

import importlib
import pkgutil

import pytest

import wizard

MODULES = sorted(module.name for module in pkgutil.walk_packages(wizard.__path__, "wizard."))


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith("wizard.gui")])
def test_it_is_imported(name):
    if name != "wizard.__main__":
        importlib.import_module(name)
