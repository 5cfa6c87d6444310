"""`tillbridge mail clients | plan | write | undo | watch-once`."""

import argparse
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from wizard.app.program import Program
from wizard.catalogue.moments import in_words
from wizard.catalogue.wording import wording
from wizard.cli.output import FAILED, NEEDS_PERSON, OK, Output, problem_json, problem_lines
from wizard.cli.run_job import run_job
from wizard.jobs.job import Tools
from wizard.jobs.mail.settings import settings_in
from wizard.jobs.programs.choose_account import ChooseAccount
from wizard.jobs.programs.close_mail_client import CloseMailClient
from wizard.jobs.programs.compare_undo import CompareUndo
from wizard.jobs.programs.find_mail_clients import FindMailClients
from wizard.jobs.programs.plan_mail_settings import PlanMailSettings
from wizard.jobs.programs.put_back_written import PutBackWritten
from wizard.jobs.programs.receipts import ReceiptState, mail_receipts, read_receipt
from wizard.jobs.programs.undo_mail_settings import UndoMailSettings
from wizard.jobs.programs.watch_mail_clients import Watched, WatchMailClients
from wizard.jobs.programs.write_mail_settings import WriteMailSettings
from wizard.model.mail import MailSettings
from wizard.model.mail_clients import Account, AccountChoice, ListedClient, ListedProfile
from wizard.model.problem import Fault, FaultyInput, Problem

_MANAGER = "store manager"
_OWN_PC = "These are the mail programs of this world's own PC, kept in its folder; not this PC's."


def mail_clients(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Run one of the commands; return the exit status."""
    given = () if args.profile is None else (_folder(args.profile),)
    tools = program.tools(*given)
    match args.action:
        case "clients":
            return _clients(tools, args, output)
        case "plan":
            settings = _settings(tools, args.settings, without_secrets=True)
            return _plan(tools, args, settings, output)
        case "write":
            if not 0 <= args.wait <= 3600:
                raise FaultyInput([Fault("--wait", "NOT-VALID", "must be from 0 to 3600 seconds")])
            settings = _settings(tools, args.settings)
            return _write(tools, args, settings, output) if args.yes else _plan(tools, args, settings, output)
        case "undo":
            return _undo(tools, args, output)
        case _:
            return _watch(tools, args, output)


def _folder(path: Path) -> Path:
    found = path.absolute()
    if not found.is_dir():
        raise FaultyInput([Fault("--profile", "NOT-A-FOLDER", "is not a folder")])
    return found


def _settings(tools: Tools, path: Path, *, without_secrets: bool = False) -> MailSettings:
    found = settings_in(tools, path, without_secrets=without_secrets)
    if found.incoming is None:
        text = "is needed: a mail program is set up for receiving too"
        raise FaultyInput([Fault("incoming", "MISSING", text)])
    return found


# --- clients ---


def _clients(tools: Tools, args: argparse.Namespace, output: Output) -> int:
    done = run_job(FindMailClients(args.client), tools)
    data: dict[str, Any] = {
        "ok": True,
        "clients": [_client_json(each) for each in done.value],
        "receipts": _receipts_json(tools),
    }
    notices = [done.problem] if done.problem else []
    if notices:
        data["notices"] = [problem_json(notice) for notice in notices]
    lines = [line for each in done.value for line in _client_lines(each)]
    lines += [
        f"receipt {each['id']}: {each['client']}, {each['account_name']}, {each['state']}"
        for each in data["receipts"]
    ]
    if not tools.world.is_live:
        lines.insert(0, _OWN_PC)
    output.result(data, [*lines, *(line for notice in notices for line in problem_lines(notice))])
    return OK


def _client_json(listed: ListedClient) -> dict[str, Any]:
    found = listed.found
    return {
        "id": found.id,
        "name": found.name,
        "version": found.version,
        "can_write": found.problem is None,
        "problem": problem_json(found.problem) if found.problem else None,
        "running": any(row.running is not None for row in listed.profiles),
        "profiles": [_profile_json(row) for row in listed.profiles],
    }


def _profile_json(row: ListedProfile) -> dict[str, Any]:
    return {
        "key": row.profile.key,
        "name": row.profile.name,
        "path": row.profile.path,
        "default": row.profile.is_default,
        "running": row.running is not None,
        "problem": problem_json(row.problem) if row.problem else None,
        "accounts": [_account_json(account) for account in row.accounts],
    }


def _account_json(account: Account) -> dict[str, Any]:
    return {
        "key": account.key,
        "name": account.name,
        "address": account.address,
        "protocol": account.protocol,
        "can_write": account.problem is None,
        "problem": account.problem.code if account.problem else None,
        "settings": {setting.value: value for setting, value in account.values.items()},
    }


def _client_lines(listed: ListedClient) -> Iterable[str]:
    found = listed.found
    yield f"{found.name} {found.version}  ({found.id})".replace("  (", " (" if not found.version else "  (")
    if found.problem:
        yield f"  {wording(found.problem).what}"
    for row in listed.profiles:
        state = "  open just now" if row.running else ""
        yield f"  profile {row.profile.name}{'  (in use)' if row.profile.is_default else ''}{state}"
        if row.problem:
            yield f"    {wording(row.problem).what}"
        for account in row.accounts:
            note = f"  {wording(account.problem).what}" if account.problem else ""
            yield f"    {account.key:10} {account.address or account.name}  {account.protocol}{note}"


def _receipts_json(tools: Tools) -> list[dict[str, Any]]:
    return [
        {
            "id": receipt.id,
            "state": receipt.state.value,
            "made_at": receipt.made_at,
            "client": receipt.image.client,
            "account_name": receipt.image.account_name,
        }
        for receipt in mail_receipts(tools)
        if receipt.state is not ReceiptState.NOT_WRITTEN
    ]


# --- plan and write ---


def _choice(
    tools: Tools, args: argparse.Namespace, settings: MailSettings, output: Output
) -> AccountChoice | int:
    """Return which account is meant, or the exit status when a person must say it."""
    folder = None if args.profile is None else args.profile.absolute()
    done = run_job(ChooseAccount(settings.identity.address, args.client, folder, args.account), tools)
    if done.problem is None:
        chosen: AccountChoice = done.value
        return chosen
    words = wording(done.problem)
    needs = [{"screen": "M5", "who": _MANAGER, "what": f"{words.what} {words.why}"}]
    data = {"ok": False, "needs": needs, "clients": [_client_json(each) for each in done.value]}
    output.result(data, [words.what, f"  {words.why}", f"  {words.do}"])
    return NEEDS_PERSON


def _plan(tools: Tools, args: argparse.Namespace, settings: MailSettings, output: Output) -> int:
    choice = _choice(tools, args, settings, output)
    if isinstance(choice, int):
        return choice
    done = run_job(PlanMailSettings(choice, settings), tools)
    asked = args.action == "write" and not done.value.already_right
    data: dict[str, Any] = {"ok": not asked, **done.facts}
    lines = list(_plan_lines(done.facts))
    if asked:
        what = "Compare old and new; then run it again with --yes."
        data["needs"] = [{"screen": "M6", "who": _MANAGER, "what": what}]
        lines.append(what)
    output.result(data, lines)
    return NEEDS_PERSON if asked else OK


def _plan_lines(facts: Mapping[str, Any]) -> Iterable[str]:
    made = " (new account)" if facts["creates"] else ""
    yield f"{facts['client_name']}, {facts['account_name']}{made}"
    if facts["already_right"]:
        yield "  Already right: nothing to write."
    for change in facts["changes"]:
        yield f"  {change['label']}: {change['old_words'] or '–'} → {change['new_words']}"
    if store := facts.get("other_store"):
        named = {"store": store, "since": facts["other_since"], "client": facts["client_name"]}
        words = wording(Problem("CLIENT-OF-STORE", {**named, "account": facts["account_name"]}))
        yield f"  {words.what} {words.why}"
    yield from (f"  {note['text']}" for note in facts["notes"])
    yield from (f"  {text}" for text in facts["untouched"])
    yield from (f"  Old values of this are kept: {name}" for name in facts["backed_up"])


def _write(tools: Tools, args: argparse.Namespace, settings: MailSettings, output: Output) -> int:
    choice = _choice(tools, args, settings, output)
    if isinstance(choice, int):
        return choice
    if args.profile is not None:
        tools.site.remember_profile(args.profile.absolute())
    if args.close:
        run_job(CloseMailClient(choice.client, choice.profile), tools)
    done = run_job(WriteMailSettings(choice, settings, wait_seconds=args.wait), tools)
    data: dict[str, Any] = {"ok": done.problem is None, **done.facts}
    lines = list(_plan_lines(done.facts))
    if done.facts["receipt"]:
        lines.append(f"Written. To put it back: tillbridge mail undo {done.facts['receipt']} --yes")
    for row in done.facts.get("checks", []):
        lines.append(f"{row['state']:8} {row['id']}")
    return _ended(data, lines, done.problem, output)


# --- undo and watch ---


def _undo(tools: Tools, args: argparse.Namespace, output: Output) -> int:
    if not args.yes:
        done = run_job(CompareUndo(args.receipt), tools)
        boxes = done.facts["boxes"]
        what = "Compare what will be put back; then run it again with --yes."
        needs = [{"screen": "M14", "who": _MANAGER, "what": what}]
        data = {"ok": False, "receipt": done.facts["receipt"], "boxes": boxes, "needs": needs}
        output.result(data, [*_version_lines(boxes), what])
        return NEEDS_PERSON
    if args.close:
        image = read_receipt(tools, args.receipt).image
        run_job(CloseMailClient(image.client, image.profile), tools)
    done = run_job(UndoMailSettings(args.receipt, overwrite=args.overwrite), tools)
    lines = list(_version_lines(done.facts["boxes"])) if done.problem else [_put_back_line(done.facts)]
    return _ended({"ok": done.problem is None, **done.facts}, lines, done.problem, output)


def _put_back_line(facts: Mapping[str, Any]) -> str:
    """Say that the old settings are back, or that they were before this was asked for."""
    if not facts["already"]:
        return "The old settings are back."
    when = in_words(datetime.fromisoformat(facts["already"]))
    return f"The old settings were put back already, on {when}: nothing was changed now."


def _version_lines(boxes: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for box in boxes:
        mark = "  changed since" if box["changed_since"] else ""
        old, ours, now = (box[name] or "–" for name in ("old", "ours", "now"))
        yield f"  {box['label']}: old {old}, ours {ours}, now {now}{mark}"


def _watch(tools: Tools, args: argparse.Namespace, output: Output) -> int:
    done = run_job(WatchMailClients(args.client), tools)
    data: dict[str, Any] = {"ok": done.problem is None, **done.facts}
    if not done.facts["accounts"]:
        nothing = "Tillbridge holds nothing in a mail program for this store: there was nothing to compare."
        output.result({**data, "ok": False, "not_checked": [nothing]}, [nothing])
        return NEEDS_PERSON
    lines = []
    for account in done.facts["accounts"]:
        lines.append(f"{account['client']}, {account['account_name']}: {account['state']}")
        lines += _version_lines(account["changed"])
    changed = done.problem is not None and done.problem.code in {"CLIENT-CHANGED", "CLIENT-OTHER-STORE"}
    if args.put_back and changed and not args.yes:
        what = "Compare what will be written again; then run it again with --yes."
        data["needs"] = [{"screen": "M6", "who": _MANAGER, "what": what}]
        output.result(data, [*lines, what])
        return NEEDS_PERSON
    if args.put_back and changed:
        receipts = [_put_back(tools, watched) for watched in done.value if watched.changed]
        output.result({**data, "ok": True, "put_back": receipts}, [*lines, "Written again as it was."])
        return OK
    return _ended(data, lines, done.problem, output)


def _put_back(tools: Tools, watched: Watched) -> str:
    return str(run_job(PutBackWritten(watched.receipt.id), tools).facts["receipt"])


def _ended(data: dict[str, Any], lines: list[str], problem: Problem | None, output: Output) -> int:
    if problem is not None:
        data["problems"] = [problem_json(problem)]
        lines += problem_lines(problem)
    output.result(data, lines)
    return OK if problem is None else FAILED
