"""The pages of the practice Xero: log in, allow access, something went wrong."""

from collections.abc import Iterable, Mapping
from html import escape
from string import Template

from wizard.catalogue.resources import read_text
from wizard.practice import xero_scopes


class Pages:
    """Fills the page templates; every value that goes into one is escaped here."""

    def __init__(self, logins: Mapping[str, str]) -> None:
        self._logins = logins
        self._templates = {
            name: Template(read_text(f"practice/{name}.html"))
            for name in ("page", "login", "consent", "error")
        }

    def login(self, ticket: str, email: str = "", *, is_wrong: bool = False) -> str:
        """Return the login page, with a message when the last try was wrong."""
        wrong = '<p class="wrong" id="wrong">Your email or password is incorrect. Please try again.</p>'
        return self._page(
            "Log in",
            "login",
            {"message": wrong if is_wrong else ""},
            ticket=ticket,
            email=email,
            practice_email=self._logins["xero-email"],
            practice_password=self._logins["xero-password"],
        )

    def consent(
        self,
        ticket: str,
        app: str,
        email: str,
        organisations: Iterable[tuple[str, str]],
        scopes: Iterable[str],
    ) -> str:
        """Return an app's consent page; `organisations` are tenant ids and names, the first is chosen."""
        choices = [
            f'<label class="choice"><input type="radio" name="tenant" value="{escape(tenant_id)}"'
            f"{'' if index else ' checked'}> {escape(name)}</label>"
            for index, (tenant_id, name) in enumerate(organisations)
        ]
        permissions = [f"<li>{escape(xero_scopes.KNOWN[scope])}</li>" for scope in scopes]
        return self._page(
            "Allow access",
            "consent",
            {"organisations": "\n".join(choices), "permissions": "\n".join(permissions)},
            ticket=ticket,
            email=email,
            app=app,
        )

    def error(self, words: str) -> str:
        """Return the page that a refused request ends on."""
        return self._page("Something went wrong", "error", {}, error=words)

    def _page(self, title: str, name: str, markup: Mapping[str, str], **texts: str) -> str:
        escaped = {key: escape(text) for key, text in texts.items()}
        content = self._templates[name].substitute(markup, **escaped)
        return self._templates["page"].substitute(title=title, content=content)
