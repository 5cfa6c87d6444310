"""Checking documents, against reading them alone."""
