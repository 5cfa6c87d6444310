"""Documents that nothing but their ids tells apart in Xero: as many as the store has are there."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.unit.export.days import Files, totals
from tests.unit.export.shop import Shop, Xero
from tests.unit.export.test_sending import held

MORE_THAN_A_BATCH = 53


class Writes:
    """Sees each write on its way to Xero; the first may be held up or cut off."""

    def __init__(self, patch: pytest.MonkeyPatch, path: str) -> None:
        self._real, self._path = requests.Session.request, path
        self._lock = threading.Lock()
        self.began: list[float] = []
        self.arrived = threading.Event()
        """The one that others wait for is carried out."""
        patch.setattr(requests.Session, "request", self._request())

    def _request(self) -> Any:
        writes = self

        def request(session: requests.Session, method: str, url: str, **more: Any) -> Any:
            if method != "PUT" or not url.endswith(writes._path):
                if writes.began and url.endswith(writes._path):
                    writes.arrived.wait(1.0)  # a look comes to Xero when the write has just been carried out
                return writes._real(session, method, url, **more)
            with writes._lock:
                writes.began.append(time.monotonic())
                number = len(writes.began)
            return writes.carry_out(number, lambda: writes._real(session, method, url, **more))

        return request

    def carry_out(self, number: int, do: Any) -> Any:
        raise NotImplementedError


class Late(Writes):
    """Xero has the first batch for a while before its answer comes."""

    def carry_out(self, number: int, do: Any) -> Any:
        reply = do()
        self.arrived.set()
        if number == 1:
            time.sleep(0.5)
        return reply


class CutOff(Writes):
    """The first batch is lost on its way, once the second has arrived; the second's answer takes its time."""

    def carry_out(self, number: int, do: Any) -> Any:
        if number == 1:
            self.arrived.wait(1.0)
            raise requests.exceptions.ConnectionError("the line broke")
        reply = do()
        self.arrived.set()
        if number == 2:
            time.sleep(0.5)
        return reply


def test_what_is_looked_for_before_it_goes_is_not_taken_for_its_twin_on_the_way(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = Files()
    for _ in range(MORE_THAN_A_BATCH):
        files.over("Ann", "12.50", "Paid twice")
    folder = files.write(tmp_path / "day")
    with monkeypatch.context() as patch:
        Late(patch, "BankTransactions")
        assert shop.send(folder, mapping).is_clean
    assert held(xero) == totals(files)


def test_a_payment_in_doubt_is_not_taken_for_its_twin_of_another_batch(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = Files()
    files.sale("S-1", "100.00")
    folder = files.write(tmp_path / "day")
    shop.send(folder, mapping)
    for _ in range(MORE_THAN_A_BATCH):
        files.paid("S-1", "1.00", by="Cash")
    files.write(folder)
    with monkeypatch.context() as patch:
        CutOff(patch, "Payments")
        assert shop.send(folder, mapping).is_clean
    assert held(xero) == totals(files)
    assert shop.ledger("SELECT count(DISTINCT xero_id) FROM entry WHERE kind = 'payment'") == [(53,)]
