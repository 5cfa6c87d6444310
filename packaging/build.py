"""Packs Tillbridge for Windows on any system: a folder that runs, installer, portable archive, checksums.

`python packaging/build.py` leaves them in `dist/`; README says how they are signed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # `python -P` leaves this folder out

from setup_parts.commands import ROOT, VENV, SetupError, quietly, say, script
from setup_parts.debian import Debian
from setup_parts.environment import LOCKS, make_environment


def parser() -> argparse.ArgumentParser:
    """What can be asked of a build."""
    made = argparse.ArgumentParser(prog="build.py", description=__doc__.split("\n", maxsplit=1)[0])
    made.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR", help="where to (dist)")
    made.add_argument("--folder-only", action="store_true", help="the folder that runs, not packed")
    made.add_argument("--quick", action="store_true", help="packed quickly, a third larger: to try it out")
    made.add_argument(
        "--browser", action="store_true", help="the embedded browser's installer as well (70 MB)"
    )
    made.add_argument(
        "--parts-alone", action="store_true", help="an installer of Python and Qt only, to weigh"
    )
    made.add_argument(
        "--sign",
        default="",
        metavar="COMMAND",
        help="what signs a file in place; {file} stands for it: 'signtool sign /a /fd sha256 … {file}'",
    )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Sets up what builds, in the project's own environment, and builds there."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = parser().parse_args(given)
    try:
        if Path(sys.prefix).resolve() != VENV.resolve():
            make_environment(Debian())
            lock = str(LOCKS / "build.txt")
            pip = [script("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            quietly([*pip, "--require-hashes", "--requirement", lock], "What builds could not be fetched.")
            return subprocess.run([script("python"), __file__, *given], check=False).returncode
        from build_parts.whole import Wanted, build  # noqa: PLC0415 - needs the environment's pip

        wanted = Wanted(
            asked.out.resolve(), asked.folder_only, asked.browser, asked.parts_alone, asked.quick, asked.sign
        )
        build(wanted)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        say(f"{error}. Mend that, then start again.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
