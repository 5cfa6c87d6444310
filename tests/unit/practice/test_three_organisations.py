"""The practice owner has two stores of nearly one name and Xero's Demo Company; no id is of two."""

import re
from itertools import combinations

from wizard.practice.xero_books import read_organisations

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def test_three_organisations_are_offered_the_first_store_first() -> None:
    found = list(read_organisations().values())
    names = ["Corner Store Pty Ltd", "Corner Store North Pty Ltd", "Demo Company (AU)"]
    assert [one.name for one in found] == names
    assert [one.is_demo for one in found] == [False, False, True]
    assert [one.data["Organisation"][0]["Name"] for one in found] == names


def test_no_id_is_of_two_organisations() -> None:
    ids = [{one.tenant_id, *_ID.findall(repr(one.data))} for one in read_organisations().values()]
    assert all(len(each) > 20 for each in ids)
    assert not any(one & other for one, other in combinations(ids, 2))
    codes = [one.data["Organisation"][0]["ShortCode"] for one in read_organisations().values()]
    assert len(set(codes)) == 3
