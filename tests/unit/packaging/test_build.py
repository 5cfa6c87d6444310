"""The parts of packaging/build.py that decide what goes to a Windows PC."""

import os
import shutil
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.packaging_parts import (
    PACKAGING,
    archives,
    compiled,
    fetched,
    folder,
    installer,
    libraries,
    licences,
    parts,
    signing,
    slim,
    twins,
    whole,
)
from tests.servers.fixtures import unavailable

LOCK = """aiosmtpd==1.4.6 \\
    --hash=sha256:5a81
cffi==2.1.1 ; platform_python_implementation != 'PyPy' \\
    --hash=sha256:046b \\
    --hash=sha256:06c7
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:4f1d
jeepney==0.9.0 ; sys_platform == 'linux' \\
    --hash=sha256:0aaa
importlib-metadata==10.2.0 ; python_full_version < '3.12' \\
    --hash=sha256:0bbb
"""


def test_of_a_lock_windows_parts_are_taken_with_their_hashes() -> None:
    blocks = fetched.for_windows(LOCK)
    names = [block.split("==")[0] for block in blocks]
    assert names == ["aiosmtpd", "cffi", "colorama", "importlib-metadata"]
    assert blocks[1] == "cffi==2.1.1 \\\n    --hash=sha256:046b \\\n    --hash=sha256:06c7"
    assert not any(";" in block for block in blocks)


def test_every_part_for_windows_is_locked_by_hash() -> None:
    blocks = fetched.for_windows((folder.LOCKS / "program.txt").read_text("utf-8"))
    assert any(block.startswith("pywin32-ctypes==") for block in blocks)
    assert not any(block.startswith(("jeepney==", "secretstorage==")) for block in blocks)
    assert all("--hash=sha256:" in block for block in [*blocks, fetched.PYTHON_PIN.read_text("utf-8")])


@pytest.mark.parametrize(
    ("path", "pattern", "is_one"),
    [
        ("a/tests/b.py", "**/tests/**", True),
        ("tests/b.py", "**/tests/**", True),
        ("a/contests/b.py", "**/tests/**", False),
        ("a.dist-info/RECORD", "*.dist-info/RECORD", True),
        ("b/a.dist-info/RECORD", "*.dist-info/RECORD", False),
        ("x.pyi", "**/*.pyi", True),
        ("a+b.pyi", "**/*.py", False),
    ],
)
def test_a_pattern_is_of_names_and_of_folders(path: str, pattern: str, is_one: bool) -> None:
    assert parts.matches(path, [pattern]) is is_one


def test_of_qt_what_is_named_and_of_others_all_but_that() -> None:
    found = parts.read_parts()
    assert found.takes("PySide6/Qt6Core.dll")
    assert found.takes("PySide6/plugins/platforms/qwindows.dll")
    assert not found.takes("PySide6/opengl32sw.dll")
    assert not found.takes("PySide6/Qt6Quick.dll")
    assert found.takes("wizard/resources/problems.toml")
    assert found.takes("rapidfuzz/fuzz_cpp.cp311-win_amd64.pyd")
    assert not found.takes("rapidfuzz/distance/metrics_cpp.cp311-win_amd64.pyd")
    assert not found.takes("cryptography/hazmat/bindings/_rust.pyd")
    assert not found.takes("idna-3.20.dist-info/RECORD")
    assert found.takes("keyring-25.7.0.dist-info/entry_points.txt")
    assert not found.takes("urllib3-2.8.0.dist-info/METADATA")
    assert found.takes("dns/rdtypes/ANY/MX.py")
    assert not found.takes("dns/rdtypes/ANY/DNSKEY.py")
    assert found.takes_for_browser("PySide6/Qt6WebEngineCore.dll")
    assert not found.takes("PySide6/Qt6WebEngineCore.dll")
    assert found.takes_for_browser("PySide6/QtNetwork.pyd")
    assert not found.takes_for_browser("PySide6/QtPrintSupport.pyd"), "it is in the folder already"


def test_every_module_of_qt_that_the_program_names_is_taken() -> None:
    found = parts.read_parts()
    sources = [path.read_text("utf-8") for path in (PACKAGING.parent / "wizard").rglob("*.py")]
    named = {word.split()[0] for text in sources for word in text.split("from PySide6.")[1:]}
    assert {"QtCore", "QtWidgets"} <= named
    for module in named:
        path = f"PySide6/{module}.pyd"
        assert found.takes(path) or found.takes_for_browser(path), module


def test_a_library_that_is_loaded_and_left_out_is_named(tmp_path: Path) -> None:
    compiler = shutil.which("x86_64-w64-mingw32-gcc")
    if compiler is None:
        unavailable("no compiler for Windows")
    packed, source = tmp_path / "packed", tmp_path / "source.c"
    packed.mkdir()
    inner, outer = packed / "Qt6Inner.dll", packed / "Qt6Outer.dll"
    for made, code, with_it in (
        (inner, "__declspec(dllexport) int inner(void) { return 1; }", []),
        (outer, "int inner(void); int outer(void) { return inner(); }", [str(inner)]),
    ):
        source.write_text(code, "ascii")
        subprocess.run([compiler, "-shared", "-o", str(made), str(source), *with_it], check=True)
    wheel = tmp_path / "qt.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(inner, "Qt/Qt6Inner.dll")
    assert "qt6inner.dll" in libraries.libraries_of(outer.read_bytes())
    libraries.must_be_whole([packed], [wheel])
    inner.unlink()
    with pytest.raises(libraries.SetupError, match=r"qt6inner\.dll \(for qt6outer\.dll\)"):
        libraries.must_be_whole([packed], [wheel])


def test_what_is_compiled_is_the_same_whenever_it_is(tmp_path: Path) -> None:
    if sys.version_info[:2] != compiled.PYTHON:
        pytest.skip("another Python compiles what is packed")
    for name, when in (("one", 1_000_000_000), ("two", time.time())):
        source = tmp_path / name / "package" / "module.py"
        folder.write(source, b"WORDS = {'a', 'b', 'c', 'd'}\ndef f(x):\n    return x in {'p', 'q', 'r'}\n")
        os.utime(source, (when, when))
        compiled.compile_folder(tmp_path / name)
    assert archives.contents(tmp_path / "one") == archives.contents(tmp_path / "two")
    assert list(archives.contents(tmp_path / "one")) == ["package/module.pyc"]
    run = [sys.executable, "-c", "from package.module import f; print(f('q'), f.__code__.co_filename)"]
    said = subprocess.run(run, cwd=tmp_path / "one", capture_output=True, text=True, check=True).stdout
    assert said.split() == ["True", "package/module.py"]


TOLD = """# Explains.
'''Explains.
At length.'''
import sys  # Explains.
class A:
    \"\"\"Explains its failures.\"\"\"
    text = '''# a
    b'''
def f(x):
    \"\"\"Explains.\"\"\"; assert x, (
            "ä said")
def g(x):
        "Explains."
        if x:
              # Explains.
              return {"a",
        "b"}
        raise ValueError(x)
"""


def test_what_explains_is_left_out_and_each_line_keeps_its_number(tmp_path: Path) -> None:
    made = slim.slim(TOLD.encode())
    assert made.count("\n") == TOLD.count("\n")
    assert made.count("Explains") == 1, "the one that shares its line stays"
    assert "        if" not in made
    found: dict[str, object] = {}
    exec(compile(made, "told.py", "exec"), found)
    assert (found["__doc__"], found["A"].__doc__, found["A"].text) == (" ", " ", "# a\n    b")  # type: ignore[attr-defined]
    with pytest.raises(AssertionError, match="ä said"):
        found["f"](0)  # type: ignore[operator]
    assert found["g"](1) == {"a", "b"}  # type: ignore[operator]
    with pytest.raises(ValueError, match="0") as raised:
        found["g"](0)  # type: ignore[operator]
    assert TOLD.split("\n")[raised.traceback[-1].lineno].strip() == "raise ValueError(x)"
    folder.write(tmp_path / "dns" / "module.py", TOLD.encode())
    slim.slim_folder(tmp_path)
    assert "Explains its failures" in (tmp_path / "dns" / "module.py").read_text("utf-8")


def test_what_would_change_by_it_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slim, "_outdent", lambda _, lines: lines.append("more = 1"))
    with pytest.raises(slim.SetupError, match="means something else"):
        slim.slim(b"x = 1\n")


def test_where_one_does_not_compile_all_sources_stay(tmp_path: Path) -> None:
    folder.write(tmp_path / "a.py", b"x = 1\n")
    folder.write(tmp_path / "b.py", b"x =\n")
    with pytest.raises(compiled.SetupError, match="Not everything compiles"):
        compiled.compile_folder(tmp_path)
    run = [sys.executable, "-c", "import a; print(a.x, a.__file__)"]
    said = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["1", str(tmp_path / "a.py")]


def version_of(number: int) -> bytes:
    """What a program's own version looks like in it."""
    return b"MZ..." + struct.pack("<IIII", 0xFEEF04BD, 0x00010000, number << 16 | 44, 35211 << 16)


def test_a_library_stands_in_for_an_earlier_one_and_for_no_later(tmp_path: Path) -> None:
    original, copy = tmp_path / "runtime.dll", tmp_path / "runtime-a4.dll"
    original.write_bytes(version_of(14))
    copy.write_bytes(version_of(13))
    twins.put_same(original, copy)
    assert copy.read_bytes() == original.read_bytes()
    copy.write_bytes(version_of(15))
    with pytest.raises(twins.SetupError, match="of version"):
        twins.put_same(original, copy)
    copy.unlink()
    with pytest.raises(twins.SetupError, match="not there"):
        twins.put_same(original, copy)


def test_like_is_packed_beside_like(tmp_path: Path) -> None:
    for name in ("a.dll", "lib/b.py", "lib/c.dll", "lib/x/d.py", "e.txt"):
        folder.write(tmp_path / name, b"")
    lines = installer.packed_in_order(tmp_path).split("\n  ")
    files = [Path(line.split('"')[1]).name for line in lines if line.startswith("File")]
    assert files == ["a.dll", "c.dll", "b.py", "d.py", "e.txt"]
    assert lines[lines.index(f'File "{tmp_path}/lib/x/d.py"') - 1] == 'SetOutPath "$INSTDIR\\lib\\x"'


def test_an_archive_holds_no_time_and_starts_with_its_own_data(tmp_path: Path) -> None:
    made = []
    for when in (1_000_000_000, time.time()):
        file = tmp_path / "folder" / "pythonw.exe"
        folder.write(file, b"MZ")
        os.utime(file, (when, when))
        made.append(tmp_path / f"{when}.zip")
        archives.portable(tmp_path / "folder", made[-1])
    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(made[0]) as archive:
        assert sorted(archive.namelist()) == ["Tillbridge.cmd", "Tillbridge/pythonw.exe"]
        assert b'--home "%~dp0Tillbridge data"' in archive.read("Tillbridge.cmd")


def test_checksums_are_read_by_the_usual_program(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ")
    listing = archives.checksums(tmp_path, [tmp_path / "a.exe"])
    check = ["sha256sum", "--check", listing.name]
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "a.exe").write_bytes(b"MZ!")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def wheel(path: Path, said: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("thing-1.0.dist-info/METADATA", said)
        archive.writestr("thing-1.0.dist-info/licenses/LICENSE", "do as you like")
        archive.writestr("thing/__init__.py", "")
    return path


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ("License-Expression: MIT\n", "MIT"),
        ("License: Apache 2\n", "Apache 2"),
        ("License: UNKNOWN\nClassifier: License :: OSI Approved :: BSD License\n", "BSD License"),
    ],
)
def test_every_part_is_named_with_its_licence_and_its_text(tmp_path: Path, said: str, licence: str) -> None:
    one = wheel(tmp_path / "thing-1.0-py3-none-any.whl", f"Name: thing\nVersion: 1.0\n{said}")
    licences.collect(tmp_path / "folder", [one], "0.1.0")
    page = (tmp_path / "folder" / "licences" / "THIRD-PARTY.txt").read_text("utf-8")
    assert f"thing 1.0: {licence}" in page
    assert "Python 3.11.9: PSF-2.0" in page
    texts = archives.contents(tmp_path / "folder" / "licences")
    assert {"thing/LICENSE", "Qt/LGPL-3.0.txt", "Qt/GPL-3.0.txt", "Tillbridge/LICENSE"} <= set(texts)


def test_a_part_that_names_no_licence_stops_the_build(tmp_path: Path) -> None:
    one = wheel(tmp_path / "thing-1.0-py3-none-any.whl", "Name: thing\nVersion: 1.0\n")
    with pytest.raises(ValueError, match="licence"):
        licences.collect(tmp_path / "folder", [one], "0.1.0")


def test_only_what_we_put_at_the_top_is_deleted_there(tmp_path: Path) -> None:
    folder.write(tmp_path / "lib" / "x.pyc", b"")
    folder.write(tmp_path / "python.exe", b"")
    said = installer.top_of(tmp_path)
    assert 'RMDir /r "$INSTDIR\\lib"' in said
    assert 'Delete "$INSTDIR\\python.exe"' in said
    assert 'RMDir /r "$INSTDIR"' not in said


def test_the_installers_picture_is_one_that_windows_reads() -> None:
    from PySide6.QtGui import QImage

    image = QImage.fromData(installer.strip(3, 5, (0x0A, 0x6C, 0x99)), "BMP")  # type: ignore[call-overload]
    assert (image.width(), image.height(), image.pixelColor(2, 4).name()) == (3, 5, "#0a6c99")


def test_the_command_that_signs_is_given_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a b.exe"
    file.write_bytes(b"MZ")
    code = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(b'signed')"
    signing.sign(f'"{sys.executable}" -c "{code}" {{file}}', file)
    assert file.read_bytes() == b"signed"
    signing.sign("", file)
    with pytest.raises(signing.SetupError, match="must name the file"):
        signing.sign("signtool sign", file)
    with pytest.raises(signing.SetupError, match="not signed"):
        signing.sign(f'"{sys.executable}" -c "import sys; sys.exit(1)" {{file}}', file)


def test_the_version_is_the_programs_own() -> None:
    import wizard

    assert whole.version() == wizard.__version__
    assert whole.version().count(".") == 2, "NSIS adds a fourth number"


def test_an_installer_is_signed_with_a_certificate_of_our_own(tmp_path: Path) -> None:
    tools = [shutil.which(name) for name in ("osslsigncode", "openssl", "makensis")]
    if not all(tools):
        unavailable("osslsigncode, openssl or NSIS is missing")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Store"]
    uses = ["-addext", "extendedKeyUsage=codeSigning", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *uses], check=True, capture_output=True)
    folder.write(tmp_path / "folder" / "python.exe", b"MZ")
    signs, signed = tmp_path / "sign", tmp_path / "signed"
    signs.write_text(
        f'#!/bin/sh\nosslsigncode sign -certs {certificate} -key {key} -h sha256 -in "$1" -out "$1.s" '
        f'&& mv "$1.s" "$1" && cp "$1" {signed}\n'
    )
    signs.chmod(0o755)
    setup = tmp_path / "setup.exe"
    command = f"{signs} {{file}}"
    installer.make_installer(installer.Installer(tmp_path / "folder", setup, "0.1.0", command, quick=True))

    def verified(file: Path) -> subprocess.CompletedProcess[str]:
        verify = ["osslsigncode", "verify", "-CAfile", str(certificate), "-in", str(file)]
        return subprocess.run(verify, capture_output=True, text=True, check=False)

    assert verified(signed).returncode == 0, "the uninstaller, on its way into the installer"
    assert verified(setup).returncode != 0, "not yet"
    signing.sign(command, setup)
    said = verified(setup)
    assert "CN=Store" in said.stdout
    assert said.returncode == 0, said.stdout
