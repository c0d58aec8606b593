"""The form of the two conditions and the deadline in a named zone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from redress.campaigns.deadlines import (
    NoSuchTime,
    SkippedTime,
    instant_after,
    is_doubled,
    shown_in,
)
from redress.campaigns.parts import Data
from redress.core.money import Money
from redress.web.formatting import clock_text, day_text, moment_text, zone_text
from redress.web.organize.part_forms import PartForm

DEFAULT_ZONE = "America/New_York"
NEAR_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "Pacific/Pago_Pago",
)
# names that are kept for old machines, or that turn the sign of the hours around
_ODD = ("Etc/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/", "SystemV/", "posix/", "right/")
MOST_PEOPLE = 10_000_000


@cache
def other_zones() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every further zone of the world by its region."""
    names = sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(_ODD) and name not in NEAR_ZONES
    )
    return tuple(
        (region, tuple(zones)) for region, zones in groupby(names, lambda name: name.split("/")[0])
    )


def zone_choices(standing: str = "") -> list[tuple[str, Any]]:
    """The zones of the United States by the names that people use, then all others by region."""
    near = [(zone, f"{zone_text(zone)} ({_town(zone)})") for zone in NEAR_ZONES]
    others = [(region, [(zone, _town(zone)) for zone in zones]) for region, zones in other_zones()]
    known = {*NEAR_ZONES, "UTC", *(zone for _region, zones in other_zones() for zone in zones)}
    if standing and standing not in known:
        near.append((standing, standing))
    return [(_("United States"), [*near, ("UTC", "UTC")]), *others]


def _town(zone: str) -> str:
    return zone.split("/", 1)[1].replace("_", " ").replace("/", ", ")


class ConditionsForm(PartForm):
    """How many people, and by when."""

    people_goal = forms.IntegerField(
        label=gettext_lazy("Supporters needed"),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text=gettext_lazy("Leave it empty if only the money counts."),
        error_messages={"invalid": gettext_lazy("Write a whole number, such as 500.")},
    )
    day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("From 14 to 90 days away."),
        error_messages={"invalid": gettext_lazy("Write a day of the calendar as 2026-12-18.")},
    )
    time = forms.TimeField(
        label=gettext_lazy("Time of day"),
        required=False,
        input_formats=["%H:%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("This minute still counts."),
        error_messages={"invalid": gettext_lazy("Write the time as 19:59.")},
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a time zone from the list.")},
    )

    def build(self, values: Data) -> None:
        """All zones, and the goal in money as the budget has it."""
        field = self.fields["zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = zone_choices(values["deadline_tz"])
        if not values["deadline_tz"]:
            field.widget.attrs["data-own-zone"] = True  # the script puts the browser's there

    def initial_of(self, values: Data) -> Mapping[str, Any]:
        """Day and time apart; an hour at which people are awake while there is none."""
        day, _t, hour = values["deadline_local"].partition("T")
        return {
            "people_goal": values["people_goal"],
            "day": day,
            "time": hour or "19:59",
            "zone": values["deadline_tz"] or DEFAULT_ZONE,
        }

    def clean(self) -> dict[str, Any]:
        """Put day, time and zone together; refuse a time that no clock shows."""
        cleaned = super().clean() or {}
        self.local = ""
        day, hour = cleaned.get("day"), cleaned.get("time")
        if day is None or self.errors:
            return cleaned
        if hour is None:
            self.add_error("time", _("Say until what time of that day."))
            return cleaned
        local = f"{day.isoformat()}T{hour:%H:%M}"
        zone = cleaned.get("zone") or DEFAULT_ZONE
        try:
            instant_after(local=local, zone=zone)
        except SkippedTime as skipped:
            self.add_error("time", skipped_sentence(day=day, hour=hour, skipped=skipped))
        except NoSuchTime:
            self.add_error("day", _("No calendar has this day. Please look at it again."))
        else:
            self.local = local
        return cleaned

    def bound_together(self, values: Data) -> Data:
        """A time and a zone of two texts must be a time that the clocks of the zone show."""
        local, zone = values["deadline_local"], values["deadline_tz"]
        if not local:
            return values | {"deadline_tz": ""}
        try:
            instant_after(local=local, zone=zone)
        except NoSuchTime:
            raise forms.ValidationError(
                _("Take the deadline and its time zone from the same text.")
            ) from None
        return values

    def to_data(self) -> Data:
        """The local time as it was typed; its zone only where there is one."""
        zone = self.cleaned_data["zone"] or DEFAULT_ZONE
        return {
            "people_goal": self.cleaned_data["people_goal"],
            "deadline_local": self.local,
            "deadline_tz": zone if self.local else "",
        }

    # --- what the page says about it ------------------------------------------------------------

    @property
    def goal(self) -> Money | None:
        """The goal in money, None while there is none."""
        return self.campaign.goal if self.campaign.goal_minor else None

    @property
    def meaning(self) -> list[str]:
        """What the deadline that stands means, in sentences; none while there is none."""
        local, zone = self.campaign.deadline_local, self.campaign.deadline_tz
        return deadline_sentences(local=local, zone=zone) if local else []


def skipped_sentence(*, day: date, hour: time, skipped: SkippedTime) -> str:
    """Why this time cannot be, and which two times could be meant."""
    asked = clock_text(datetime.combine(day, hour, tzinfo=skipped.before.tzinfo))
    same_day = skipped.before.date() == skipped.after.date() == day
    written = clock_text if same_day else _day_and_clock
    sentence = _(
        "The clocks go forward that day, so that %(asked)s does not come. Choose %(before)s or"
        " %(after)s."
    ) % {"asked": asked, "before": written(skipped.before), "after": written(skipped.after)}
    return sentence.replace("..", ".")  # after "a.m." the sentence needs no period of its own


def _day_and_clock(at: datetime) -> str:
    return f"{day_text(at, 'yMMMd')}, {clock_text(at)}"


def deadline_sentences(*, local: str, zone: str) -> list[str]:
    """What a deadline means: in its zone, as the one instant, and which of a doubled hour."""
    shown = shown_in(local=local, zone=zone)
    ends = instant_after(local=local, zone=zone)
    found = [
        _("By %(moment)s.") % {"moment": moment_text(shown, zone)},
        _("The last instant is before %(instant)s UTC, for everybody in the world.")
        % {"instant": f"{ends.astimezone(UTC):%Y-%m-%d %H:%M}"},
    ]
    if is_doubled(local=local, zone=zone):
        found.append(
            _("The clocks show %(time)s twice that day. The later one counts (%(abbreviation)s).")
            % {"time": clock_text(shown), "abbreviation": shown.tzname()}
        )
    return found
