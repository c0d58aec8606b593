"""What every state machine shares: a table of moves, and one way to refuse."""

from collections.abc import Mapping


class MoveNotAllowed(Exception):
    """The row is not, or no longer, in a state from which this move is listed."""


def allowed[S](moves: Mapping[S, frozenset[S]], before: S, to: S) -> bool:
    """Whether the table lists this move."""
    return to in moves.get(before, frozenset())
