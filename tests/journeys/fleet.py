"""A fleet on this machine: a home for each store, set up by Ansible from packaging/fleet.

`python -m tests.journeys.fleet 50` does the same by hand: 50 stores, twice, one of them broken.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.servers.ansible import provide_ansible
from wizard.catalogue.load import procedure
from wizard.papers.answer_sheet import write

FLEET = Path(__file__).resolve().parents[2] / "packaging" / "fleet"
PASSWORD = "TILLBRIDGE_FLEET_PASSWORD"
_HOST = re.compile(
    r"^(?P<name>[\w-]+)\s+: ok=\d+\s+changed=(?P<changed>\d+)\s+unreachable=\d+\s+failed=(?P<failed>\d+)"
)


@dataclass(frozen=True)
class Played:
    """How a play ended: per store how much changed and failed, what was said, and how long it took."""

    status: int
    said: str
    seconds: float
    changed: Mapping[str, int] = field(default_factory=dict)
    failed: Mapping[str, int] = field(default_factory=dict)


class Fleet:
    """Stores below one folder, by name; all practise the store's mail."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self.folder, self.names = folder, list(names)
        self._playbook = provide_ansible()
        for name in self.names:
            self.say(name, {"store_name": name})

    def say(self, name: str, changes: Mapping[str, str]) -> None:
        """Give a store its set-up file: the practice answers with these changed, its password a variable."""
        text = write(procedure("imagatec-mail"), practice=True)
        text = text.replace('{ practice = "mail-password" }', f'{{ env = "{PASSWORD}" }}')
        for box, value in changes.items():
            text = re.sub(rf"^{box} = .*$", f'{box} = "{value}"', text, flags=re.MULTILINE)
        path = self.folder / "files" / name / "imagatec-mail.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def play(self, passwords: Mapping[str, str], *more: str) -> Played:
        """Run the playbook once over all stores."""
        inventory = self.folder / "inventory.json"
        hosts = {
            name: {
                "tillbridge_home": str(self.folder / "homes" / name),
                "tillbridge_set_up_files": [str(self.folder / "files" / name / "imagatec-mail.toml")],
                "tillbridge_secrets": {PASSWORD: passwords[name]},
            }
            for name in self.names
        }
        shared = {
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "tillbridge_command": [sys.executable, "-m", "wizard"],
            "tillbridge_options": ["--practice"],
            "tillbridge_policies": {"SupportName": 'The "Corner" desk', "VendorSignIn": {"ipages": "https://x.example"}},
            "tillbridge_policies_file": "{{ tillbridge_home }}-policies.toml",
            "tillbridge_policies_become": False,
            "tillbridge_reports": str(self.folder / "reports"),
        }  # fmt: skip
        inventory.write_text(json.dumps({"stores": {"vars": shared, "hosts": hosts}}), "utf-8")
        (self.folder / "reports").mkdir(exist_ok=True)
        (self.folder / "homes").mkdir(exist_ok=True)
        line = [str(self._playbook), "-i", str(inventory), str(FLEET / "stores.yml"), *more]
        began = time.monotonic()
        done = subprocess.run(line, env=self._environment(), capture_output=True, text=True, check=False)
        rows = [found for row in done.stdout.splitlines() if (found := _HOST.match(row))]
        changed = {row["name"]: int(row["changed"]) for row in rows}
        failed = {row["name"]: int(row["failed"]) for row in rows}
        said = done.stdout + done.stderr
        return Played(done.returncode, said, time.monotonic() - began, changed, failed)

    def _environment(self) -> dict[str, str]:
        own = {
            "HOME": str(self.folder),
            "ANSIBLE_LOCAL_TEMP": str(self.folder / "ansible"),
            "ANSIBLE_REMOTE_TEMP": str(self.folder / "ansible"),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_PIPELINING": "1",
            "ANSIBLE_FORKS": str(os.cpu_count() or 2),
            "ANSIBLE_ROLES_PATH": str(FLEET / "roles"),
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "LANG": "C.UTF-8",
        }
        return {"PATH": os.environ["PATH"], "TMPDIR": tempfile.gettempdir(), **own}

    def report(self, name: str) -> dict[str, Any]:
        """What a store's last run or check said."""
        found: dict[str, Any] = json.loads(
            (self.folder / "reports" / f"{name}-imagatec-mail.json").read_text("utf-8")
        )
        return found


def main(count: int) -> None:
    """Set up so many stores, one with a wrong password; again; once more with that password right."""
    from wizard.practice.logins import read_logins

    with tempfile.TemporaryDirectory(prefix="tillbridge-fleet-") as name:
        fleet = Fleet(Path(name), [f"store-{at:02}" for at in range(1, count + 1)])
        right = dict.fromkeys(fleet.names, read_logins()["mail-password"])
        broken = {**right, fleet.names[count // 2]: "wrong"}
        for what, passwords in (("first", broken), ("second", broken), ("mended", right), ("last", right)):
            played = fleet.play(passwords)
            wrong = sorted(store for store, times in played.failed.items() if times)
            changed = sum(1 for times in played.changed.values() if times)
            sys.stdout.write(
                f"{what}: {played.seconds:.0f} s, {changed} of {count} changed, failed: {wrong}\n"
            )
            sys.stdout.writelines(f"  {row.strip()}\n" for row in played.said.splitlines() if "MAIL-" in row)
            sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
