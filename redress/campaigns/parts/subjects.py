"""What the campaign is filed under: subjects, how far the rule reaches, and where."""

from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign, IssueArea
from redress.campaigns.parts.part import Data, Lack, Part


def _read(campaign: Campaign) -> Data:
    return {
        "areas": sorted(area.slug for area in campaign.issue_areas.all()),
        "scope": campaign.scope,
        "place": campaign.place,
    }


def _write(campaign: Campaign, data: Data) -> None:
    # a subject that is gone since is left out; nothing else can be done with it
    campaign.issue_areas.set(IssueArea.objects.filter(slug__in=data["areas"]))
    campaign.scope = data["scope"]
    campaign.place = data["place"]
    campaign.save(update_fields=["scope", "place"])


def _lacks(data: Data) -> list[Lack]:
    lacks = []
    if not data["areas"]:
        lacks.append(Lack(field="areas", sentence=_("Choose at least one subject.")))
    if not data["scope"]:
        lacks.append(Lack(field="scope", sentence=_("Choose how far the rule reaches.")))
    if data["scope"] == Campaign.Scope.STATE and not data["place"]:
        lacks.append(Lack(field="state", sentence=_("Choose the state.")))
    if data["scope"] == Campaign.Scope.LOCAL and not data["place"]:
        lacks.append(Lack(field="town", sentence=_("Name the town or county.")))
    return lacks


SUBJECTS = Part(
    key="subjects",
    title=_("Subjects and reach"),
    read=_read,
    write=_write,
    lacks=_lacks,
    loads=("issue_areas",),
)
