"""The command line from end to end, as a subprocess, against real servers."""
