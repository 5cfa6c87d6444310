"""Throwaway authorities and the certificates of a good and of three badly kept mail servers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import trustme

CertificateKind = Literal["good", "wrong-name", "expired", "other-authority"]

GOOD_NAMES = ("localhost", "mail.example.test", "127.0.0.1")
WRONG_NAME = "other.example.test"


@dataclass(frozen=True)
class Certificate:
    """A server's certificate with its chain, and its private key, as PEM files."""

    chain: Path
    key: Path

    def copy_to(self, folder: Path) -> None:
        """Puts both into a server's folder as `server.pem` and `server.key`, for their owner alone."""
        for source, name in ((self.chain, "server.pem"), (self.key, "server.key")):
            copy = folder / name
            copy.touch(mode=0o600)
            copy.write_bytes(source.read_bytes())


@dataclass(frozen=True)
class Certificates:
    """A folder of PEM files: `ca.pem` is the authority that clients trust, `<kind>.pem` what servers show."""

    folder: Path

    @property
    def ca(self) -> Path:
        """The authority that signed every certificate but `other-authority`."""
        return self.folder / "ca.pem"

    @property
    def other_ca(self) -> Path:
        """The authority of `other-authority`, which no client is told to trust."""
        return self.folder / "other-ca.pem"

    def of(self, kind: CertificateKind) -> Certificate:
        """The certificate of one kind."""
        return Certificate(self.folder / f"{kind}.pem", self.folder / f"{kind}.key")


def make_certificates(folder: Path) -> Certificates:
    """Writes both authorities and a certificate of every kind into a folder."""
    authority, other = trustme.CA(), trustme.CA()
    leaves: dict[CertificateKind, trustme.LeafCert] = {
        "good": authority.issue_cert(*GOOD_NAMES),
        "wrong-name": authority.issue_cert(WRONG_NAME),
        "expired": authority.issue_cert(
            *GOOD_NAMES,
            not_before=datetime(2020, 1, 1, tzinfo=UTC),
            not_after=datetime(2021, 1, 1, tzinfo=UTC),
        ),
        "other-authority": other.issue_cert(*GOOD_NAMES),
    }
    folder.mkdir(parents=True, exist_ok=True)
    certificates = Certificates(folder)
    authority.cert_pem.write_to_path(str(certificates.ca))
    other.cert_pem.write_to_path(str(certificates.other_ca))
    for kind, leaf in leaves.items():
        certificate = certificates.of(kind)
        certificate.chain.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
        leaf.private_key_pem.write_to_path(str(certificate.key))
    return certificates
