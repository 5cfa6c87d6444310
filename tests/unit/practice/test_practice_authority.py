"""The practice authority's certificates, read by a library of its own kind and met in real handshakes."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID

from wizard.practice.authority import Authority, Shown
from wizard.practice.curve import N, multiple_of_base


@pytest.mark.parametrize("times", [1, 2, 3, 4, 2**128, N - 2, N - 1])
def test_points_are_those_of_the_curve(times: int) -> None:
    known = ec.derive_private_key(times, ec.SECP256R1()).public_key().public_numbers()
    assert multiple_of_base(times) == (known.x, known.y)


def test_a_certificate_is_its_authoritys_for_its_names_and_its_key() -> None:
    authority = Authority("Büro, practice")
    shown = authority.issue("mail.practice.example", "localhost", "127.0.0.1", "::1")
    root = x509.load_pem_x509_certificate(authority.pem.encode())
    leaf = x509.load_pem_x509_certificate(shown.certificate.encode())
    leaf.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert [each.value for each in root.subject] == ["Büro, practice"]
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["mail.practice.example", "localhost"]
    assert names.get_values_for_type(x509.IPAddress) == [ip_address("127.0.0.1"), ip_address("::1")]
    purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purposes) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = root.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.key_cert_sign, usage.crl_sign, usage.digital_signature) == (True, True, False)
    assert leaf.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    key = load_pem_private_key(shown.key.encode(), None)
    assert key.public_key() == leaf.public_key()
    assert "PRIVATE" not in repr(shown)


def test_no_two_are_alike() -> None:
    authority = Authority("A")
    one, other = (x509.load_pem_x509_certificate(authority.issue("a").certificate.encode()) for _ in "12")
    assert one.serial_number != other.serial_number
    assert one.public_key() != other.public_key()


def handshake(authority: Authority, shown: Shown, name: str) -> str:
    """What a client that trusts the authority says of what it is shown; "" where it is content."""
    serving, trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    shown.load_into(serving)
    trusting.load_verify_locations(cadata=authority.pem)
    trusting.verify_flags |= ssl.VERIFY_X509_STRICT
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = serving.wrap_bio(to_server, to_client, server_side=True)
    client = trusting.wrap_bio(to_client, to_server, server_hostname=name)
    for _ in range(4):
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLCertVerificationError as error:
                return str(error.verify_message)
    return ""


@pytest.mark.parametrize("name", ["mail.practice.example", "127.0.0.1"])
def test_a_strict_client_takes_it_for_its_names(name: str) -> None:
    authority = Authority("A")
    assert handshake(authority, authority.issue("mail.practice.example", "127.0.0.1"), name) == ""


def test_a_client_refuses_another_name_authority_or_day() -> None:
    authority, other = Authority("A"), Authority("A")
    ended = datetime.now(UTC) - timedelta(days=30)
    old = authority.issue("a.example", not_before=ended - timedelta(days=90), not_after=ended)
    assert "mismatch" in handshake(authority, authority.issue("b.example"), "a.example").lower()
    assert handshake(authority, old, "a.example") == "certificate has expired"
    assert "issuer" in handshake(authority, other.issue("a.example"), "a.example")
