"""The embedded browser; loaded only where a sign-in happens inside the window. Everything runs without it."""
