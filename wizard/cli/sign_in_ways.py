"""Which ways to sign in the policies of this PC leave to the command line."""

from wizard.model.policies import Policies
from wizard.model.problem import Fault, FaultyInput


def allowed_way(policies: Policies, asked: str | None, *offered: str, where: str = "--way") -> str:
    """Return the way that was asked for, else the first that this PC's policies allow; FaultyInput: none.

    `where` is what asked for it: an option, or a field of a file of answers.
    """
    allowed = [way for way in ([asked] if asked else offered) if policies.allows(way)]
    if not allowed:
        text = f"is switched off on this PC, which allows: {', '.join(policies.sign_in_ways)}"
        raise FaultyInput([Fault(where, "NOT-ALLOWED", text)])
    return allowed[0]
