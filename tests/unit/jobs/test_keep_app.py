"""Which Xero app a sign-in uses."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.doubles import tools_for
from wizard.jobs.xero.keep_app import client_id_of
from wizard.model.policies import Policies
from wizard.model.record import XERO_APP
from wizard.model.world import WorldKind

OF_THE_PC = Policies(xero_client_id="0123456789ABCDEF0123456789ABCDEF")


@pytest.mark.parametrize("kept", [True, False])
def test_the_pcs_own_app_goes_before_the_stores(tmp_path: Path, kept: bool) -> None:
    tools = tools_for(tmp_path, WorldKind.LIVE)
    assert client_id_of(tools) == ""
    if kept:
        tools.site.change(lambda record: record.with_shared({XERO_APP: "of-the-store"}))
        assert client_id_of(tools) == "of-the-store"
    decided = replace(tools, world=tools.world._replace(policies=OF_THE_PC))
    assert client_id_of(decided) == OF_THE_PC.xero_client_id
    assert client_id_of(decided, "of-the-vendor") == "of-the-vendor"
