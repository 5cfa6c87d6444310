"""A screen for Windows' windows: an X server of a test's own, real clicks and keys, and what is shown."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

Anything = TypeVar("Anything")
SIZE = "1366x768"
ACCENT = (0x0A, 0x6C, 0x99)
"""The colour that only a screen's main button is filled with."""


class Screen:
    """Presses where a person would, and sees only what is drawn."""

    def __init__(self, display: str) -> None:
        self.display = display
        self._environment = {**os.environ, "DISPLAY": display}

    def press_main(self, seconds: float = 60.0) -> None:
        """Click the main button, once there is one, and wait for the screen that it leads to."""
        at = self.wait_for(self._main_button, seconds, "no main button")
        before = self._number()
        self._do("mousemove", str(at[0]), str(at[1]), "click", "1")
        self.wait_for(lambda: self._number() != before, seconds, "no other screen came")
        time.sleep(1.5)  # in its first second a button that commits takes no press

    def press_until_done(self, seconds: float = 120.0) -> None:
        """Click the main button and wait until its work is done: then it stands elsewhere, and leads on."""
        at = self.wait_for(self._main_button, seconds, "no main button")
        self._do("mousemove", str(at[0]), str(at[1]), "click", "1")

        def led_on() -> bool:
            found = self._main_button()
            return found is not None and abs(found[0] - at[0]) > _ELSEWHERE

        self.wait_for(led_on, seconds, "it was never done")

    def ground(self) -> str:
        """The colour that most of the window is filled with."""
        _, rows = self._pixels()
        dots = [row[at : at + 3] for row in rows[100:700:7] for at in range(3 * 300, 3 * 1000, 21)]
        return "#" + max(set(dots), key=dots.count).hex()

    def main_button(self) -> "Found | None":
        """The middle of the main button; None where there is none."""
        return self._main_button()

    def type(self, text: str) -> None:
        """Type into what has the cursor."""
        self._do("type", "--delay", "30", text)

    def key(self, name: str) -> None:
        """Press one key, e.g. `Tab`."""
        self._do("key", name)

    def picture(self, file: Path) -> None:
        """Keep what is shown, to be looked at."""
        subprocess.run(
            ["import", "-window", "root", str(file)], env=self._environment, check=True, timeout=30
        )

    @staticmethod
    def wait_for(condition: "Callable[[], Anything | None]", seconds: float, what: str) -> "Anything":
        """Wait until something is found."""
        deadline = time.monotonic() + seconds
        while True:
            found = condition()
            if found:
                return found
            assert time.monotonic() < deadline, what
            time.sleep(0.3)

    def _number(self) -> list[bytes]:
        """What is drawn where a screen's number and title stand, below practice's bar or without it."""
        _, rows = self._pixels()
        return [row[3 * 280 : 3 * 420] for row in rows[36:116]]

    def _main_button(self) -> "Found | None":
        """The middle of the largest block in the accent's colour: lines and marks have it too, but thin."""
        width, rows = self._pixels()
        runs: dict[tuple[int, int], list[int]] = {}
        for y, row in enumerate(rows):
            start = row.find(_RUN)
            end = row.rfind(_RUN) + len(_RUN)
            if start >= 0 and end - start >= 3 * _NARROWEST:  # a tick is filled with it too
                runs.setdefault((start // 3 // 8, end // 3 // 8), []).append(y)
        if not runs:
            return None
        (left, right), lines = max(runs.items(), key=lambda item: len(item[1]))
        return ((left + right) * 4, (lines[0] + lines[-1]) // 2) if len(lines) >= 8 and width else None

    def _pixels(self) -> tuple[int, list[bytes]]:
        take = ["import", "-window", "root", "-depth", "8", "rgb:-"]
        data = subprocess.run(take, env=self._environment, capture_output=True, check=True, timeout=30).stdout
        width = int(SIZE.partition("x")[0])
        return width, [data[at : at + 3 * width] for at in range(0, len(data), 3 * width)]

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment, check=True, timeout=30)


Found = tuple[int, int]
_ELSEWHERE = 60
"""Pixels."""
_RUN = bytes(ACCENT) * 12
_NARROWEST = 40
"""Pixels of the narrowest button."""


@contextmanager
def own_screen() -> Iterator[Screen]:
    """An X server that ends with the block; it chooses its own number."""
    started = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{SIZE}x24", "-nolisten", "tcp"]
    with subprocess.Popen(started, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            yield Screen(f":{server.stdout.readline().strip()}")
        finally:
            server.terminate()
            server.wait(30)
