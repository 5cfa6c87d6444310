"""A PC with each mail program, for the conformance suite; a new program is one more row of SPECIMENS."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.mail_programs import account_files, hives, standing_registry
from tests.mail_programs.places import FakeProcesses, FakeSealing
from wizard.mailclients.contract import MailClient, Places
from wizard.mailclients.programs.claws_mail.client import ClawsMail
from wizard.mailclients.programs.evolution.client import Evolution
from wizard.mailclients.programs.outlook.client import Outlook
from wizard.mailclients.programs.outlook_express.client import OutlookExpress
from wizard.mailclients.programs.thunderbird.client import Thunderbird
from wizard.mailclients.programs.windows_mail.client import WindowsMail
from wizard.model.mail import Identity, Incoming, MailSettings, Outgoing, OutgoingAuth, SocketType
from wizard.model.secret import Secret

ADDRESS = "store@example.test"
CANARY = "canary-Hx7pQ2"
"""The password in every settings: it must be found nowhere."""


def settings(
    *,
    socket: SocketType = SocketType.PLAIN,
    auth: OutgoingAuth = OutgoingAuth.SAME,
    days: int = 3,
    name: str = "Corner Store",
    host: str = "mail.example.test",
    user: str = ADDRESS,
    ports: tuple[int, int] = (15110, 15925),
) -> MailSettings:
    own = auth is OutgoingAuth.PASSWORD
    return MailSettings(
        Identity(name, ADDRESS),
        Incoming(host, ports[0], socket, user, Secret(CANARY), days, 180),
        Outgoing(host, ports[1], socket, auth, "sender" if own else "", Secret(CANARY) if own else None),
    )


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder with its bytes and mode; on Windows, the registry's values besides."""
    return standing_registry.contents() | {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def places(home: Path) -> Places:
    return Places(
        home=home, config=home / ".config", data=home / ".local" / "share", processes=FakeProcesses()
    )


@dataclass(frozen=True)
class Specimen:
    """One program: how a PC with it looks, and how somebody changes its receiving port behind our back."""

    id: str
    client: Callable[[Places], MailClient]
    used: Callable[[Path], None]
    """Makes a home with an account of ADDRESS and one of somebody else's."""
    fresh: Callable[[Path], None]
    """Makes a home where it was set up without any account."""
    change_port: Callable[[Path], None]
    makes: bool = True
    """Whether an account is there as soon as it is written; Outlook makes its own at its next start."""
    fit: Callable[[MailSettings], MailSettings] = lambda wanted: wanted
    """Makes settings such as this program has boxes for."""

    def make(self, home: Path, *, used: bool) -> MailClient:
        (self.used if used else self.fresh)(home)
        return self.client(places(home))


# --- Thunderbird ---

PREFS = f"""// Mozilla User Preferences
/* mail.server.server1.port is no preference here: user_pref("mail.server.server1.port", 1); */

user_pref("app.update.lastUpdateTime.addon", 1763600000);
user_pref("mail.account.account1.identities", "id1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account2.server", "server2");
user_pref("mail.account.account7.identities", "id3,id4");
user_pref("mail.account.account7.server", "server9");
user_pref("mail.account.lastKey", 7);
user_pref("mail.accountmanager.accounts", "account1, account2,account7");
user_pref("mail.accountmanager.defaultaccount", "account7");
user_pref("mail.identity.id1.fcc_folder", "mailbox://old%40example.test@old.example.test/Sent");
user_pref("mail.identity.id1.fullName", "Sch\\u00f6ner \\"Laden\\"");
user_pref("mail.identity.id1.smtpServer", "smtp1");
user_pref("mail.identity.id1.useremail", "{ADDRESS}");
user_pref("mail.identity.id3.smtpServer", "smtp1");
user_pref("mail.identity.id3.useremail", "büro@other.test");
user_pref('mail.server.server1.hostname', 'old.example.test');
user_pref("mail.server.server1.name", "Łódź – ☃");
user_pref( "mail.server.server1.port" ,  995 );   // typed by hand
user_pref("mail.server.server1.socketType", 3);
user_pref("mail.server.server1.type", "pop3"); user_pref("mail.server.server1.userName", "old@example.test");
user_pref("mail.server.server2.hostname", "Local Folders");
user_pref("mail.server.server2.type", "none");
user_pref("mail.server.server9.hostname", "imap.other.test");
user_pref("mail.server.server9.type", "imap");
user_pref("mail.server.server9.userName", "büro");
user_pref("mail.smtpserver.smtp1.hostname", "smtp.other.test");
user_pref("mail.smtpserver.smtp1.port", 587);
user_pref("mail.smtpserver.smtp1.try_ssl", 2);
user_pref("mail.smtpserver.smtp1.username", "büro");
user_pref("mail.smtpservers", "smtp1");
user_pref("zzz.last.without.line.break", true);"""


def thunderbird_profile(home: Path, prefs: str | None) -> Path:
    root = home / ".thunderbird"
    profile = root / "Profiles" / "ab12cd34.default"
    profile.mkdir(parents=True)
    (root / "profiles.ini").write_text(
        "[Profile0]\nName=default\nIsRelative=1\nPath=Profiles/ab12cd34.default\nDefault=1\n"
    )
    (profile / "compatibility.ini").write_text("[Compatibility]\nLastVersion=153.7.0_20261110/x\n")
    if prefs is not None:
        (profile / "prefs.js").write_text(prefs, "utf-8")
    return profile


def _change_prefs(home: Path) -> None:
    path = next(home.rglob("prefs.js"))
    path.write_text(path.read_text("utf-8").replace("15110", "2110"), "utf-8")


# --- Evolution ---

SOURCES = {
    "1-local": "[Data Source]\nDisplayName=On This Computer\n\n[Mail Account]\nBackendName=maildir\n",
    "1363000000.1234.0@shop": (
        "[Data Source]\nDisplayName=Büro – ☃\nDisplayName[de]=Laden\nEnabled=true\nParent=\n\n"
        "# by hand\n[Mail Account]\nBackendName=pop\nIdentityUid=ident-1\n\n"
        "[Authentication]\nHost=old.example.test\nMethod=CRAM-MD5\nPort=995\nUser=old\\sname\n\n"
        "[Security]\nMethod=ssl-on-alternate-port\n\n[Refresh]\nEnabled=true"
    ),
    "ident-1": (
        "[Data Source]\r\nDisplayName=x\r\nParent=1363000000.1234.0@shop\r\n\r\n"
        f"[Mail Identity]\r\nAddress={ADDRESS}\r\nName=Old Name\r\n\r\n"
        "[Mail Submission]\r\nTransportUid=smtp-1\r\nSentFolder=folder://local/Sent\r\n"
    ),
    "smtp-1": (
        "[Data Source]\nDisplayName=x\n\n[Mail Transport]\nBackendName=smtp\n\n"
        "[Authentication]\nHost=smtp.other.test\nPort=587\nUser=büro\nMethod=LOGIN\n\n"
        "[Security]\nMethod=starttls-on-standard-port\n"
    ),
    "other": "[Data Source]\nDisplayName=Other\n[Mail Account]\nBackendName=imapx\nIdentityUid=ident-2\n",
    "ident-2": "[Mail Identity]\nAddress=private@other.test\n[Mail Submission]\nTransportUid=smtp-1\n",
}


def evolution_sources(home: Path, names: tuple[str, ...]) -> Path:
    folder = home / ".config" / "evolution" / "sources"
    folder.mkdir(parents=True)
    for name in names:
        (folder / f"{name}.source").write_bytes(SOURCES[name].encode())
    return folder


def _change_source(home: Path) -> None:
    for path in (home / ".config" / "evolution" / "sources").iterdir():
        path.write_bytes(path.read_bytes().replace(b"Port=15110", b"Port=2110"))


# --- Claws Mail ---

ACCOUNTRC = f"""[Account: 1]
account_name=Laden – ☃
is_default=1
name=Old Name
address={ADDRESS}
protocol=0
receive_server=old.example.test
user_id=old
password=!c2VjcmV0
remove_mail=0
use_apop_auth=1
use_smtp_auth=0
ssl_pop=1
ssl_smtp=2
smtp_server=smtp.other.test
set_smtpport=1
smtp_port=587
inbox=#mh/Mail/inbox

[Account: 12]
account_name=privat
address=private@other.test
protocol=3
receive_server=imap.other.test"""


def claws_folder(home: Path, accounts: str | None) -> Path:
    folder = home / ".claws-mail"
    folder.mkdir(parents=True)
    (folder / "clawsrc").write_text("[Common]\n")
    if accounts is not None:
        (folder / "accountrc").write_text(accounts, "utf-8")
    return folder


def _change_accountrc(home: Path) -> None:
    path = home / ".claws-mail" / "accountrc"
    path.write_text(path.read_text("utf-8").replace("pop_port=15110", "pop_port=2110"), "utf-8")


# --- Microsoft's: the registry is a file of the home ---


def windows_places(found: Places) -> Places:
    home = found.home
    registry = standing_registry.at(home)
    return dataclasses.replace(found, local_appdata=home / "Local", registry=registry)


def fill_registry(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    standing_registry.fill(home, hives.HEADING + hives.key(r"Software\Microsoft") + text)


def _outlook(home: Path, *, used: bool) -> None:
    imap = {"clsid": hives.IMAP, "Account Name": "privat", "Email": "private@other.test"}
    accounts = (imap, hives.pop3_account(Email=ADDRESS)) if used else ()
    profile = hives.outlook_profile(hives.office_root("16.0"), "Outlook", *accounts)
    fill_registry(home, hives.installed("16.0") + profile)


def _express(home: Path, *, used: bool) -> None:
    version = {"MediaVer": "6,0,2900,5512"}
    text = hives.key(r"Software\Microsoft\Outlook Express", version, hives.MACHINE)
    imap = {"Account Name": "privat", "IMAP Server": "imap.other.test"}
    mine = hives.express_account(SMTP_Email_Address=ADDRESS)
    fill_registry(home, text + (hives.express(imap, mine) if used else ""))


def _windows_mail(home: Path, *, used: bool) -> None:
    fill_registry(home, hives.key(r"Software\Microsoft\Windows Mail", {"Store Root": "x"}))
    folder = home / "Local" / "Microsoft" / "Windows Mail"
    folder.mkdir(parents=True)
    if used:
        mine = {**account_files.ACCOUNT, "SMTP_Email_Address": ADDRESS}
        imap = {"Account_Name": "privat", "IMAP_Server": "imap.other.test"}
        account_files.put(home / "Local", "Windows Mail", "A", account_files.oeaccount(mine))
        account_files.put(home / "Local", "Windows Mail", "B", account_files.oeaccount(imap), "Private")


def _change_registry(home: Path) -> None:
    standing_registry.change(home, 15110, 2110)


def _change_oeaccount(home: Path) -> None:
    for path in home.rglob("*.oeaccount"):
        text = path.read_bytes().decode("utf-16-le")
        path.write_bytes(text.replace(f"{15110:08x}", f"{2110:08x}").encode("utf-16-le"))


def _fit_outlook(wanted: MailSettings) -> MailSettings:
    """Receiving knows no STARTTLS."""
    assert wanted.incoming is not None
    if wanted.incoming.socket is not SocketType.STARTTLS:
        return wanted
    return dataclasses.replace(wanted, incoming=dataclasses.replace(wanted.incoming, socket=SocketType.TLS))


def _fit_express(wanted: MailSettings) -> MailSettings:
    """One tick is TLS on port 465 and STARTTLS elsewhere; "0" stands for no text in an account file."""
    wanted = _fit_outlook(wanted)
    incoming, outgoing = wanted.incoming, wanted.outgoing
    assert incoming is not None
    port = 465 if outgoing.socket is SocketType.TLS else 587 if outgoing.port == 465 else outgoing.port
    identity = dataclasses.replace(wanted.identity, name=wanted.identity.name.replace("0", "o"))
    incoming = dataclasses.replace(incoming, user=incoming.user.replace("0", "o"))
    return MailSettings(identity, incoming, dataclasses.replace(outgoing, port=port))


SPECIMENS = (
    Specimen(
        "outlook",
        lambda found: Outlook(windows_places(found), FakeSealing()),
        lambda home: _outlook(home, used=True),
        lambda home: _outlook(home, used=False),
        _change_registry,
        makes=False,
        fit=_fit_outlook,
    ),
    Specimen(
        "outlook-express",
        lambda found: OutlookExpress(windows_places(found)),
        lambda home: _express(home, used=True),
        lambda home: _express(home, used=False),
        _change_registry,
        fit=_fit_express,
    ),
    Specimen(
        "windows-mail",
        lambda found: WindowsMail(windows_places(found)),
        lambda home: _windows_mail(home, used=True),
        lambda home: _windows_mail(home, used=False),
        _change_oeaccount,
        fit=_fit_express,
    ),
    Specimen(
        "thunderbird",
        Thunderbird,
        lambda home: void(thunderbird_profile(home, PREFS)),
        lambda home: void(thunderbird_profile(home, None)),
        _change_prefs,
    ),
    Specimen(
        "evolution",
        Evolution,
        lambda home: void(evolution_sources(home, tuple(SOURCES))),
        # Only an account of its own makes a folder Evolution's: calendars of other programs are there too.
        lambda home: void(evolution_sources(home, ("other", "ident-2"))),
        _change_source,
    ),
    Specimen(
        "claws-mail",
        ClawsMail,
        lambda home: void(claws_folder(home, ACCOUNTRC)),
        lambda home: void(claws_folder(home, None)),
        _change_accountrc,
    ),
)


def void(_: object) -> None:
    """Forget a result."""
