"""Jobs that check the store's mail."""
