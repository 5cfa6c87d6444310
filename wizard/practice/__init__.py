"""Practice services: a Xero and a mail host on loopback, run as a child process."""
