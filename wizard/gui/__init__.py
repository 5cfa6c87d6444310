"""The window. PySide6 lives only here."""

from wizard.gui.workarounds import read_no_sources

read_no_sources()
