"""What Windows answers instead of a conversation (WSAE numbers), and what the program makes of it."""

import ctypes
import errno
import socket
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from wizard.app.network import WorldDialer, _words_of
from wizard.mail.guarded import outcome_of
from wizard.model.world import World, WorldKind

FACTS = {"host": "127.0.0.1", "port": 110}


def dialer():
    return WorldDialer(World(WorldKind.SERVICES, Path("unused"), "store", None))


@contextmanager
def server(talk):
    """A server that has one conversation."""

    def serve():
        connection, _ = listening.accept()
        with connection:
            talk(connection)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(30)


def asked(work):
    problem = outcome_of(work, FACTS)
    return problem.code, problem.facts.get("cause"), str(problem.facts.get("said", ""))


def test_a_closed_port_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(ConnectionRefusedError) as raised:
        dialer().connect("127.0.0.1", port, 20)
    assert raised.value.errno == errno.WSAECONNREFUSED == 10061
    assert asked(lambda: dialer().connect("127.0.0.1", port, 20))[0] == "MAIL-PORT-CLOSED"


def test_a_server_that_says_nothing_is_silent():
    over = threading.Event()

    def talk():
        with dialer().connect("127.0.0.1", port, 1) as line:
            line.recv(10)

    with server(lambda _: over.wait(30)) as port:
        assert asked(talk)[0] == "MAIL-PORT-SILENT"
        over.set()


@pytest.mark.parametrize("number", [10013, 10049, 10050, 10051, 10064, 10065])
def test_what_cannot_be_reached_or_is_kept_from_it_is_a_closed_port(number):
    def refused():
        raise OSError(number, _words_of(number))

    assert asked(refused)[0] == "MAIL-PORT-CLOSED"


@pytest.mark.parametrize("number", [10052, 10053, 10054])
def test_what_breaks_off_is_told_as_that(number):
    def broken():
        raise ctypes.WinError(number)

    code, _, said = asked(broken)
    assert code == "MAIL-BROKEN-OFF"
    assert "unknown" not in said.lower()


def test_windows_has_words_for_its_numbers():
    assert "unknown" not in _words_of(10055).lower()
    assert len(_words_of(10055)) > 10
    assert not _words_of(10055).endswith(".")


def test_a_name_that_nobody_has():
    with pytest.raises(socket.gaierror):
        dialer().resolve("mail.nobody.example")
    with pytest.raises(ConnectionRefusedError):
        dialer().connect("mail.nobody.example", 110, 5)
