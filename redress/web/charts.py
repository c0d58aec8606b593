"""Geometry of the drawings that the server makes: meter, pledges over time, states.

Pure functions: plain numbers in, points as text out (a template must not write them with the
reader's decimal comma). The templates in components/charts turn them into SVG.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_STATES_FILE = Path(__file__).parent / "data" / "us_states.json"
SHOWN_FROM = 10  # people; a smaller group could point at a person
SEED_PERCENT = 30  # below this a bar discourages, so people stand in its place


def _text(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def percent(part: int, whole: int) -> int:
    """Whole percent, rounded down, so that 100 is never said before it is so."""
    return part * 100 // whole if whole > 0 else 0


# --- meter ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meter:
    """A ruler 344 units wide: how far the pledges reach."""

    percent: int
    filled: str
    stretch: str  # width of the second bar, "" until the goal is passed
    goal_at: str
    pointer: str  # where the pointer's path starts
    ticks: tuple[tuple[str, bool], ...]  # place, whether long


_METER_START, _METER_WIDTH = 4.0, 336.0


def meter(*, pledged: int, goal: int) -> Meter | None:
    """The ruler, or None below 30 %. Past the goal, the goal's mark moves inward."""
    reached = percent(pledged, goal)
    if reached < SEED_PERCENT:
        return None
    scale = max(pledged, goal)
    goal_at = _METER_START + _METER_WIDTH * goal / scale
    filled = _METER_WIDTH * min(pledged, goal) / scale
    end = _METER_START + _METER_WIDTH * pledged / scale
    step = _METER_WIDTH * goal / scale / 10
    return Meter(
        percent=reached,
        filled=_text(filled),
        stretch=_text(end - goal_at) if pledged > goal else "",
        goal_at=_text(goal_at),
        pointer=_text(end - 8),
        ticks=tuple((_text(_METER_START + step * i), i % 5 == 0) for i in range(11)),
    )


# --- pledges over time ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class YLine:
    """One horizontal line with its amount in minor units."""

    y: str
    text_y: str
    minor: int


@dataclass(frozen=True, slots=True)
class XLabel:
    """One day written under the chart; `wide` ones are left out on a phone."""

    x: str
    anchor: str
    day: date
    wide: bool


@dataclass(frozen=True, slots=True)
class TimeChart:
    """Pledged sums by day in a box of 560 by 330."""

    line: str
    area: str
    projection: str  # "" when there is nothing to project
    projected_minor: int | None
    goal_y: str
    goal_text_y: str
    last_x: str
    last_y: str
    last_text_x: str
    last_text_y: str
    last_anchor: str
    last_minor: int
    y_lines: tuple[YLine, ...]
    x_labels: tuple[XLabel, ...]


_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 546.0, 42.7, 290.0
_PACE_DAYS = 14
_LEAST_DAYS = 5


def _projected(sums: Sequence[tuple[date, int]], *, end: date, open_still: bool) -> int | None:
    """Where the pace of the last two weeks would lead, or None when that would be a guess."""
    last_day, last_sum = sums[-1]
    if not open_still or last_day >= end or (last_day - sums[0][0]).days < _LEAST_DAYS:
        return None
    since = last_day - timedelta(days=_PACE_DAYS)
    base_day, base_sum = max(((day, total) for day, total in sums if day <= since), default=sums[0])
    gained = last_sum - base_sum
    days = (last_day - base_day).days
    if gained <= 0 or days <= 0:
        return None
    projected = last_sum + gained * (end - last_day).days // days
    return projected - projected % 100  # cents would claim a precision that a pace has not


def pledges_over_time(
    sums: Sequence[tuple[date, int]], *, goal: int, start: date, end: date, open_still: bool
) -> TimeChart | None:
    """The chart of running sums by day, or None with fewer than two days."""
    if len(sums) < 2 or goal <= 0 or end <= start:
        return None
    projected = _projected(sums, end=end, open_still=open_still)
    span = (end - start).days
    highest = max(goal, *(total for _, total in sums))
    if projected:
        highest = max(highest, min(projected, goal * 5 // 4))

    def x_of(day: date) -> float:
        return _LEFT + (_RIGHT - _LEFT) * min(max((day - start).days, 0), span) / span

    def y_of(total: int) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * min(total, highest) / highest

    points = [(x_of(day), y_of(total)) for day, total in sums]
    line = "M" + " L".join(f"{_text(x)} {_text(y)}" for x, y in points)
    (first_x, _), (last_x, last_y) = points[0], points[-1]
    days = sorted({start + timedelta(days=span * part // 3) for part in range(4)})
    last_label = len(days) - 1
    return TimeChart(
        line=line,
        area=f"{line} L{_text(last_x)} {_text(_BOTTOM)} L{_text(first_x)} {_text(_BOTTOM)}Z",
        projection=_dotted(last_x, last_y, sums[-1][1], projected, highest) if projected else "",
        projected_minor=projected,
        goal_y=_text(y_of(goal)),
        goal_text_y=_text(y_of(goal) - 8),
        last_x=_text(last_x),
        last_y=_text(last_y),
        # the words stand above the line's end, or below it where the goal's words are
        last_text_x=_text(last_x - 14 if last_x > _LEFT + 150 else last_x + 14),
        last_text_y=_text(last_y - 13 if last_y - y_of(goal) > 34 else last_y + 28),
        last_anchor="end" if last_x > _LEFT + 150 else "start",
        last_minor=sums[-1][1],
        y_lines=tuple(
            YLine(y=_text(y_of(part)), text_y=_text(y_of(part) + 5), minor=part)
            for part in (goal * quarter // 4 for quarter in range(4))
        ),
        x_labels=tuple(
            XLabel(
                x=_text(x_of(day)),
                anchor="end" if index == last_label else "middle",
                day=day,
                wide=0 < index < last_label,
            )
            for index, day in enumerate(days)
        ),
    )


def _dotted(x: float, y: float, total: int, projected: int, highest: int) -> str:
    """From the last point on at the present pace, cut off at the top of the box."""
    part = min((highest - total) / (projected - total), 1.0)
    reached = total + (projected - total) * part
    end_x, end_y = x + (_RIGHT - x) * part, _BOTTOM - (_BOTTOM - _TOP) * reached / highest
    return f"M{_text(x)} {_text(y)} L{_text(end_x)} {_text(end_y)}"


# --- supporters by state --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StateShape:
    """One state: its outline, and its step of color from 0 (not shown) to 4."""

    code: str
    name: str
    path: str
    step: int
    count: int | None


@dataclass(frozen=True, slots=True)
class MapStep:
    """One step of the key: from how many people to how many; None is no upper end."""

    step: int
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class StatesMap:
    """Supporters by state, in groups of ten and more."""

    shapes: tuple[StateShape, ...]
    steps: tuple[MapStep, ...]
    rows: tuple[tuple[str, int], ...]  # name and count of the shown states, most first
    elsewhere: int  # everybody else, in one number


@cache
def _outlines() -> Mapping[str, Mapping[str, str]]:
    states: Mapping[str, Mapping[str, str]] = json.loads(_STATES_FILE.read_text())["states"]
    return states


def state_names() -> dict[str, str]:
    """Code and name of every state that we know, by name."""
    named = ((code, state["name"]) for code, state in _outlines().items())
    return dict(sorted(named, key=lambda pair: pair[1]))


def state_name(code: str) -> str:
    """The name of a state, or its code where we have no outline of it."""
    state = _outlines().get(code)
    return state["name"] if state else code


def disclosable(counts: Mapping[str, int], *, total: int) -> dict[str, int]:
    """The states that may be named: ten people or more, and not to be told by subtraction.

    What is left of the total must be nobody or ten people too; otherwise the smallest of the
    named states goes as well.
    """
    named = {code: count for code, count in counts.items() if count >= SHOWN_FROM}
    while named and 0 < total - sum(named.values()) < SHOWN_FROM:
        del named[min(named, key=lambda code: (named[code], code))]
    return named


_LADDER = tuple(base * 10**power for power in range(1, 7) for base in (1, 1.5, 2, 3, 5, 7.5))


def _breaks(highest: int) -> list[int]:
    """Up to four lower ends of steps, even on the ladder of round numbers."""
    below = [int(rung) for rung in _LADDER if rung <= highest]
    if len(below) <= 4:
        return below
    return [below[(len(below) - 1) * part // 3] for part in range(4)]


def states_map(counts: Mapping[str, int], *, total: int) -> StatesMap | None:
    """The map, or None while no state may be named."""
    named = disclosable(counts, total=total)
    if not named:
        return None
    breaks = _breaks(max(named.values()))
    shapes = tuple(
        StateShape(
            code=code,
            name=state["name"],
            path=state["d"],
            step=sum(named.get(code, 0) >= least for least in breaks),
            count=named.get(code),
        )
        for code, state in _outlines().items()
    )
    tops = [following - 1 for following in breaks[1:]]
    steps = tuple(
        MapStep(step=index, least=least, most=most)
        for index, (least, most) in enumerate(zip(breaks, [*tops, None], strict=True), start=1)
    )
    rows = sorted(named.items(), key=lambda item: (-item[1], item[0]))
    return StatesMap(
        shapes=shapes,
        steps=steps,
        rows=tuple((state_name(code), count) for code, count in rows),
        elsewhere=max(total - sum(named.values()), 0),
    )
