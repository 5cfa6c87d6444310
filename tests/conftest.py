"""What every test gets: the real-server fixtures."""

pytest_plugins = ["tests.servers.fixtures"]
