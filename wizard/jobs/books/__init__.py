"""Jobs on a store's own files: reading them, and what follows from that."""
