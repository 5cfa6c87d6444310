"""Full disks, read-only and unreadable profiles, open programs: each its own problem, nothing lost."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.mail_programs.specimens import (
    ADDRESS,
    PREFS,
    SPECIMENS,
    Specimen,
    contents,
    places,
    settings,
    thunderbird_profile,
)
from tests.unit.doubles import tools_for
from wizard.jobs.job import Done, Tools
from wizard.jobs.programs.put_back_written import PutBackWritten
from wizard.jobs.programs.receipts import mail_receipts
from wizard.jobs.programs.undo_mail_settings import UndoMailSettings
from wizard.jobs.programs.write_mail_settings import WriteMailSettings
from wizard.mailclients.choosing import choose
from wizard.mailclients.found import MailClients
from wizard.mailclients.programs.thunderbird.client import Thunderbird
from wizard.model.mail_clients import AccountChoice
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Silent

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="limits and owners as Linux has them"),
]

IN_FILES = [s for s in SPECIMENS if s.id in {"thunderbird", "evolution", "claws-mail"}]
every = pytest.mark.parametrize("specimen", IN_FILES, ids=lambda specimen: specimen.id)


def tools_of(folder: Path) -> Tools:
    found = tools_for(folder / "home")
    object.__setattr__(found, "mail_clients", MailClients(lambda: places(folder / "user")))
    return found


def written(folder: Path, client: str) -> Done | Problem:
    tools = tools_of(folder)
    choice = choose(tools.mail_clients.list(client), address=ADDRESS)
    return WriteMailSettings(choice, settings(), check=False).run(tools, Silent(), Cancel())


def code_of(outcome: Done | Problem) -> str:
    problem = outcome.problem if isinstance(outcome, Done) else outcome
    return problem.code if problem is not None else ""


def in_a_child(work: Callable[[], str]) -> str:
    """Run something in a process of its own, which may lower its rights, and return what it says."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        said = "?"
        try:
            said = work()
        except BaseException as error:  # noqa: BLE001 - the parent process shows it
            said = repr(error)
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


@every
def test_a_disk_without_room_leaves_everything_as_it_was(specimen: Specimen, tmp_path: Path) -> None:
    specimen.make(tmp_path / "user", used=True)
    for path in (tmp_path / "user").rglob("*"):
        if path.is_file() and ADDRESS in path.read_text("utf-8", "replace"):
            filler = b"// x\n" if path.name == "prefs.js" else b"# x\n"
            path.write_bytes(filler * 60_000 + path.read_bytes())
    before = contents(tmp_path / "user")

    def with_little_room() -> str:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        return code_of(written(tmp_path, specimen.id))

    assert in_a_child(with_little_room) == "WRITE-REFUSED"
    assert contents(tmp_path / "user") == before
    assert code_of(written(tmp_path, specimen.id)) == ""


def test_of_several_files_the_first_goes_back_when_a_later_one_cannot_be_written(tmp_path: Path) -> None:
    evolution = next(s for s in IN_FILES if s.id == "evolution")
    evolution.make(tmp_path / "user", used=True)
    folder = tmp_path / "user" / ".config" / "evolution" / "sources"
    (folder / "1363000000.1234.0@shop.source").chmod(0o444)  # the second to be written
    before = contents(tmp_path / "user")
    assert code_of(written(tmp_path, "evolution")) == "WRITE-REFUSED"
    assert contents(tmp_path / "user") == before
    assert [r.state.value for r in mail_receipts(tools_of(tmp_path))] == ["not-written"]


@every
def test_a_home_without_room_for_the_receipt_means_that_nothing_is_written(
    specimen: Specimen, tmp_path: Path
) -> None:
    specimen.make(tmp_path / "user", used=True)
    before = contents(tmp_path / "user")

    def with_no_room() -> str:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
        return code_of(written(tmp_path, specimen.id))

    assert in_a_child(with_no_room) == "STORE-WRITE"
    assert contents(tmp_path / "user") == before


@every
def test_files_marked_read_only_are_not_replaced(specimen: Specimen, tmp_path: Path) -> None:
    specimen.make(tmp_path / "user", used=True)
    for path in (tmp_path / "user").rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    before = contents(tmp_path / "user")
    assert code_of(written(tmp_path, specimen.id)) == "WRITE-REFUSED"
    assert contents(tmp_path / "user") == before


def as_nobody(folder: Path) -> None:
    """Give up root's rights for good, keeping the home beside the profile usable."""
    (folder / "home").mkdir(exist_ok=True)
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == 0 and parent not in (Path("/"), Path("/tmp")):
            parent.chmod(parent.stat().st_mode | 0o055)
    for path in (folder / "home", *(folder / "home").rglob("*")):
        os.chown(path, 65534, 65534)
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)


@every
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize(
    ("mode", "code"),
    [(0o555, "WRITE-REFUSED"), (0o000, "CLIENT-UNREADABLE")],
    ids=["read-only", "unreadable"],
)
def test_a_profile_of_another_user(specimen: Specimen, tmp_path: Path, mode: int, code: str) -> None:
    specimen.make(tmp_path / "user", used=True)
    before = contents(tmp_path / "user")
    for path in (tmp_path / "user").rglob("*"):
        if path.is_file():
            path.chmod(mode & 0o444)

    def another() -> str:
        as_nobody(tmp_path)
        try:
            return code_of(written(tmp_path, specimen.id))
        except ProblemFound as found:
            return found.problem.code

    assert in_a_child(another) == code
    after = contents(tmp_path / "user")
    assert {name: content for name, (content, _) in after.items()} == {
        name: content for name, (content, _) in before.items()
    }


@contextmanager
def locked(profile: Path) -> Iterator[int]:
    """Somebody who holds Thunderbird's lock as it does, with its link."""
    code = (
        "import fcntl,os,sys,time\n"
        "f=os.open(sys.argv[1],os.O_WRONLY|os.O_CREAT)\nfcntl.lockf(f,fcntl.LOCK_EX)\n"
        "print(1,flush=True)\ntime.sleep(60)"
    )
    arguments = [sys.executable, "-c", code, str(profile / ".parentlock")]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        (profile / "lock").unlink(missing_ok=True)
        (profile / "lock").symlink_to(f"127.0.1.1:+{process.pid}")
        try:
            yield process.pid
        finally:
            process.kill()


def test_thunderbirds_lock_counts_only_while_somebody_holds_it(tmp_path: Path) -> None:
    profile = thunderbird_profile(tmp_path / "user", PREFS)
    with locked(profile) as pid:
        outcome = written(tmp_path, "thunderbird")
        assert code_of(outcome) == "CLIENT-OPEN"
        assert isinstance(outcome, Problem)
        assert outcome.facts["pids"] == str(pid)
        assert mail_receipts(tools_of(tmp_path)) == [], "nothing was begun"
    # Both files stay behind, as Thunderbird's do, and a process that is not Thunderbird has the number now.
    assert (profile / ".parentlock").exists()
    (profile / "lock").unlink()
    (profile / "lock").symlink_to(f"127.0.1.1:+{os.getpid()}")
    assert code_of(written(tmp_path, "thunderbird")) == ""
    assert (profile / ".parentlock").exists(), "what was there stays"


@contextmanager
def another_tillbridge_writes(home: Path) -> Iterator[None]:
    """A process of its own that holds the lock of the home's mail programs."""
    code = (
        "import sys\nfrom filelock import FileLock\n"
        "with FileLock(sys.argv[1]):\n    print(1,flush=True)\n    sys.stdin.read()"
    )
    arguments = [sys.executable, "-c", code, str(home / "mail-clients.lock")]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"1\n"
        try:
            yield
        finally:
            process.communicate(timeout=20)


@pytest.mark.parametrize("job", ["write", "undo", "put back"])
def test_only_one_tillbridge_at_a_time_writes_into_mail_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: str
) -> None:
    monkeypatch.setattr("wizard.jobs.programs.receipts._LOCK_SECONDS", 0.3)
    profile = thunderbird_profile(tmp_path / "user", PREFS)
    tools = tools_of(tmp_path)
    tools.world.home.mkdir(parents=True)

    def run() -> Done | Problem:
        if job == "write":
            return written(tmp_path, "thunderbird")
        receipt = mail_receipts(tools)[0].id
        another = UndoMailSettings(receipt) if job == "undo" else PutBackWritten(receipt)
        return another.run(tools, Silent(), Cancel())

    if job != "write":
        assert code_of(written(tmp_path, "thunderbird")) == ""
    if job == "put back":
        prefs = profile / "prefs.js"
        prefs.write_text(prefs.read_text("utf-8").replace("15110", "2110"), "utf-8")
    before, receipts = contents(tmp_path / "user"), mail_receipts(tools)
    with another_tillbridge_writes(tools.world.home):
        assert code_of(run()) == "CLIENT-BUSY"
        assert contents(tmp_path / "user") == before
        assert mail_receipts(tools) == receipts, "nothing was begun"
    assert code_of(run()) == ""
    assert contents(tmp_path / "user") != before


def test_while_we_write_thunderbird_finds_its_profile_in_use(tmp_path: Path) -> None:
    profile = thunderbird_profile(tmp_path / "user", PREFS)
    client = Thunderbird(places(tmp_path / "user"))
    found = client.detect()
    assert found is not None
    take = (
        "import fcntl,os,sys\nf=os.open(sys.argv[1],os.O_WRONLY|os.O_CREAT)\n"
        "fcntl.lockf(f,fcntl.LOCK_EX|fcntl.LOCK_NB)"
    )
    arguments = [sys.executable, "-c", take, str(profile / ".parentlock")]
    with client.closed(found.profiles[0]):
        assert subprocess.run(arguments, capture_output=True, check=False).returncode == 1
    assert not (profile / ".parentlock").exists()
    assert subprocess.run(arguments, capture_output=True, check=False).returncode == 0


def test_bytes_that_are_no_text_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    profile = thunderbird_profile(tmp_path / "user", None)
    odd = (
        b'\xef\xbb\xbfuser_pref("mail.identity.id1.fullName", "B\xfcro \xff");\r\n'
        + PREFS.encode().replace(b"\n", b"\r\n")
    )
    (profile / "prefs.js").write_bytes(odd)
    outcome = written(tmp_path, "thunderbird")
    assert code_of(outcome) == ""
    now = (profile / "prefs.js").read_bytes()
    assert now.startswith(b'\xef\xbb\xbfuser_pref("mail.identity.id1.fullName", "B\xfcro \xff");\r\n')
    assert b"\n" not in now.replace(b"\r\n", b"")


def test_forty_accounts_and_one_of_them_is_meant(tmp_path: Path) -> None:
    lines = [
        "\n".join(
            [
                f'user_pref("mail.account.account{n}.server", "server{n}");',
                f'user_pref("mail.account.account{n}.identities", "id{n}");',
                f'user_pref("mail.server.server{n}.type", "pop3");',
                f'user_pref("mail.server.server{n}.hostname", "pop{n}.test");',
                f'user_pref("mail.server.server{n}.userName", "user{n}");',
                f'user_pref("mail.identity.id{n}.useremail", "{ADDRESS if n == 23 else f"user{n}@x.test"}");',
                f'user_pref("mail.identity.id{n}.smtpServer", "smtp{n % 3}");',
            ]
        )
        for n in range(1, 41)
    ]
    accounts = ",".join(f"account{n}" for n in range(1, 41))
    prefs = "\n".join([f'user_pref("mail.accountmanager.accounts", "{accounts}");', *lines]) + "\n"
    profile = thunderbird_profile(tmp_path / "user", prefs)
    outcome = written(tmp_path, "thunderbird")
    assert code_of(outcome) == ""
    now = (profile / "prefs.js").read_text()
    assert 'user_pref("mail.server.server23.port", 15110);' in now
    assert now.count("15110") == 1
    # The shared outgoing server belongs to others too, so that this account got one of its own.
    assert 'user_pref("mail.identity.id23.smtpServer", "smtp3");' in now
    unchanged = [line for line in prefs.splitlines() if "server23." not in line and ".id23." not in line]
    assert set(unchanged) <= set(now.splitlines())


def two_profiles(user: Path, install: str) -> None:
    thunderbird_profile(user, PREFS.replace(ADDRESS, "one@x.test"))
    second = user / ".thunderbird" / "zweites Profil ☃"
    second.mkdir()
    (second / "prefs.js").write_text(PREFS.replace(ADDRESS, "two@x.test"))
    (user / ".thunderbird" / "profiles.ini").write_text(
        f"{install}[Profile1]\nName=zweites\nIsRelative=1\nPath=zweites Profil ☃\n\n"
        "[Profile0]\nName=default\nIsRelative=1\nPath=Profiles/ab12cd34.default\n",
        "utf-8",
    )


def test_of_two_profiles_the_installed_programs_own_is_meant(tmp_path: Path) -> None:
    two_profiles(tmp_path / "user", "[InstallFDC34C9F024745EB]\nDefault=zweites Profil ☃\nLocked=1\n\n")
    listed = tools_of(tmp_path).mail_clients.list()
    assert choose(listed, address=ADDRESS) == AccountChoice("thunderbird", "home:zweites Profil ☃", None)
    # An account with this address is meant wherever it is.
    one = choose(listed, address="ONE@x.test")
    assert one == AccountChoice("thunderbird", "home:Profiles/ab12cd34.default", "account1")


def test_of_two_profiles_without_a_mark_a_person_says_which(tmp_path: Path) -> None:
    two_profiles(tmp_path / "user", "")
    with pytest.raises(ProblemFound) as raised:
        choose(tools_of(tmp_path).mail_clients.list(), address=ADDRESS)
    assert raised.value.problem.code == "CLIENT-CHOOSE"
