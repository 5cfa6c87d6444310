"""The same as its twins in tests/unit/app and tests/unit/redaction, where an open file is held."""

from tests.unit.app.test_crash import *  # noqa: F403 - pytest finds them here
from tests.unit.redaction.test_log_file import *  # noqa: F403
