"""The same as startup.py for the program that is installed on a Windows PC, in Wine.

`python -m tests.bench.startup_windows [--browser] [RUNS]`: installed, from its sources, and with the embedded
browser's files beside it, each against a bare QWizard of the same Python, started in turn.
"""

import os
import shutil
import statistics
import sys
from pathlib import Path

from tests.bench.startup import BARE, OURS, Runs, Start, look_at, once
from tests.packaging_parts import fetched, whole
from tests.windows.prepared import prepare, windows_path
from tests.windows.screen import own_screen
from tests.windows.wine import running_windows

RUNS = 9


def installed(with_browser: bool) -> dict[str, Path]:
    """Lay out what is installed; by their names, the folders that are started."""
    whole.build(whole.Wanted(whole.WORK / "none", folder_only=True))
    folders = {"installed": whole.WORK / "Tillbridge"}
    if with_browser:
        kept = fetched.fetch(whole.WORK, ["program", "browser"])
        both = whole.WORK / "with-browser"
        shutil.rmtree(both, ignore_errors=True)
        for part in (folders["installed"], whole.lay_out_browser(kept)):
            shutil.copytree(part, both, copy_function=os.link, dirs_exist_ok=True)
        folders["installed, with the browser"] = both
    return folders


def main() -> None:
    """Start each in turn and print medians and ratios."""
    given = sys.argv[1:]
    folders = installed("--browser" in given)
    count = next((int(word) for word in given if word.isdigit()), RUNS)
    with own_screen() as screen, running_windows(prepare(), screen.display) as windows:
        runs = {
            name: Runs(("wine", str(folder / "python.exe")), folder, windows.environment, "windows")
            for name, folder in folders.items()
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
            bare, ours = (
                statistics.median(each.clock for each in column) for column in zip(*pairs, strict=True)
            )
            sys.stdout.write(
                f"{name}: bare QWizard {bare:.0f} ms, Tillbridge {ours:.0f} ms to its first paint,"
                f" ratio {ours / bare:.2f} (medians of {len(pairs)})\n"
            )


if __name__ == "__main__":
    main()
