"""The store's record as a file: read whatever of it is whole, written whole or not at all."""

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any

import msgspec

from wizard.model.record import StoreRecord
from wizard.store.old_record import as_record

SCHEMA = 2
_MOST_BYTES = 4_000_000
_LEFT_OUT = object()


def to_data(record: StoreRecord) -> dict[str, Any]:
    """Return a record as its file has it."""
    data: dict[str, Any] = msgspec.to_builtins(record)
    return {"schema": SCHEMA, **data}


def parse(content: bytes) -> tuple[StoreRecord, int] | None:
    """Return the record in a file's content and the file's schema; None where it is none we know."""
    if len(content) > _MOST_BYTES:
        return None
    try:
        data = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    schema = data.get("schema")
    if schema == 1:
        data = as_record(data.get("answers"))
    elif schema != SCHEMA:
        return None
    found = _whole(StoreRecord, data)
    return (found, int(schema)) if isinstance(found, StoreRecord) else None


def _whole(kind: Any, data: Any) -> Any:
    """Return data as this type, without the parts that are not of theirs; `_LEFT_OUT` if nothing is left."""
    origin = typing.get_origin(kind)
    if origin in {types.UnionType, typing.Union}:
        choices = (_whole(choice, data) for choice in typing.get_args(kind))
        return next((found for found in choices if found is not _LEFT_OUT), _LEFT_OUT)
    if isinstance(kind, type) and (issubclass(kind, msgspec.Struct) or is_dataclass(kind)):
        return _whole_parts(kind, data)
    if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return _whole_entries(typing.get_args(kind)[1], data)
    return _whole_value(kind, data)


def _whole_parts(kind: type, data: Any) -> Any:
    if not isinstance(data, dict):
        return _LEFT_OUT
    parts = _parts_of(kind)
    found = {name: _whole(part, data[name]) for name, part in parts.items() if name in data}
    try:
        return kind(**{name: value for name, value in found.items() if value is not _LEFT_OUT})
    except TypeError:  # a part without which the rest says nothing
        return _LEFT_OUT


@cache
def _parts_of(kind: type) -> Mapping[str, Any]:
    return typing.get_type_hints(kind, include_extras=True)


def _whole_entries(kind: Any, data: Any) -> Any:
    if not isinstance(data, dict):
        return _LEFT_OUT
    found = {_whole_value(str, name): _whole(kind, value) for name, value in data.items()}
    return {name: value for name, value in found.items() if _LEFT_OUT not in (name, value)}


def _whole_value(kind: Any, data: Any) -> Any:
    try:
        json.dumps(data, ensure_ascii=False).encode()  # half of a surrogate pair cannot be written again
        return msgspec.convert(data, kind)
    except (msgspec.ValidationError, ValueError):
        return _LEFT_OUT
