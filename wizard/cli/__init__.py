"""The command line: arguments, and the unattended front end over the same Session as the window."""
