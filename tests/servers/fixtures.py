"""Pytest fixtures for the real servers."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.servers import ports
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.mail_host import MailHost, running_mail_host
from tests.servers.openid_provider import OpenIdProvider
from tests.servers.openid_provider import openid_provider as running_provider
from tests.servers.openid_provider.node import NotHereError
from tests.servers.ports import BlackHole, SilentPort
from tests.servers.processes import find_tool, hand_over
from tests.servers.secret_service import SecretService, secret_service

MAIL_TOOLS = ("dovecot", "exim4")
SECRET_TOOLS = ("dbus-daemon", "gnome-keyring-daemon")

MakeMailHost = Callable[..., MailHost]


def require(*tools: str) -> None:
    """Skips the test where a tool is missing; fails it where TILLBRIDGE_TESTS_REQUIRED is 1."""
    missing = [tool for tool in tools if find_tool(tool) is None]
    if not missing:
        return
    unavailable(f"not installed: {', '.join(missing)}")


def unavailable(reason: str) -> NoReturn:
    """Skips the test for this reason; fails it where TILLBRIDGE_TESTS_REQUIRED is 1."""
    if os.environ.get("TILLBRIDGE_TESTS_REQUIRED") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@contextmanager
def short_folder() -> Iterator[Path]:
    """A temporary folder whose path leaves room for the names of sockets, which pytest's own may not."""
    with tempfile.TemporaryDirectory(prefix="tb-", dir="/tmp", ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextmanager
def server_folder() -> Iterator[Path]:
    """A short temporary folder that belongs to the user that servers run as."""
    with short_folder() as folder:
        hand_over(folder)
        yield folder


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A throwaway authority and its certificates, good and bad."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def shared_mail_host(certificates: Certificates) -> Iterator[MailHost]:
    """The one mail host without faults, running for the whole session."""
    require(*MAIL_TOOLS)
    with server_folder() as folder, running_mail_host(folder, certificates) as host:
        yield host


@pytest.fixture
def mail_host(shared_mail_host: MailHost) -> MailHost:
    """The mail host without faults, with an empty mailbox."""
    shared_mail_host.clear()
    return shared_mail_host


@pytest.fixture
def make_mail_host(certificates: Certificates) -> Iterator[MakeMailHost]:
    """Starts mail hosts with faults, running_mail_host's options, and stops them after the test."""
    require(*MAIL_TOOLS)
    with ExitStack() as running:

        def make(**options: Any) -> MailHost:
            folder = running.enter_context(server_folder())
            return running.enter_context(running_mail_host(folder, certificates, **options))

        yield make


MakeOpenIdProvider = Callable[..., OpenIdProvider]


@pytest.fixture
def make_openid_provider() -> Iterator[MakeOpenIdProvider]:
    """Starts OpenID providers with openid_provider's options, and stops them after the test."""
    with ExitStack() as running:

        def make(**options: Any) -> OpenIdProvider:
            folder = running.enter_context(short_folder())
            try:
                return running.enter_context(running_provider(folder, **options))
            except NotHereError as error:
                unavailable(f"no oidc-provider: {error}")

        yield make


@pytest.fixture
def openid_provider(make_openid_provider: MakeOpenIdProvider) -> OpenIdProvider:
    """The certified oidc-provider with one organisation, in place of Xero."""
    return make_openid_provider()


@pytest.fixture
def password_store() -> Iterator[SecretService]:
    """A real, unlocked Secret Service of the test's own."""
    require(*SECRET_TOOLS)
    with short_folder() as folder, secret_service(folder) as service:
        yield service


@pytest.fixture
def locked_password_store() -> Iterator[SecretService]:
    """A real Secret Service that nobody ever unlocks."""
    require(*SECRET_TOOLS)
    with short_folder() as folder, secret_service(folder, locked=True) as service:
        yield service


@pytest.fixture
def secret_service_env(password_store: SecretService) -> dict[str, str]:
    """What a child process needs in its environment to use the unlocked Secret Service."""
    return {**os.environ, **password_store.environment}


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that refuses connections."""
    with ports.closed_port() as port:
        yield port


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with SilentPort() as silent:
        yield silent.port


@pytest.fixture
def black_hole() -> Iterator[int]:
    """A port where connection attempts get no answer."""
    with BlackHole() as hole:
        yield hole.port
