"""A week goes to Xero through kills, lost replies, half-taken batches and a PC whose clock somebody sets:
each record is there once.
"""

import json
import os
import random
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.export.days import FIRST, MAPPING, Files, totals
from tests.unit.export.shop import Shop, Xero, by, fast
from tests.unit.export.test_sending import held, proof_of
from wizard.practice import PracticeServices

ROOT = Path(__file__).resolve().parents[2]
TIMES = int(os.environ.get("EXPORT_TIMES", "1"))
"""How many tenths of the whole measure; ten by hand, in CI one."""
KILLS = 30 * TIMES
SPEED = 60.0
JUMP = 1800.0
"""Seconds of that clock by which the PC's own is wrong at most, one way or the other."""
A_WHILE = 10.0
"""Real seconds until a sending for which the day's calls are used up is tried again."""
ONCE = ("write-cut", "write-reply-lost", "write-reply-cut", "write-half", "write-half-refused", "write-error")


def a_week(times: int) -> Files:
    files = Files()
    for number in range(100 * times):
        files.add("contacts", f"Customer {number}", f"N-{number}", "")
    for number in range(1000 * times):
        price = f"{2 + number % 90}.{number % 100:02}"
        files.sale(f"S-{number:05}", price, contact=f"Customer {number % (100 * times)}", day=FIRST)
        if number % 5:
            files.paid(f"S-{number:05}", price)
        else:
            files.paid(f"S-{number:05}", "0.50", by="Cash")
            files.paid(f"S-{number:05}", "0.50", by="Cash")
    for number in range(30 * times):
        of = number * 5
        files.credit(f"C-{number:04}", "0.01", f"S-{of:05}", contact=f"Customer {of % (100 * times)}")
    return files


def start(*arguments: object) -> "subprocess.Popen[str]":
    line = [sys.executable, "-m", "tests.faults.sender", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, cwd=ROOT, stdout=pipe, stderr=pipe, text=True)


def comes_later(process: "subprocess.Popen[str]") -> bool:
    """Whether a sending did not begin, because as many calls were made as a day may have.

    So many starts use them up; the store comes back, and finds that the day has gone on.
    """
    assert process.stdout is not None
    first = process.stdout.readline()
    if first == "begun\n":
        return False
    assert json.loads(first) == {"problem": "POST-LIMIT"}
    process.communicate(timeout=60)
    time.sleep(A_WHILE)
    return True


def end_of(process: "subprocess.Popen[str]") -> dict[str, Any]:
    out, err = process.communicate(timeout=300)
    assert "Traceback" not in err, err
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found


def last_of(line: tuple[object, ...]) -> dict[str, Any]:
    """Send what is left, as soon as the day's calls allow it."""
    while (ended := end_of(start(*line))).get("problem") == "POST-LIMIT":
        time.sleep(A_WHILE)
    return ended


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.timeout(1800 * TIMES)
def test_a_week_survives_kills_and_faults(tmp_path: Path) -> None:
    files = a_week(TIMES)
    folder, mapping = files.write(tmp_path / "week"), tmp_path / "mapping.toml"
    mapping.write_text(MAPPING, "utf-8")
    chance = random.Random(20261128)
    with PracticeServices(clock_speed=SPEED, folder=tmp_path / "xero") as services:
        line = (tmp_path / "home", services.services_file, folder, mapping, SPEED)
        kills = 0
        for _ in range(KILLS * 3 if TIMES == 1 else KILLS * 4):
            services.clear_faults()
            for fault in chance.sample(ONCE, chance.randint(0, 2)):
                services.add_fault(fault)
            process = start(*line, chance.uniform(-JUMP, JUMP))
            if comes_later(process):
                continue
            assert process.stdout is not None
            for _ in range(chance.randint(0, 2)):
                process.stdout.readline()
            time.sleep(chance.uniform(0, 0.2))
            if process.poll() is None:
                process.kill()
                kills += 1
                sys.stdout.write(f"{kills} of {KILLS} kills\n")
            process.communicate(timeout=60)
            if kills >= KILLS:
                break
        services.clear_faults()
        ended = last_of(line)
        if not ended.get("clean"):
            ended = last_of(line)
        assert ended.get("clean"), json.dumps(ended)
        xero = Xero(services.services_file)
        assert held(xero) == totals(files)
        by(xero.all("Invoices"), lambda row: row["InvoiceNumber"])
        names = [row["Name"] for row in xero.all("Contacts") if row["Name"].startswith("Customer ")]
        assert len(names) == len(set(names)) == 100 * TIMES
        notes = xero.all("CreditNotes")
        assert sum((row["RemainingCredit"] for row in notes), Decimal(0)) == 0
        assert [len(row["Allocations"]) for row in notes] == [1] * 30 * TIMES, "each used once"
        xero.close()
        shop = Shop(tmp_path / "home", services.services_file, fast(SPEED))
        proof = proof_of(shop)
        assert proof.is_equal, (proof.kinds, proof.differences[:5])
        assert {one.kind: one.count for one in proof.kinds} == {
            "contact": 100 * TIMES, "invoice": 1000 * TIMES, "payment": 1200 * TIMES,
            "credit-note": 30 * TIMES, "allocation": 30 * TIMES,
        }  # fmt: skip
    counts = ", ".join(f"{one.count} {one.kind}" for one in proof.kinds)
    sys.stdout.write(f"{kills} kills: {counts}, each once; the proof agrees to the cent\n")
    assert kills == KILLS
