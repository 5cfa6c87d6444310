"""The fleet's PowerShell file: whole as a text, no name is nowhere, and it asks what Tillbridge takes."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.fleet import FLEET
from tests.servers.ansible import NoAnsibleError, provide_ansible
from tests.servers.fixtures import unavailable
from wizard.cli.arguments import parse

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
FILE = FLEET / "Set-TillbridgeStore.ps1"
READER = Path(__file__).with_name("powershell_reader.py")
KINDS = ("command_name", "function_name", "variable", "assignment_expression", "foreach_statement")
CMDLETS = [
    "ConvertFrom-Json",
    "Get-Content",
    "Get-FileHash",
    "Get-ItemProperty",
    "Join-Path",
    "New-Item",
    "Out-Null",
    "Set-Content",
    "Set-ItemProperty",
    "Start-Process",
    "Test-Path",
    "Where-Object",
    "Write-Warning",
]
"""Of Windows PowerShell 5.1, which every Windows PC has."""
AUTOMATIC = ["$_", "$false", "$null", "$LASTEXITCODE", "$PSCmdlet"]


def read(path: Path) -> dict[str, Any]:
    try:
        python = provide_ansible().with_name("python")
    except NoAnsibleError as error:
        unavailable(str(error))
    done = subprocess.run([python, READER, path, *KINDS], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        ("foreach ($file in $SetUpFile) {", "foreach ($file $SetUpFile) {"),
        ("if ($Installer) {", "if ($Installer {"),
    ],
)
def test_it_is_whole_and_a_slip_would_be_seen(tmp_path: Path, right: str, slip: str) -> None:
    text = FILE.read_text("utf-8")
    assert text.count(right) == 1
    (broken := tmp_path / "broken.ps1").write_text(text.replace(right, slip), "utf-8")
    assert read(FILE)["faults"] == []
    assert read(broken)["faults"]


def test_no_name_in_it_is_nowhere() -> None:
    said, text = read(FILE), FILE.read_text("utf-8")
    assert set(said["command_name"]) <= {*CMDLETS, *said["function_name"]}
    given = set(re.findall(r"\[(?:string|hashtable)(?:\[\])?\] (\$\w+)", text))
    made = {found.group() for one in said["assignment_expression"] if (found := re.match(r"\$\w+", one))}
    made |= {name for one in said["foreach_statement"] for name in re.findall(r"foreach \((\$\w+) in", one)}
    used = {"$" + name.strip("${}@") for name in said["variable"] if "env:" not in name}
    assert used <= {*given, *made, *AUTOMATIC}
    assert {"$SetUpFile", "$found", "$worst"} <= used


def test_what_it_asks_tillbridge_is_what_tillbridge_takes() -> None:
    text = FILE.read_text("utf-8")
    lines = re.findall(r"Invoke-Tillbridge @\(([^)]*)\)", text)
    assert len(lines) == 2
    for line in lines:
        words = ["next.toml" if word == "$file" else word.strip("'") for word in line.split(", ")]
        taken, options = parse([*words, "--json", "--site", "corner"])
        assert (taken.verb, options.json, options.site) == ("run", True, "corner")
