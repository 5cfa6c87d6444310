"""What was written into a mail program here concerns the other stores of this PC that it serves as well."""

from contextlib import suppress
from dataclasses import replace

from wizard.jobs.job import Tools
from wizard.jobs.programs.other_stores import other_sites
from wizard.jobs.programs.receipts import last_written_of, receipts_of
from wizard.jobs.programs.watch_mail_clients import WatchMailClients
from wizard.model.problem import ProblemFound
from wizard.model.progress import Cancel, Silent


def tell_other_stores(tools: Tools, account: tuple[str, str, str]) -> None:
    """Have every other store that wrote into this account (client, profile, account) look at it again.

    Its card then says at once whose settings stand there now, and not only once somebody looks.
    """
    for site in other_sites(tools.site):
        if account not in last_written_of(receipts_of(site)):
            continue
        with suppress(ProblemFound):  # what was written here stands, whatever can be noted there
            WatchMailClients(account[0]).run(replace(tools, site=site), Silent(), Cancel())
