"""The command line's arguments; standard library only. Global options stand before or after the verb."""

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from wizard import __version__
from wizard.app.program import Options
from wizard.model.problem import Fault, FaultyInput

_SITE = re.compile(r"[a-z0-9-]{1,40}")


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser whose errors are faults instead of an exit."""

    def error(self, message: str) -> NoReturn:
        """Raise the fault."""
        raise FaultyInput([Fault(self.prog, "USAGE", message)])


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


def _global_options() -> argparse.ArgumentParser:
    parent = _Parser(add_help=False, allow_abbrev=False)
    group = parent.add_argument_group("everywhere")

    def add(name: str, text: str, **more: Any) -> None:
        group.add_argument(name, action=_Once, default=argparse.SUPPRESS, help=text, **more)

    add("--home", "folder for all state (default: this user's data folder)", metavar="DIR", type=Path)
    add("--site", "which store, where one PC holds several (default: store)", metavar="NAME")
    add("--json", "print one JSON object on standard output", nargs=0)
    add("--practice", "use the built-in practice Xero and practice mail", nargs=0)
    add("--services", "use the services on this machine that FILE names", metavar="FILE", type=Path)
    return parent


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    common = _global_options()
    parser = _Parser(
        prog="tillbridge",
        parents=[common],
        allow_abbrev=False,
        description="Connects a shop's back office to Xero, sets up its mail, and proves that both work.",
        epilog="Exit status: 0 it worked, 1 a check failed, 2 input missing or wrong, 3 a person is needed.",
    )
    parser.add_argument("--version", action="version", version=f"tillbridge {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND", parser_class=_Parser)

    def verb(within: Any, name: str, text: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = within.add_parser(
            name, parents=[common], allow_abbrev=False, help=text, description=text
        )
        return made

    window = verb(verbs, "open", "open the window (what `tillbridge` alone does)")
    window.add_argument("procedure", nargs="?")
    tour = verb(verbs, "tour", "walk procedures in practice and leave a picture of each screen")
    tour.add_argument("procedures", nargs="*", metavar="PROCEDURE")
    tour.add_argument("--out", type=Path, required=True, metavar="DIR")
    verb(verbs, "procedures", "list the procedures")
    answers = verb(verbs, "answers", "print a commented answer file for a procedure")
    answers.add_argument("procedure")
    run = verb(verbs, "run", "run a procedure without a window")
    run.add_argument("procedure")
    run.add_argument("--answers", type=Path, required=True, metavar="FILE")

    practice = verb(verbs, "practice", "the practice services")
    in_practice = practice.add_subparsers(
        dest="action", metavar="ACTION", parser_class=_Parser, required=True
    )
    serve = verb(in_practice, "serve", "run the practice services until standard input ends")
    serve.add_argument("--services-out", type=Path, metavar="FILE")
    serve.add_argument("--fault", action="append", default=[], metavar="NAME", help="switch a fault on")
    serve.add_argument("--clock-speed", type=float, default=1.0, metavar="N", help="how fast its clock runs")

    key = verb(verbs, "key", "look at a pasted key")
    in_key = key.add_subparsers(dest="action", metavar="ACTION", parser_class=_Parser, required=True)
    verb(in_key, "inspect", "say what a key read from standard input is, without showing it")

    mail = verb(verbs, "mail", "check mail settings; set up mail programs; the store's own sender")
    in_mail = mail.add_subparsers(dest="action", metavar="ACTION", parser_class=_Parser, required=True)
    check = verb(in_mail, "check", "check mail settings with seven checks")
    check.add_argument("--settings", type=Path, required=True, metavar="FILE")
    check.add_argument("--outgoing-only", action="store_true", help="check sending alone")
    check.add_argument(
        "--wait", type=float, default=120.0, metavar="S", help="seconds the message may take (default 120)"
    )
    verb(in_mail, "providers", "list the mail providers, each with the date it was checked")
    _mail_client_verbs(verb, in_mail)
    _add_sender(in_mail, verb)
    xero = verb(verbs, "xero", "the store's own connection to Xero")
    in_xero = xero.add_subparsers(dest="action", metavar="ACTION", parser_class=_Parser, required=True)
    connect = verb(in_xero, "connect", "sign in to Xero and choose the organisation")
    connect.add_argument("--way", choices=["browser", "paste"], default="browser")
    connect.add_argument("--organisation", metavar="ID|NAME")
    connect.add_argument("--client-id", metavar="ID", help="your own Xero app's, needed once")
    connect.add_argument("--wait", type=float, default=300.0, metavar="S", help="seconds to wait (300)")
    verb(in_xero, "organisations", "list the organisations the connection opens")
    verb(in_xero, "status", "say which organisation, and until when the connection is good")
    token = verb(in_xero, "token", "print a fresh access token, for scripts")
    token.add_argument("--show", action="store_true", help="also on a terminal")
    leave = verb(in_xero, "disconnect", "disconnect this store's organisation")
    leave.add_argument("--all", action="store_true", help="end the whole sign-in, with all its organisations")
    verb(verbs, "doctor", "check this PC: password safe, internet, clock, embedded browser")
    return parser


class _MailPrograms(Iterable[str]):
    """The ids of the mail programs that have words of their own; looked up only once one is named."""

    def __iter__(self) -> Iterator[str]:
        from wizard.catalogue.resources import names_in  # noqa: PLC0415 - most commands name none

        return iter(names_in("clients", ".words.toml"))

    def __contains__(self, name: object) -> bool:
        return name in list(self)


def _mail_client_verbs(verb: Callable[[Any, str, str], argparse.ArgumentParser], in_mail: Any) -> None:
    """Add the verbs for mail programs."""

    def client_verb(name: str, text: str) -> argparse.ArgumentParser:
        made = verb(in_mail, name, text)
        only = "only this mail program: %(choices)s"
        made.add_argument("--client", choices=_MailPrograms(), metavar="PROGRAM", help=only)
        made.add_argument("--profile", type=Path, metavar="DIR", help="this profile folder of it")
        return made

    client_verb("clients", "list the mail programs of this PC with their profiles and accounts")
    plan = client_verb("plan", "say what writing would change; nothing is written")
    write = client_verb("write", "write the settings, read them back, and check the mail with them")
    for made in (plan, write):
        made.add_argument("--settings", type=Path, required=True, metavar="FILE")
        made.add_argument("--account", metavar="NAME", help='name, address or key; "new" makes one')
    write.add_argument("--wait", type=float, default=120.0, metavar="S", help="as for check")
    undo = client_verb("undo", "put back what stood there before a receipt")
    undo.add_argument("receipt", metavar="RECEIPT")
    undo.add_argument("--overwrite", action="store_true", help="also where somebody changed it since")
    watch = client_verb("watch-once", "compare the mail programs with what was last written")
    watch.add_argument("--put-back", action="store_true", help="write again what was changed since")
    for made in (write, undo):
        made.add_argument("--close", action="store_true", help="ask the program to close first")
    for made in (write, undo, watch):
        made.add_argument("--yes", action="store_true", help="agreed: without it nothing is written")


def _add_sender(in_mail: Any, verb: Callable[[Any, str, str], argparse.ArgumentParser]) -> None:
    sender = verb(in_mail, "sender", "the store's own sender: connect, disconnect, test")
    in_sender = sender.add_subparsers(dest="what", metavar="WHAT", parser_class=_Parser, required=True)
    join = verb(in_sender, "connect", "sign in at Microsoft or Google, once")
    join.add_argument("--settings", type=Path, metavar="FILE", help="mail settings with an [oauth2] table")
    join.add_argument(
        "--way",
        choices=["browser", "paste", "device", "client-credentials"],
        help="browser: this PC's. paste: the address goes to standard error, the one you are led to is read "
        "from standard input. device: a code for any device. client-credentials: nobody signs in",
    )
    join.add_argument("--wait", type=float, default=300.0, metavar="S", help="seconds to wait (300)")
    verb(in_sender, "disconnect", "forget the sender's permission and password on this PC")
    probe = verb(in_sender, "test", "send a real message, and fetch it back where receiving is known")
    probe.add_argument("--to", metavar="ADDRESS", help="where it goes (default: the sender's own address)")
    probe.add_argument("--wait", type=float, default=60.0, metavar="S", help="seconds it may take (60)")


def parse(argv: Sequence[str]) -> tuple[argparse.Namespace, Options]:
    """Return the verb's arguments and the global options; FaultyInput lists what is wrong."""
    space = argparse.Namespace(globals_seen=[])
    args = build_parser().parse_args(list(argv), namespace=space)
    return args, _options(_seen(argv))


def _seen(argv: Sequence[str]) -> list[tuple[str, Any]]:
    """Return every global option on the line, wherever it stands.

    Subparsers fill a namespace of their own, so what stood before the verb is read once more here.
    """
    return list(getattr(_global_options().parse_known_args(list(argv))[0], "globals_seen", []))


def _options(seen: list[tuple[str, Any]]) -> Options:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, value in seen:
        if name in values and values[name] != value:
            faults.append(Fault(f"--{name}", "TWO-VALUES", "is given twice with different values"))
        values[name] = value
    site = values.get("site", "store")
    if not _SITE.fullmatch(site):
        faults.append(Fault("--site", "NOT-VALID", "may hold a-z, 0-9 and - only, at most 40"))
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
    )
