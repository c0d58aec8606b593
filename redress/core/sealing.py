"""Short secrets at rest: sealed with a key that is not in the database.

The key is derived from SECRET_KEY for each purpose, and each sealed text names the key that it
was sealed with, so that SECRET_KEY can be changed while SECRET_KEY_FALLBACKS keeps the old one.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_VERSION = "v1"
_NONCE = 12


class NotSealedHere(ValueError):
    """The text was not sealed by this installation for this purpose, or was changed since."""


def seal(purpose: str, text: str) -> str:
    """The text, readable only with this installation's key and for this purpose."""
    key = _keys(purpose)[0]
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), _bound_to(purpose))
    return f"{_VERSION}.{_name_of(key)}.{urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(purpose: str, sealed: str) -> str:
    """What was sealed for this purpose. Raises NotSealedHere."""
    version, _dot, rest = sealed.partition(".")
    name, _dot, body = rest.partition(".")
    key = next((key for key in _keys(purpose) if _name_of(key) == name), None)
    if version != _VERSION or key is None:
        raise NotSealedHere
    try:
        raw = urlsafe_b64decode(body)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], _bound_to(purpose)).decode()
    except (InvalidTag, NotBase64, ValueError):
        raise NotSealedHere from None


def _keys(purpose: str) -> list[bytes]:
    """The key of today, then those that were before it."""
    return [
        HKDF(algorithm=SHA256(), length=32, salt=None, info=_bound_to(purpose)).derive(
            str(secret).encode()
        )
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def _name_of(key: bytes) -> str:
    return sha256(b"name" + key).hexdigest()[:8]


def _bound_to(purpose: str) -> bytes:
    return f"redress.{purpose}.{_VERSION}".encode()
