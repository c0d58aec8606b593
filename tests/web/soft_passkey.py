"""A passkey in software: it answers as a browser with a security chip would."""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def plain(raw: bytes) -> str:
    """Base64 as passkeys write it."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(text: str) -> bytes:
    """The bytes again."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class SoftPasskey:
    """One credential of one person at one site."""

    def __init__(self, *, host: str = "localhost", origin: str = "http://localhost") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.identity = secrets.token_bytes(32)
        self.host, self.origin = host, origin
        self.flags = PRESENT | VERIFIED
        self.user = b""

    def make(self, options: dict[str, Any]) -> str:
        """The answer to being asked for a new passkey."""
        wanted = options["publicKey"]
        self.user = raw(wanted["user"]["id"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        data = self._data(ATTESTED) + bytes(16) + len(self.identity).to_bytes(2) + self.identity
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data + public})
        client = self._client("webauthn.create", wanted["challenge"])
        return self._answer(
            {"clientDataJSON": plain(client), "attestationObject": plain(attestation)}
        )

    def use(self, options: dict[str, Any]) -> str:
        """The answer to being asked for the passkey."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = self._data(0)
        signed = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": plain(client),
                "authenticatorData": plain(data),
                "signature": plain(signed),
                "userHandle": plain(self.user),
            }
        )

    def _data(self, flags: int) -> bytes:
        return sha256(self.host.encode()).digest() + bytes([self.flags | flags]) + bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        facts = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(facts).encode()

    def _answer(self, response: dict[str, str]) -> str:
        identity = plain(self.identity)
        return json.dumps(
            {
                "id": identity,
                "rawId": identity,
                "type": "public-key",
                "clientExtensionResults": {},
                "response": response,
            }
        )
