"""The same as tests/unit/app/test_crash.py and tests/unit/test_log_file.py, where an open file is held."""

from tests.unit.app.test_crash import *  # noqa: F403 - pytest finds them here
from tests.unit.test_log_file import *  # noqa: F403
