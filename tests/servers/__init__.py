"""Real servers for the tests: mail, password store, certificates, ports that do not answer."""
