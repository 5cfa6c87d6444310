"""Saves logins in a Thunderbird profile as its user once did: `… PROFILE USER REALM…`, password on stdin.

A process of its own, because NSS is opened once a process.
"""

import base64
import ctypes
import json
import sys
import time
import uuid
from pathlib import Path


class _Item(ctypes.Structure):
    _fields_ = (("type", ctypes.c_uint), ("data", ctypes.c_void_p), ("len", ctypes.c_uint))


def save(profile: Path, user: str, password: str, realms: list[str]) -> None:
    nss = ctypes.CDLL("libnss3.so")
    assert nss.NSS_InitReadWrite(f"sql:{profile}".encode()) == 0
    nss.PK11_GetInternalKeySlot.restype = ctypes.c_void_p
    nss.PK11_NeedUserInit.argtypes = [ctypes.c_void_p]
    nss.PK11_InitPin.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
    nss.PK11_FreeSlot.argtypes = [ctypes.c_void_p]
    nss.PK11SDR_Encrypt.argtypes = [ctypes.POINTER(_Item)] * 3 + [ctypes.c_void_p]
    slot = nss.PK11_GetInternalKeySlot()
    if nss.PK11_NeedUserInit(slot):
        assert nss.PK11_InitPin(slot, None, b"") == 0
    nss.PK11_FreeSlot(slot)

    def encrypted(text: str) -> str:
        raw = text.encode()
        kept = ctypes.create_string_buffer(raw, len(raw))
        data = _Item(0, ctypes.cast(kept, ctypes.c_void_p), len(raw))
        out, key = _Item(0, None, 0), _Item(0, None, 0)
        parts = ctypes.byref(key), ctypes.byref(data), ctypes.byref(out)
        assert nss.PK11SDR_Encrypt(*parts, None) == 0, nss.PORT_GetError()
        return base64.b64encode(ctypes.string_at(out.data, out.len)).decode()

    now = int(time.time() * 1000)
    logins = [
        {
            "id": number,
            "hostname": realm,
            "httpRealm": realm,
            "formSubmitURL": None,
            "usernameField": "",
            "passwordField": "",
            "encryptedUsername": encrypted(user),
            "encryptedPassword": encrypted(password),
            "guid": f"{{{uuid.uuid4()}}}",
            "encType": 1,
            "timeCreated": now,
            "timeLastUsed": now,
            "timePasswordChanged": now,
            "timesUsed": 1,
        }
        for number, realm in enumerate(realms, 1)
    ]
    assert nss.NSS_Shutdown() == 0
    content = {"nextId": len(logins) + 1, "logins": logins, "version": 3}
    (profile / "logins.json").write_text(json.dumps(content))


if __name__ == "__main__":
    save(Path(sys.argv[1]), sys.argv[2], sys.stdin.read(), sys.argv[3:])
