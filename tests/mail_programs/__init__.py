"""Mail programs' settings for tests: made-up profiles, and a registry in memory."""
