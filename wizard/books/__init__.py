"""A store's own files: opened, recognised, surveyed, read, and made into documents. No network, no Qt."""
