"""Windows' window on a screen of its own: dark and light, at 100 % and 150 %."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.fixtures import unavailable
from tests.windows.installed import NOWHERE
from tests.windows.prepared import NotPrepared, prepare, windows_path
from tests.windows.screen import Screen, own_screen
from tests.windows.test_inside import report
from tests.windows.wine import Windows, running_windows
from wizard.gui.theme import DARK, LIGHT

pytestmark = pytest.mark.timeout(600)
THEME = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
SCALE = r"HKEY_CURRENT_USER\Control Panel\Desktop"
CHANGED = """
import ctypes
word = ctypes.c_wchar_p("ImmersiveColorSet")
ctypes.windll.user32.SendMessageTimeoutW(0xFFFF, 0x1A, 0, word, 2, 5000, None)
"""
"""What Windows' own settings tell every window after a change of theme."""


def registry(key: str, name: str, number: int) -> str:
    return f'Windows Registry Editor Version 5.00\n\n[{key}]\n"{name}"=dword:{number:08x}\n'


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with own_screen() as made:
        yield made


@pytest.fixture(scope="module")
def pc(screen: Screen) -> Iterator[Windows]:
    try:
        prepared = prepare()
    except NotPrepared as reason:
        unavailable(f"no Windows Python: {reason}")
    with running_windows(prepared, screen.display) as windows:
        yield windows


@contextmanager
def opened(pc: Windows, *words: str) -> Iterator[None]:
    """A window is open until the block ends."""
    with subprocess.Popen(
        pc.command("-m", "wizard", "--home", windows_path(pc.folder / "tb"), *words),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**pc.environment, **NOWHERE}, cwd=pc.app,
    ) as process:  # fmt: skip
        try:
            yield
        finally:
            process.kill()


@pytest.mark.timeout(1000)
def test_every_procedure_is_walked_where_windows_draws_it(pc: Windows, subtests: pytest.Subtests) -> None:
    walked = Path(__file__).parent / "inside" / "test_window.py"
    results = pc.pytest(walked, "--timeout=400", seconds=900, TILLBRIDGE_PLATFORM="windows")
    assert results
    report(results, subtests)


def test_dark_and_light_are_followed_while_the_window_is_open(pc: Windows, screen: Screen) -> None:
    with opened(pc):
        screen.wait_for(screen.main_button, 120, "no window")
        for light, expected in ((0, DARK), (1, LIGHT)):
            pc.load(registry(THEME, "AppsUseLightTheme", light))
            assert pc.python("-c", CHANGED).status == 0
            screen.wait_for(lambda wanted=expected: screen.ground() == wanted.ground, 90, f"not {expected}")  # type: ignore[misc]


def test_at_150_percent_the_buttons_are_on_the_screen(pc: Windows, screen: Screen, tmp_path: Path) -> None:
    found = {}
    for percent in (100, 150):
        pc.load(registry(SCALE, "LogPixels", 96 * percent // 100))
        with opened(pc):
            found[percent] = screen.wait_for(screen.main_button, 120, "no window")
            screen.picture(tmp_path / f"{percent}.png")
    pc.load(registry(SCALE, "LogPixels", 96))
    assert found[150] != found[100], "it is drawn larger"
