"""The subjects that campaigns are filed under: adding one, and renaming it."""

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from redress.campaigns.models import IssueArea
from redress.core.translated import Translated

LONGEST = 60


class AreaStandsAlready(Exception):
    """Another subject has this name in one of the languages."""


@transaction.atomic
def add(*, name: Translated) -> IssueArea:
    """A new subject at the end of the list. Raises AreaStandsAlready."""
    _refuse_twins(name, but=None)
    last = IssueArea.objects.aggregate(last=Max("position"))["last"] or 0
    return IssueArea.objects.create(slug=_free_slug(name), name=name, position=last + 1)


@transaction.atomic
def rename(*, area_id: int, name: Translated) -> IssueArea:
    """Another name for a subject; its address stays. Raises AreaStandsAlready, DoesNotExist."""
    area = IssueArea.objects.select_for_update().get(pk=area_id)
    _refuse_twins(name, but=area)
    area.name = name
    area.save(update_fields=["name"])
    return area


def _refuse_twins(name: Translated, *, but: IssueArea | None) -> None:
    others = IssueArea.objects.exclude(pk=but.pk) if but else IssueArea.objects.all()
    wanted = {(code, text.casefold()) for code, text in name.items()}
    for other in others:
        if wanted & {(code, text.casefold()) for code, text in other.name.items()}:
            raise AreaStandsAlready(other.slug)


def _free_slug(name: Translated) -> str:
    base = slugify(name.within("en"))[:40] or "subject"
    taken = set(IssueArea.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    free, count = base, 1
    while free in taken:
        count += 1
        free = f"{base}-{count}"
    return free
