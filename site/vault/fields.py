"""Model attributes whose column holds only sealed bytes, bound to the row's primary key."""

from __future__ import annotations

import json
from typing import Any, Generic, TypeVar, overload

from django.db import models

from vault.envelope import seal, unseal

T = TypeVar("T")


def context_of(row: models.Model, column: str) -> str:
    """Name a value's place (table, column, row) as it is authenticated in the envelope."""
    if row.pk is None:
        raise ValueError("A sealed value needs a primary key that is set before it is saved.")
    return f"{row._meta.label_lower}.{column}:{row.pk}"


class _Sealed(Generic[T]):
    """Read and write `column` through the vault; None and an empty column stand for no value."""

    def __init__(self, column: str) -> None:
        self.column = column

    @overload
    def __get__(self, row: None, owner: type[models.Model]) -> _Sealed[T]: ...
    @overload
    def __get__(self, row: models.Model, owner: type[models.Model]) -> T: ...
    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> T | _Sealed[T]:
        if row is None:
            return self
        stored = getattr(row, self.column)
        if not stored:
            return self.absent()
        return self.decode(unseal(bytes(stored), context=context_of(row, self.column)))

    def __set__(self, row: models.Model, value: T) -> None:
        sealed = seal(self.encode(value), context=context_of(row, self.column))
        setattr(row, self.column, sealed)

    def absent(self) -> T:
        raise NotImplementedError

    def encode(self, value: T) -> bytes:
        raise NotImplementedError

    def decode(self, data: bytes) -> T:
        raise NotImplementedError


class SealedJSON(_Sealed[Any]):
    """A JSON value kept sealed in the BinaryField named `column`; absent reads as None."""

    def absent(self) -> Any:
        return None

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

    def decode(self, data: bytes) -> Any:
        return json.loads(data)


class SealedText(_Sealed[str]):
    """A text kept sealed in the BinaryField named `column`; absent reads as an empty string."""

    def absent(self) -> str:
        return ""

    def encode(self, value: str) -> bytes:
        return value.encode()

    def decode(self, data: bytes) -> str:
        return data.decode()
