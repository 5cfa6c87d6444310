"""The command line's arguments; standard library only. Global options stand before or after the verb."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from wizard import __version__
from wizard.app.options import SITE, Options
from wizard.catalogue.language import PLAIN, PRETENDED
from wizard.cli.output import write_line
from wizard.model.problem import Fault, FaultyInput

_PROGRAM = "tillbridge"
_LONGEST_WAIT = 86_400


_MAIL_SETTINGS = (
    "mail settings in TOML, no file of answers: [identity] name, address; [incoming] protocol, host, port, "
    "socket, user, password; [outgoing] host, port, socket, auth. socket is plain, starttls or tls; each "
    'password is a reference such as { keyring = "NAME" }'
)


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser whose errors are faults instead of an exit."""

    line: Sequence[str] = ()
    """What is to be parsed: a verb that does not stand there is only named in the help."""

    def error(self, message: str) -> NoReturn:
        """Raise the fault."""
        raise FaultyInput([Fault(self.prog, "USAGE", message)])

    def _print_message(self, message: str, file: Any = None) -> None:  # noqa: ARG002
        """Print help or the version; argparse's own keeps quiet where nothing could be printed."""
        write_line(message.removesuffix("\n"))


class _Once(argparse.Action):
    """Stores a global option into a list shared by all parsers, so that two values are noticed."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        seen = getattr(namespace, "globals_seen", None) or []
        namespace.globals_seen = [*seen, (self.dest, True if self.nargs == 0 else values)]


@cache
def _global_options() -> argparse.ArgumentParser:
    parent = _Parser(prog=_PROGRAM, add_help=False, allow_abbrev=False)
    group = parent.add_argument_group("everywhere")

    def add(name: str, text: str, **more: Any) -> None:
        group.add_argument(name, action=_Once, default=argparse.SUPPRESS, help=text, **more)

    add("--home", "folder for all state (default: this user's data folder)", metavar="DIR", type=Path)
    which = "which store, where one PC holds several (default: store; for a window the one open last)"
    add("--site", which, metavar="NAME")
    add("--json", "print one JSON object on standard output", nargs=0)
    add("--practice", "use the built-in practice Xero and practice mail", nargs=0)
    add("--services", "use the services on this machine that FILE names", metavar="FILE", type=Path)
    return parent


Within = Any
"""What argparse calls a special action: where the verbs of a parser are added."""


def _verb(within: Within, name: str, text: str) -> argparse.ArgumentParser:
    made: _Parser
    if name not in within.line:
        made = within.add_parser(name, add_help=False, help=text)
        return made
    made = within.add_parser(
        name, parents=[_global_options()], allow_abbrev=False, help=text, description=text
    )
    made.line = within.line
    return made


def _under(
    parser: argparse.ArgumentParser, dest: str = "action", metavar: str = "", *, required: bool = True
) -> Within:
    """Return where a verb's own verbs are added; one of them must be given."""
    assert isinstance(parser, _Parser)
    made: Within = parser.add_subparsers(
        dest=dest, metavar=metavar or dest.upper(), parser_class=_Parser, required=required
    )
    made.line = parser.line
    return made


def _seconds(text: str) -> float:
    """Return a wait in seconds: a number from 0 to a day, so neither `inf` nor `nan`."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= _LONGEST_WAIT:
        raise argparse.ArgumentTypeError(f"must be from 0 to {_LONGEST_WAIT} seconds")
    return found


def _wait(parser: argparse.ArgumentParser, seconds: float, text: str) -> None:
    parser.add_argument("--wait", type=_seconds, default=seconds, metavar="S", help=text)


def _language(parser: argparse.ArgumentParser) -> None:
    text = "qps: every text from data 40 %% longer and in brackets, to see what is cut or not from data"
    parser.add_argument("--language", choices=[PLAIN, PRETENDED], default=PLAIN, help=text)


def _window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("procedure", nargs="?")
    _language(parser)


def _tour(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("procedures", nargs="*", metavar="PROCEDURE")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    _language(parser)


def _doctor(parser: argparse.ArgumentParser) -> None:
    text = "also try what packaging/windows-checklist.md lists, and save one file to send back"
    parser.add_argument("--windows-checklist", action="store_true", help=text)


def _nothing(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the verb has no arguments of its own."""


def _procedure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("procedure")


class _MailPrograms(Iterable[str]):
    """The ids of the mail programs that have a file of such an ending; looked up only once one is named."""

    def __init__(self, ending: str) -> None:
        self._ending = ending

    def __iter__(self) -> Iterator[str]:
        from wizard.catalogue.resources import names_in  # noqa: PLC0415 - most commands name none

        return (name for name in names_in("clients", self._ending) if "." not in name)

    def __contains__(self, name: object) -> bool:
        return name in list(self)


def _guide(parser: argparse.ArgumentParser) -> None:
    _procedure(parser)
    parser.add_argument(
        "--client", choices=_MailPrograms(".toml"), metavar="PROGRAM", help="only its windows: %(choices)s"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=".html or .pdf")


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="WORDS", help="K4, KEY-REFUSED, or what the caller says")
    parser.add_argument(
        "--client", choices=_MailPrograms(".toml"), metavar="PROGRAM", help="their mail program: %(choices)s"
    )


def _support_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--yes", action="store_true", help="agreed: without it the lines are only shown")


def _replay(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")


def _run(parser: argparse.ArgumentParser) -> None:
    text = "a procedure's id, or a set-up file (.toml), which names its own"
    parser.add_argument("procedure", metavar="PROCEDURE|FILE", help=text)
    parser.add_argument("--answers", type=Path, metavar="FILE", help="the answers, where FILE is not first")
    own = "an answer in the place of the file's, such as store_name=River; may stand several times"
    parser.add_argument("--answer", action="append", default=[], metavar="BOX=VALUE", help=own)
    parser.add_argument("--check", action="store_true", help="say what it would change; nothing is changed")


def _practice(parser: argparse.ArgumentParser) -> None:
    serve = _verb(_under(parser), "serve", "run the practice services until standard input ends")
    serve.add_argument("--services-out", type=Path, metavar="FILE")
    serve.add_argument("--fault", action="append", default=[], metavar="NAME", help="switch a fault on")
    serve.add_argument("--clock-speed", type=float, default=1.0, metavar="N", help="how fast its clock runs")


def _key(parser: argparse.ArgumentParser) -> None:
    _verb(_under(parser), "inspect", "say what a key read from standard input is, without showing it")


def _mail(parser: argparse.ArgumentParser) -> None:
    actions = _under(parser)
    check = _verb(actions, "check", "check mail settings with seven checks")
    check.add_argument("--settings", type=Path, required=True, metavar="FILE", help=_MAIL_SETTINGS)
    check.add_argument("--outgoing-only", action="store_true", help="check sending alone")
    _wait(check, 120.0, "seconds the message may take (default 120)")
    _verb(actions, "providers", "list the mail providers, each with the date it was checked")
    _mail_client_verbs(actions)
    _sender(_verb(actions, "sender", "the store's own sender: connect, disconnect, test"))


def _xero(parser: argparse.ArgumentParser) -> None:
    actions = _under(parser)
    connect = _verb(actions, "connect", "sign in to Xero and choose the organisation")
    connect.add_argument("--way", choices=["browser", "paste"], help="default: browser, if this PC allows it")
    connect.add_argument("--organisation", metavar="ID|NAME")
    connect.add_argument("--client-id", metavar="ID", help="your own Xero app's, needed once")
    _wait(connect, 300.0, "seconds to wait (300)")
    _verb(actions, "organisations", "list the organisations the connection opens")
    _verb(actions, "status", "say which organisation, and until when the connection is good")
    token = _verb(actions, "token", "print a fresh access token, for scripts")
    token.add_argument("--show", action="store_true", help="also on a terminal")
    leave = _verb(actions, "disconnect", "disconnect this store's organisation")
    leave.add_argument("--all", action="store_true", help="end the whole sign-in, with all its organisations")


def _books(parser: argparse.ArgumentParser) -> None:
    actions = _under(parser)
    read = _verb(actions, "read", "read a file or a folder and say what it holds; nothing is sent")
    read.add_argument("--documents", type=Path, required=True, metavar="PATH", help="a file, or a folder")
    read.add_argument("--layout", type=Path, metavar="FILE", help="which column is which, for other files")
    match = _verb(actions, "suggest", "suggest what the store's codes are in Xero, as a file of matches")
    match.add_argument("--documents", type=Path, metavar="DIR", help="default: the store's own files")
    match.add_argument(
        "--xero-data", type=Path, metavar="DIR", help="what Xero's API answered; default: Xero is asked"
    )
    match.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="written; what it says is kept"
    )
    match.add_argument("--accept-all", action="store_true", help="accept also what is only likely")
    check = _verb(actions, "check", "say what Xero would refuse or leave out, before anything is sent")
    check.add_argument("--documents", type=Path, metavar="DIR", help="default: the store's own files")
    check.add_argument("--mapping", type=Path, metavar="FILE", help="default: the store's own matches")
    check.add_argument(
        "--xero-data", type=Path, metavar="DIR", help="what Xero's API answered; default: Xero is asked"
    )
    check.add_argument("--fast", action="store_true", help="before the till opens: today, and the matches")
    _exchange(actions)


def _exchange(actions: Within) -> None:
    """Add the verbs that take matches out, bring them back, and compare them."""
    out = _verb(actions, "export", "write the matches for an accountant, a printer, or another store")
    out.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=".csv a table, .html a sheet to print, .toml"
    )
    out.add_argument("--documents", type=Path, metavar="DIR", help="default: the store's own files")
    back = _verb(actions, "import", "take over matches from a table or a file of matches")
    back.add_argument("file", type=Path, metavar="FILE", help=".csv or .toml; what it leaves out stays")
    compare = _verb(actions, "diff", "say what differs between two files of matches")
    compare.add_argument("--against", type=Path, metavar="FILE", help="default: the store's last revision")
    compare.add_argument("--revision", type=int, metavar="N", help="an earlier revision of the store's")
    for made in (out, back, compare):
        made.add_argument("--mapping", type=Path, metavar="FILE", help="default: the store's own matches")


def _export(parser: argparse.ArgumentParser) -> None:
    from wizard.model.export import THROUGH  # noqa: PLC0415 - costs start-up time

    actions = _under(parser)
    plan = _verb(actions, "plan", "say what would be sent to Xero, and what would not and why")
    run = _verb(actions, "run", "send the records that are not in Xero yet, each once")
    files = _verb(actions, "csv", "Xero is down for long: write Xero's import files, for a person to upload")
    files.add_argument("--out", type=Path, required=True, metavar="DIR", help="where they are written")
    back = _verb(actions, "unmark", "what csv wrote was not uploaded: let it be sent after all")
    for made in (plan, run, files):
        made.add_argument("--documents", type=Path, metavar="DIR", help="default: the store's own files")
        made.add_argument("--mapping", type=Path, metavar="FILE", help="default: the store's own matches")
        made.add_argument(
            "--through", choices=THROUGH, default=THROUGH[-1], metavar="KIND",
            help="send this kind and all before it: %(choices)s (default: all)",
        )  # fmt: skip
        made.add_argument("--drafts", action="store_true", help="as drafts, to be approved in Xero")
        made.add_argument("--start-from", metavar="DAY", help="leave out what is dated before it")
    run.add_argument("--yes", action="store_true", help="agreed: without it nothing is sent")
    files.add_argument("--yes", action="store_true", help="agreed: what is written is never sent by us")
    back.add_argument("--yes", action="store_true", help="agreed: without it nothing changes")
    _verb(actions, "status", "say what was sent so far; nobody is asked")
    _verb(actions, "proof", "read back what was sent last, and keep the proof as HTML (home makes the PDF)")


def _daily(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--again",
        action="store_true",
        help="send also where today's files were sent already: only what is new goes",
    )
    parser.add_argument(
        "--by-scheduler",
        action="store_true",
        help="said by this PC's own scheduler, so that `schedule` and the window know that it starts it",
    )


def _schedule(parser: argparse.ArgumentParser) -> None:
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--daily", metavar="HH:MM", help="send each day at this time, and look after the rest")
    one.add_argument(
        "--weekly", nargs=2, metavar=("DAY", "HH:MM"), help="send on one day (mon … sun); look each day"
    )
    one.add_argument("--watch", metavar="HH:MM", help="send nothing; look each day whether all still works")
    one.add_argument("--off", action="store_true", help="nothing runs by itself any more")


def _mail_client_verbs(actions: Within) -> None:
    """Add the verbs for mail programs."""

    def client_verb(name: str, text: str) -> argparse.ArgumentParser:
        made = _verb(actions, name, text)
        only = "only this mail program: %(choices)s"
        made.add_argument("--client", choices=_MailPrograms(".words.toml"), metavar="PROGRAM", help=only)
        made.add_argument("--profile", type=Path, metavar="DIR", help="this profile folder of it")
        return made

    client_verb("clients", "list the mail programs of this PC with their profiles and accounts")
    plan = client_verb("plan", "say what writing would change; nothing is written")
    write = client_verb("write", "write the settings, read them back, and check the mail with them")
    for made in (plan, write):
        made.add_argument("--settings", type=Path, required=True, metavar="FILE", help=_MAIL_SETTINGS)
        made.add_argument("--account", metavar="NAME", help='name, address or key; "new" makes one')
    _wait(write, 120.0, "as for check")
    undo = client_verb("undo", "put back what stood there before a receipt")
    undo.add_argument("receipt", metavar="RECEIPT")
    undo.add_argument("--overwrite", action="store_true", help="also where somebody changed it since")
    watch = client_verb("watch-once", "compare the mail programs with what was last written")
    watch.add_argument("--put-back", action="store_true", help="write again what was changed since")
    for made in (write, undo):
        made.add_argument("--close", action="store_true", help="ask the program to close first")
    for made in (write, undo, watch):
        made.add_argument("--yes", action="store_true", help="agreed: without it nothing is written")


def _sender(parser: argparse.ArgumentParser) -> None:
    actions = _under(parser, "what")
    join = _verb(actions, "connect", "sign in at Microsoft or Google, once")
    join.add_argument("--settings", type=Path, metavar="FILE", help="mail settings with an [oauth2] table")
    join.add_argument(
        "--way",
        choices=["browser", "paste", "device", "client-credentials"],
        help="browser: this PC's. paste: the address goes to standard error, the one you are led to is read "
        "from standard input. device: a code for any device. client-credentials: nobody signs in",
    )
    _wait(join, 300.0, "seconds to wait (300)")
    _verb(actions, "disconnect", "forget the sender's permission and password on this PC")
    probe = _verb(actions, "test", "send a real message, and fetch it back where receiving is known")
    probe.add_argument("--to", metavar="ADDRESS", help="where it goes (default: the sender's own address)")
    _wait(probe, 60.0, "seconds it may take (60)")


_VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "open": ("open the window (what `tillbridge` alone does)", _window),
    "tour": ("walk procedures in practice and leave a picture of each screen", _tour),
    "procedures": ("list the procedures", _nothing),
    "answers": ("print a commented answer file for a procedure", _procedure),
    "run": ("run a procedure without a window", _run),
    "practice": ("the practice services", _practice),
    "key": ("look at a pasted key", _key),
    "mail": ("check mail settings; set up mail programs; the store's own sender", _mail),
    "xero": ("the store's own connection to Xero", _xero),
    "export": ("send the store's records to Xero, each once, and prove it", _export),
    "daily": (
        "what a schedule starts: look after all that is set up, send what is due, tell the store",
        _daily,
    ),
    "schedule": (
        "when the daily run happens, by this PC's own scheduler; without an option: show it",
        _schedule,
    ),
    "books": ("the store's own files: what they hold, what it is in Xero, what would not pass", _books),
    "guide": ("write a procedure's guide with pictures, as one file", _guide),
    "support": ("for whoever helps a caller: what a screen number, a code or words mean", _words),
    "support-file": ("gather what support needs into one file: shown first, nothing is sent", _support_file),
    "replay": ("step through a support file: the caller's screens as they were", _replay),
    "doctor": ("check this PC: password safe, internet, clock, embedded browser", _doctor),
}
"""Every verb: its line in the help, and what adds its arguments."""


def build_parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser for a command line: every verb is named, those on the line have their arguments."""
    parser = _Parser(
        prog=_PROGRAM,
        parents=[_global_options()],
        allow_abbrev=False,
        description="Connects a shop's back office to Xero, sets up its mail, and proves that both work.",
        epilog="Exit status: 0 it worked, 1 a check failed, 2 input missing or wrong, 3 a person is needed.",
    )
    parser.add_argument("--version", action="version", version=f"tillbridge {__version__}")
    parser.line = argv
    verbs = _under(parser, "verb", "COMMAND", required=False)
    for name, (text, add_arguments) in _VERBS.items():
        made = _verb(verbs, name, text)
        if name in argv:
            add_arguments(made)
    return parser


def parse(argv: Sequence[str]) -> tuple[argparse.Namespace, Options]:
    """Return the verb's arguments and the global options; FaultyInput lists what is wrong."""
    seen, rest = _global_options().parse_known_args(list(argv))
    args = argparse.Namespace(verb=None)
    if rest:  # else the window is wanted, and no parser for a verb
        args = build_parser(argv).parse_args(list(argv), namespace=argparse.Namespace(globals_seen=[]))
    # Subparsers fill a namespace of their own: what stood before the verb is in the first reading alone.
    return args, _options(list(getattr(seen, "globals_seen", [])))


def _meant(name: str) -> str:
    """Return how a store that is called so is named here, where that can be told."""
    from wizard.app.stores import site_for  # noqa: PLC0415 - only where it is amiss

    site = site_for(name, ())
    return f"; a store called {name} is --site {site}, or one of {site}-2, {site}-3 …" if site else ""


def _options(seen: list[tuple[str, Any]]) -> Options:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, value in seen:
        if name in values and values[name] != value:
            faults.append(Fault(f"--{name}", "TWO-VALUES", "is given twice with different values"))
        values[name] = value
    site = values.get("site", "store")
    if not SITE.fullmatch(site):
        faults.append(Fault("--site", "NOT-VALID", f"may hold a-z, 0-9 and - only, at most 40{_meant(site)}"))
    if values.get("practice") and values.get("services"):
        faults.append(Fault("--services", "TWO-VALUES", "--practice and --services exclude each other"))
    if faults:
        raise FaultyInput(faults)
    return Options(
        home=values.get("home"),
        site=site,
        practice=bool(values.get("practice")),
        services=values.get("services"),
        json=bool(values.get("json")),
        names_site="site" in values,
    )
