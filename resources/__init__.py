"""Data files; read by wizard.catalogue alone."""
