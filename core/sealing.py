"""Sealed text and files: AES-256-GCM under a keyring, each token bound to its row, and blind indexes to search by.

A token is `v1:<key id>:<base64 of nonce and ciphertext>`. The associated data is `app.model.field:uuid`, so a token
moved to another row or field does not open (ASVS 5.0 V11.3, V14.2).
"""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

PREFIX = "v1"


class SealBroken(Exception):
    """The token was altered, belongs to another row, or its key is not in the ring."""


@lru_cache
def _ring(keys: str) -> dict[str, AESGCM]:
    pairs = (entry.split(":", 1) for entry in keys.split(","))
    return {name: AESGCM(urlsafe_b64decode(key)) for name, key in pairs}


def current_key() -> str:
    """The id of the key that new tokens use: the first of `FIELD_KEYS`."""
    return settings.FIELD_KEYS.split(":", 1)[0]


def key_names() -> list[str]:
    """The ids of every key in the ring, the newest first."""
    return list(_ring(settings.FIELD_KEYS))


def seal_bytes(clear: bytes, bound_to: str) -> bytes:
    """nonce + ciphertext under the current key."""
    nonce = os.urandom(12)
    return nonce + _ring(settings.FIELD_KEYS)[current_key()].encrypt(nonce, clear, bound_to.encode())


def open_bytes(sealed: bytes, bound_to: str, key: str) -> bytes:
    """The clear bytes, or `SealBroken`."""
    try:
        return _ring(settings.FIELD_KEYS)[key].decrypt(sealed[:12], sealed[12:], bound_to.encode())
    except (InvalidTag, KeyError) as error:
        raise SealBroken(bound_to) from error


def seal(clear: str, bound_to: str) -> str:
    """A token for a text column."""
    return f"{PREFIX}:{current_key()}:{urlsafe_b64encode(seal_bytes(clear.encode(), bound_to)).decode()}"


def unseal(token: str, bound_to: str) -> str:
    """The clear text of a token, or `SealBroken`."""
    try:
        prefix, key, body = token.split(":", 2)
    except ValueError as error:
        raise SealBroken(bound_to) from error
    if prefix != PREFIX:
        raise SealBroken(bound_to)
    return open_bytes(urlsafe_b64decode(body), bound_to, key).decode()


def blind_index(value: str, name: str) -> str:
    """A keyed hash to find a sealed value by, exact match only; `name` keeps the fields' indexes apart."""
    folded = "".join(value.split()).upper()
    return (
        hmac.new(settings.INDEX_KEY.encode(), f"{name}:{folded}".encode(), hashlib.sha256).hexdigest() if folded else ""
    )


def store_file(clear: bytes, bound_to: str, name: str = "") -> str:
    """Write a sealed file, under a random name unless one is given, and return its name; nothing is ever overwritten."""
    key = current_key().encode()
    name = name or f"{os.urandom(1).hex()}/{os.urandom(20).hex()}"
    sealed = len(key).to_bytes(1, "big") + key + seal_bytes(clear, bound_to)
    return default_storage.save(name, ContentFile(sealed))


def load_file(name: str, bound_to: str) -> bytes:
    """The clear bytes of a stored file, or `SealBroken`."""
    with default_storage.open(name, "rb") as stored:
        sealed = stored.read()
    size = sealed[0]
    return open_bytes(sealed[1 + size :], bound_to, sealed[1 : 1 + size].decode())


def key_of_file(name: str) -> str:
    """The id of the key a stored file is sealed under."""
    with default_storage.open(name, "rb") as stored:
        size = stored.read(1)[0]
        return stored.read(size).decode()


def load_file_of(row: Any) -> bytes:
    """The clear file that a row names by `path`; one that was sealed anew since the row was read is found again."""
    try:
        return load_file(row.path, row.bound_to())
    except FileNotFoundError:
        path = type(row)._base_manager.values_list("path", flat=True).get(pk=row.pk)
        if path == row.path:
            raise
        return load_file(path, row.bound_to())


def drop_file(name: str) -> None:
    """Take away a file that no row names."""
    default_storage.delete(name)
