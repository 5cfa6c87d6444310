"""The sender: documents in order to Xero, each exactly once, and the proof of it."""
