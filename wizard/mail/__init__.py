"""Mail: settings, probing, the seven checks, the round trip."""
