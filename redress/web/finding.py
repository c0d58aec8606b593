"""Finding what an address names, or answering that it is not there."""

from functools import cache
from typing import Any

from django.db import connection
from django.http import Http404

from redress.campaigns.models import Beneficiary, Campaign
from redress.core.planned import planned_once

# what a join asks of a campaign: the form's terms, and the facts that its message tells
JOIN_FACTS = frozenset(
    {
        "id",
        "status",
        "is_record",
        "title",
        "slug",
        "private_slug",
        "listed_at",
        "goal_minor",
        "currency",
        "deadline_local",
        "deadline_tz",
        "deadline_at",
        "beneficiary_id",
    }
)
_ANY_SLUG = "the-slug"


def campaign_or_404(slug: str) -> Campaign:
    """The public campaign at this address, or 404; a draft is as absent as a wrong address."""
    try:
        return Campaign.objects.at(slug).select_related("agency", "beneficiary").get()
    except Campaign.DoesNotExist:
        raise Http404 from None


def campaign_to_join_or_404(slug: str) -> Campaign:
    """The same with only what a join asks for; anything else is fetched when it is asked for.

    Writing the question anew each time would be half of the work of a join, so it is kept.
    """
    names, sql, parameters = _question()
    with planned_once() as cursor:
        cursor.execute(sql, [slug if part == _ANY_SLUG else part for part in parameters])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    *facts, name, tax_class = row
    known = dict(zip(names, facts, strict=True))
    title = Campaign._meta.get_field("title")  # noqa: SLF001 - Django's documented model API
    known["title"] = title.from_db_value(known["title"], None, connection)
    campaign = Campaign.from_db(connection.alias, list(known), list(known.values()))
    if campaign.beneficiary_id is not None:
        campaign.beneficiary = Beneficiary(
            id=campaign.beneficiary_id, name=name, tax_class=tax_class
        )
    return campaign


@cache
def _question() -> tuple[list[str], str, tuple[Any, ...]]:
    fields = Campaign._meta.concrete_fields  # noqa: SLF001 - in the order that `from_db` expects
    names = [field.attname for field in fields if field.attname in JOIN_FACTS]
    asked = (*names, "beneficiary__name", "beneficiary__tax_class")
    sql, parameters = Campaign.objects.at(_ANY_SLUG).values_list(*asked).query.sql_with_params()
    return names, sql, tuple(parameters)
