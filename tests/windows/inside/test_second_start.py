"""The same as its twins in tests/gui and tests/unit/app, with Windows' own locks and notices of files."""

from tests.gui.test_second_start import (  # noqa: F401 - pytest finds them here
    begin,
    home,
    opened,
    test_a_second_start_brings_the_window_forward_and_ends,
    test_a_window_that_ends_while_it_is_asked_leaves_the_second_start_its_place,
    test_a_window_that_hangs_is_waited_for_only_so_long,
    test_a_window_that_was_killed_is_not_believed,
    test_two_starts_at_once_are_one_window,
)
from tests.unit.app.test_one_window import *  # noqa: F403
