"""Signed links: who holds one may do the one thing that it names.

A token is a signature, not a stored secret: nothing in the database or a backup opens a door.
Single use comes from the state of the row that it names.
"""

from django.core import signing


class BadToken(Exception):
    """The link is not one of ours, or was cut off on its way."""


def make_token(purpose: str, *parts: int | str) -> str:
    """A token for one purpose and the ids it is about."""
    return signing.Signer(salt=f"redress.{purpose}", sep="~").sign(
        "-".join(str(part) for part in parts)
    )


def read_token(purpose: str, token: str) -> list[str]:
    """The parts that were signed for this purpose. Raises BadToken."""
    if len(token) > 200:
        raise BadToken
    try:
        value = signing.Signer(salt=f"redress.{purpose}", sep="~").unsign(token)
    except signing.BadSignature:
        raise BadToken from None
    return value.split("-")
