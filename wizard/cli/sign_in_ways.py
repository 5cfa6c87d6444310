"""Which ways to sign in the policies of this PC leave to the command line."""

from wizard.model.policies import Policies
from wizard.model.problem import Fault, FaultyInput


def allowed_way(policies: Policies, asked: str | None, *offered: str) -> str:
    """Return the way that was asked for, else the first that this PC's policies allow; FaultyInput: none."""
    allowed = [way for way in ([asked] if asked else offered) if policies.allows(way)]
    if not allowed:
        text = f"is switched off on this PC, which allows: {', '.join(policies.sign_in_ways)}"
        raise FaultyInput([Fault("--way", "NOT-ALLOWED", text)])
    return allowed[0]
