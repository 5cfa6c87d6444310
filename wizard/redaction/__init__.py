"""What may be said of a secret, and the log filter that sees to it."""
