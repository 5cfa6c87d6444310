"""An authority of certificates for loopback alone: made anew at each start, and trusted nowhere else.

Written here, on Python's own parts, because the library that makes certificates would be a tenth of what a
store downloads. What it signs protects nothing: whoever practises talks to this PC.
"""

import hashlib
import ipaddress
import secrets
import ssl
import tempfile
from base64 import encodebytes
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wizard.practice.curve import N, inverse, multiple_of_base

_BEFORE, _AFTER = timedelta(days=1), timedelta(days=365)

# Tags of ASN.1 (X.690), then object identifiers as they are encoded (X.520, RFC 5280, RFC 5480).
_BOOLEAN, _INTEGER, _BITS, _BYTES, _OID, _UTF8, _UTC = 0x01, 0x02, 0x03, 0x04, 0x06, 0x0C, 0x17
_SEQUENCE, _SET, _FIRST, _SECOND, _FOURTH = 0x30, 0x31, 0xA0, 0xA1, 0xA3
_DNS, _IP, _KEY_OF_AUTHORITY = 0x82, 0x87, 0x80
_ORGANISATION, _COMMON_NAME = "55040a", "550403"
_EC_KEY, _P256, _ECDSA_SHA256 = "2a8648ce3d0201", "2a8648ce3d030107", "2a8648ce3d040302"
_KEY, _USAGE, _NAMES, _BASIC, _AUTHORITY, _PURPOSE = (
    *("551d0e", "551d0f", "551d11", "551d13", "551d23", "551d25"),
)
_SERVER = "2b06010505070301"
_SIGNS_CERTIFICATES, _SIGNS = b"\x01\x06", b"\x07\x80"
"""Key usages as bits: keyCertSign and cRLSign; digitalSignature."""


def _tagged(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _oid(encoded: str) -> bytes:
    return _tagged(_OID, bytes.fromhex(encoded))


def _number(value: int) -> bytes:
    return _tagged(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _bits(content: bytes) -> bytes:
    return _tagged(_BITS, b"\0", content)


def _day(moment: datetime) -> bytes:
    return _tagged(_UTC, f"{moment.astimezone(UTC):%y%m%d%H%M%SZ}".encode())


def _extension(kind: str, content: bytes, *, critical: bool = False) -> bytes:
    flag = _tagged(_BOOLEAN, b"\xff") if critical else b""
    return _tagged(_SEQUENCE, _oid(kind), flag, _tagged(_BYTES, content))


def _name(kind: str, text: str) -> bytes:
    return _tagged(_SEQUENCE, _tagged(_SET, _tagged(_SEQUENCE, _oid(kind), _tagged(_UTF8, text.encode()))))


def _alternative(name: str) -> bytes:
    try:
        return _tagged(_IP, ipaddress.ip_address(name).packed)
    except ValueError:
        return _tagged(_DNS, name.encode("ascii"))


def _pem(kind: str, content: bytes) -> str:
    return f"-----BEGIN {kind}-----\n{encodebytes(content).decode()}-----END {kind}-----\n"


@dataclass(frozen=True)
class _Key:
    """A key on P-256 that signs with SHA-256."""

    secret: int = field(default_factory=lambda: secrets.randbelow(N - 1) + 1, repr=False)

    @property
    def point(self) -> bytes:
        x, y = multiple_of_base(self.secret)
        return b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")

    @property
    def id(self) -> bytes:
        return hashlib.sha1(self.point, usedforsecurity=False).digest()

    def sign(self, content: bytes) -> bytes:
        digest = int.from_bytes(hashlib.sha256(content).digest(), "big")
        while True:
            once = secrets.randbelow(N - 1) + 1
            r = multiple_of_base(once)[0] % N
            s = inverse(once) * (digest + r * self.secret) % N
            if r and s:
                return _tagged(_SEQUENCE, _number(r), _number(s))

    def pem(self) -> str:
        parts = (
            _number(1),
            _tagged(_BYTES, self.secret.to_bytes(32, "big")),
            _tagged(_FIRST, _oid(_P256)),
            _tagged(_SECOND, _bits(self.point)),
        )
        return _pem("EC PRIVATE KEY", _tagged(_SEQUENCE, *parts))


@dataclass(frozen=True)
class Shown:
    """A server's certificate with its key, both as PEM."""

    certificate: str
    key: str = field(repr=False)

    def load_into(self, context: ssl.SSLContext) -> None:
        """Have a context show it; Python takes it from a file alone, which is gone when this returns."""
        with tempfile.TemporaryDirectory(prefix="tillbridge-practice-") as folder:  # for this user alone
            path = Path(folder) / "shown.pem"
            path.write_text(self.key + self.certificate, "ascii")
            context.load_cert_chain(path)


class Authority:
    """Issues servers' certificates; whoever trusts `pem` trusts them."""

    def __init__(self, organisation: str) -> None:
        self._key, self._subject = _Key(), _name(_ORGANISATION, organisation)
        now = datetime.now(UTC)
        extensions = (
            _extension(_BASIC, _tagged(_SEQUENCE, _tagged(_BOOLEAN, b"\xff")), critical=True),
            _extension(_USAGE, _tagged(_BITS, _SIGNS_CERTIFICATES), critical=True),
        )
        self.pem = self._issue(self._subject, self._key, (now - _BEFORE, now + _AFTER), extensions)
        """The root certificate."""

    def issue(
        self, *names: str, not_before: datetime | None = None, not_after: datetime | None = None
    ) -> Shown:
        """Return a certificate for hosts and addresses, good from yesterday on unless said otherwise."""
        key, now = _Key(), datetime.now(UTC)
        extensions = (
            _extension(_BASIC, _tagged(_SEQUENCE), critical=True),
            _extension(_USAGE, _tagged(_BITS, _SIGNS), critical=True),
            _extension(_PURPOSE, _tagged(_SEQUENCE, _oid(_SERVER))),
            _extension(_NAMES, _tagged(_SEQUENCE, *map(_alternative, names))),
        )
        good = (not_before or now - _BEFORE, not_after or now + _AFTER)
        return Shown(self._issue(_name(_COMMON_NAME, names[0]), key, good, extensions), key.pem())

    def _issue(
        self, subject: bytes, key: _Key, good: tuple[datetime, datetime], extensions: tuple[bytes, ...]
    ) -> str:
        algorithm = _tagged(_SEQUENCE, _oid(_ECDSA_SHA256))
        authority = _tagged(_SEQUENCE, _tagged(_KEY_OF_AUTHORITY, self._key.id))
        to_sign = _tagged(
            _SEQUENCE,
            _tagged(_FIRST, _number(2)),  # version 3
            _number(secrets.randbits(120) + 1),
            algorithm,
            self._subject,
            _tagged(_SEQUENCE, *map(_day, good)),
            subject,
            _tagged(_SEQUENCE, _tagged(_SEQUENCE, _oid(_EC_KEY), _oid(_P256)), _bits(key.point)),
            _tagged(
                _FOURTH,
                _tagged(
                    _SEQUENCE,
                    *extensions,
                    _extension(_KEY, _tagged(_BYTES, key.id)),
                    _extension(_AUTHORITY, authority),
                ),
            ),
        )
        return _pem("CERTIFICATE", _tagged(_SEQUENCE, to_sign, algorithm, _bits(self._key.sign(to_sign))))
