"""The same as startup.py for the program that is installed on a Windows PC, in Wine.

`python -m tests.bench.startup_windows [--browser] [RUNS]`: installed, from its sources, and with the embedded
browser's files beside it, each against a bare QWizard of the same Python, started in turn.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench.startup import BARE, OURS, Runs, Start, look_at, once, say
from tests.packaging_parts import fetched, folder, parts, whole
from tests.windows.prepared import prepare, windows_path
from tests.windows.screen import own_screen
from tests.windows.wine import running_windows

RUNS = 9


def installed(work: Path, with_browser: bool) -> dict[str, Path]:
    """Lay out what is installed; by their names, the folders that are started."""
    kept = fetched.fetch(whole.WORK, ["program", *(["browser"] if with_browser else [])])
    folder.lay_out(work / "packed", kept, parts.read_parts())
    folders = {"installed": work / "installed"}
    folder.compiled_copy(work / "packed", folders["installed"])
    if with_browser:
        both = folders["installed, with the browser"] = work / "with-browser"
        for part in (folders["installed"], whole.lay_out_browser(kept, work)):
            shutil.copytree(part, both, copy_function=os.link, dirs_exist_ok=True)
    return folders


def main() -> None:
    """Start each in turn and print medians and ratios."""
    given = sys.argv[1:]
    count = next((int(word) for word in given if word.isdigit()), RUNS)
    with (
        tempfile.TemporaryDirectory() as work,
        own_screen() as screen,
        running_windows(prepare(), screen.display) as windows,
    ):
        folders = installed(Path(work), "--browser" in given)
        runs = {
            name: Runs(("wine", str(place / "python.exe")), place, windows.environment, "windows")
            for name, place in folders.items()
        }
        source = ("wine", str(windows.executable))
        runs["from its sources"] = Runs(source, windows.app, windows.environment, "windows")
        homes = {name: windows_path(windows.folder / f"home-{at}") for at, name in enumerate(runs)}
        found: dict[str, list[tuple[Start, Start]]] = {name: [] for name in runs}
        for turn in range(count + 1):
            for name, how in runs.items():
                pair = once(BARE, homes[name], 0, how), once(OURS, homes[name], 0, how)
                look_at(pair[1])
                if turn:  # the first one fills the caches, and compiles
                    found[name].append(pair)
        for name, pairs in found.items():
            for what, field in (("ms", "clock"), ("ms of processor", "processor")):
                say(f"{name}, first paint", what, pairs, field)


if __name__ == "__main__":
    main()
