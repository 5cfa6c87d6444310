"""`tillbridge mail providers`."""

from wizard.catalogue.load import providers
from wizard.cli.output import OK, Output


def list_providers(output: Output) -> int:
    """Print the provider table."""
    rows_with_server = [p for p in providers() if p.outgoing.host]
    rows = [
        {
            "id": p.id,
            "name": p.name,
            "domains": p.domains,
            "outgoing": {"host": p.outgoing.host, "port": p.outgoing.port, "socket": p.outgoing.socket},
            "incoming": None
            if p.incoming is None
            else {"host": p.incoming.host, "port": p.incoming.port, "socket": p.incoming.socket},
            "login": p.login,
            "user": p.user,
            "state": p.state,
            "ended": p.ended.isoformat() if p.ended else None,
            "guide_says": p.guide_says,
            "note": p.note,
            "checked": p.checked.isoformat(),
            "source": p.source,
        }
        for p in rows_with_server
    ]
    lines = [
        f"{p.name:22} {p.outgoing.host}:{p.outgoing.port} ({p.outgoing.socket})  "
        f"{p.state}, checked {p.checked}  {p.note}"
        for p in rows_with_server
    ]
    output.result({"ok": True, "providers": rows}, lines)
    return OK
