"""A before-image as JSON: versioned, types kept, and read strictly."""

import hashlib
import json
from typing import Any

import msgspec

from wizard.model.mail_clients import BeforeImage
from wizard.model.problem import Problem, ProblemFound

SCHEMA = 1
"""Raised when a field changes its meaning; older images must stay readable after an upgrade."""


def image_to_json(image: BeforeImage) -> dict[str, Any]:
    """Return what a receipt keeps."""
    data: dict[str, Any] = msgspec.to_builtins(image)
    return {"schema": SCHEMA, **data}


def seal_of(data: Any) -> str:
    """Return what tells whether an image in a receipt is as it was written: who edits one breaks it."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def image_from_json(data: Any) -> BeforeImage:
    """Return the image of a receipt; ProblemFound RECEIPT-DAMAGED, RECEIPT-NEWER."""
    if not isinstance(data, dict):
        raise ProblemFound(Problem("RECEIPT-DAMAGED", {"said": "it holds no old settings"}))
    schema = data.get("schema")
    if isinstance(schema, int) and schema > SCHEMA:
        raise ProblemFound(Problem("RECEIPT-NEWER", {"schema": schema}))
    try:
        return msgspec.convert({k: v for k, v in data.items() if k != "schema"}, BeforeImage)
    except msgspec.ValidationError as error:
        raise ProblemFound(Problem("RECEIPT-DAMAGED", {"said": str(error)})) from None
