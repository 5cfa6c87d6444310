"""How long the command line takes, as ratios to named baselines in the same run.

Verbs that only read: beside `python -c pass`. A whole `mail check` against the practice mail host: beside a
bare poplib and smtplib script that has the same conversations with the same ports. Modules were compiled
before, as those of an installed program are.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.files import PRACTICE_SETTINGS

RUNS = 15
NOTHING = [sys.executable, "-c", "pass"]
VERBS = {
    "procedures": ["procedures"],
    "procedures --json": ["procedures", "--json"],
    "answers": ["answers", "imagatec-mail"],
    "key inspect": ["key", "inspect"],
    "mail providers": ["mail", "providers"],
}
BARE_CHECK = """
import json, poplib, smtplib, socket, ssl, sys, time
from email.message import EmailMessage
ports, user, password, address = json.loads(sys.argv[1])
host, blind = "127.0.0.1", ssl.create_default_context()
blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
socket.getaddrinfo(host, None)
for documented, port in ports.items():
    receives, tls = documented in ("110", "15110", "995"), documented in ("995", "465")
    if receives:
        pop = poplib.POP3_SSL(host, port, context=blind) if tls else poplib.POP3(host, port)
        pop.capa(); pop.quit()
    else:
        smtp = smtplib.SMTP_SSL(host, port, context=blind) if tls else smtplib.SMTP(host, port)
        smtp.ehlo(); smtp.quit()
def mailbox():
    pop = poplib.POP3(host, ports["15110"]); pop.user(user); pop.pass_(password)
    return pop, {line.split()[1]: int(line.split()[0]) for line in pop.uidl()[1]}
pop, before = mailbox(); pop.quit()
smtp = smtplib.SMTP(host, ports["15925"]); smtp.login(user, password)
smtp.mail(address); smtp.rcpt(address); smtp.rset()
message = EmailMessage()
message["From"] = message["To"] = address; message["Subject"] = "check"; message.set_content("check")
smtp.send_message(message); smtp.quit()
while True:
    pop, found = mailbox()
    mine = [number for uid, number in found.items() if uid not in before]
    for number in mine:
        pop.top(number, 0); pop.dele(number)
    pop.quit()
    if mine: break
    time.sleep(0.2)
"""


def tillbridge(*words: str) -> list[str]:
    """Return the command line of one verb."""
    return [sys.executable, "-m", "wizard", *words]


def once(command: Sequence[str]) -> tuple[float, float]:
    """Return the milliseconds of one run, which must succeed: by the clock, and of a processor."""
    began, used = time.perf_counter(), _processor()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True, timeout=60)
    return (time.perf_counter() - began) * 1000, (_processor() - used) * 1000


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compare(name: str, baseline_name: str, command: Sequence[str], baseline: Sequence[str]) -> None:
    """Run both in turn and print medians and ratios; on a busy machine the processor's are the steadier."""
    once(command), once(baseline)  # warm the page cache for both
    pairs = [(once(baseline), once(command)) for _ in range(RUNS)]
    lines = []
    for index, kind in enumerate(("clock", "processor")):
        bare = statistics.median(pair[0][index] for pair in pairs)
        ours = statistics.median(pair[1][index] for pair in pairs)
        lines.append(f"{kind} {ours:.0f} ms to {bare:.0f} ms, ratio {ours / bare:.2f}")
    sys.stdout.write(f"{name} beside {baseline_name}: {'; '.join(lines)}\n")
    sys.stdout.flush()


@contextmanager
def practice_services(folder: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """Run the practice services; yield their file and the published logins."""
    file = folder / "services.toml"
    command = tillbridge("practice", "serve", "--services-out", str(file), "--home", str(folder / "home"))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        yield file, json.loads(child.stdout.readline())["logins"]
        child.stdin.close()


def main() -> None:
    """Print one line a comparison."""
    for name in ("PYTHONSTARTUP", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)
    for name, words in VERBS.items():
        compare(f"tillbridge {name}", "python -c pass", tillbridge(*words), NOTHING)
    with tempfile.TemporaryDirectory() as name, practice_services(Path(name)) as (file, logins):
        folder = Path(name)
        settings = folder / "mail.toml"
        settings.write_text(PRACTICE_SETTINGS, encoding="utf-8")
        routes = tomllib.loads(file.read_text(encoding="utf-8"))["routes"]
        ports = {at.rpartition(":")[2]: int(to.rpartition(":")[2]) for at, to in routes.items()}
        given = json.dumps([ports, "store", logins["mail-password"], "store@practice.example"])
        world = ["--services", str(file), "--home", str(folder / "home")]
        check = tillbridge("mail", "check", "--settings", str(settings), *world)
        compare(
            "tillbridge mail check", "poplib and smtplib", check, [sys.executable, "-c", BARE_CHECK, given]
        )


if __name__ == "__main__":
    main()
