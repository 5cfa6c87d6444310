"""A site's folder: drafts, receipts, settings; atomic, user-only."""
