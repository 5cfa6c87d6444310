"""Job: prove the key that is kept, and that it is for this store's organisation."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Tools
from wizard.jobs.xero.check_xero_key import CheckXeroKey, XeroKeyChecked
from wizard.jobs.xero.use_organisation import VAULT_SECRET
from wizard.model.kept_secrets import secret_gone
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.record import ConnectionKey
from wizard.model.xero import Organisation
from wizard.xero.settle import objection

_words = words_of(__name__)


@dataclass(frozen=True)
class CheckKeptKey:
    """Check it. Value: the Organisation it opens."""

    gives: ClassVar = XeroKeyChecked
    key: ConnectionKey

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return what it opens; ORG-CHANGED where that is another than this store's, as home says of it."""
        secret = tools.vault.get(VAULT_SECRET)
        if secret is None:
            return secret_gone(tools.vault, _words("api-secret"), "api_secret")
        done = CheckXeroKey(self.key.api_key, secret).run(tools, progress, cancel)
        if isinstance(done, Problem) or done.problem is not None:
            return done
        found: Organisation = done.value
        own = tools.site.record().organisation
        problem = objection(found, own, allow_demo=tools.world.is_practice, by="kept-key")
        return Done(done.facts, found, problem)
