"""Signing in to Xero: token requests, and what a pasted key is."""
