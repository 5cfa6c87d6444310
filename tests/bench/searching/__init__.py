"""How long it takes to find screens and problems by a caller's words."""
