"""The parts of `bootstrap.py`; like it they need nothing but Python."""
