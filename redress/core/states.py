"""What every state machine shares: a table of moves, and one way to refuse."""

from collections.abc import Mapping


class MoveNotAllowed(Exception):
    """The row is not, or no longer, in a state from which this move is listed."""


def allowed[S](moves: Mapping[S, frozenset[S]], before: S, to: S) -> bool:
    """Whether the table lists this move."""
    return to in moves.get(before, frozenset())


def table[S: str](
    states: Mapping[S, str], *, moves: Mapping[S, frozenset[S]], sentences: Mapping[S, str]
) -> str:
    """The machine as a Markdown table: each state with its word, its sentence and its moves."""
    lines = ["| state | word | what it means | may become |", "|---|---|---|---|"]
    for state, word in states.items():
        after = [other for other in states if other in moves.get(state, frozenset())]
        nexts = ", ".join(f"`{other}`" for other in after) or "nothing: the end"
        lines.append(f"| `{state}` | {word} | {sentences[state]} | {nexts} |")
    return "\n".join(lines)
