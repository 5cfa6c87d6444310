"""A set-up file in the window: chosen, shown, and begun with."""
