"""Who receives the money, and what a payment to them is for the tax office."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from redress.accounts.permissions import TeamRole
from redress.campaigns.models import Beneficiary, Campaign
from redress.campaigns.parts.part import Data, Lack, Part
from redress.campaigns.states import PUBLIC


def beneficiaries_near(campaign: Campaign) -> QuerySet[Beneficiary]:
    """Those that the campaign may share: its own, its organization's, its owners' public ones.

    Never a stranger's of the same name, because money that is meant for one would go to the
    other; and no name out of a draft that this team may not read.
    """
    near = Q(campaigns=campaign.pk) | Q(
        campaigns__status__in=PUBLIC,
        campaigns__memberships__role=TeamRole.OWNER,
        campaigns__memberships__user__in=campaign.memberships.filter(role=TeamRole.OWNER).values(
            "user"
        ),
    )
    if campaign.organization_id:
        near |= Q(campaigns__organization=campaign.organization_id)
    return Beneficiary.objects.filter(near).distinct().order_by("name", "tax_class", "pk")


def _read(campaign: Campaign) -> Data:
    row = campaign.beneficiary
    return {"name": row.name if row else "", "tax_class": row.tax_class if row else ""}


def _write(campaign: Campaign, data: Data) -> None:
    before = campaign.beneficiary
    campaign.beneficiary = _row_for(campaign, data)
    campaign.save(update_fields=["beneficiary"])
    if before and before != campaign.beneficiary and not before.campaigns.exists():
        before.delete()


def _row_for(campaign: Campaign, data: Data) -> Beneficiary | None:
    if not data["name"]:
        return None
    wanted = {"name": data["name"], "tax_class": data["tax_class"]}
    found = beneficiaries_near(campaign).filter(**wanted).first()
    # other words make another row: the one that stands may be other campaigns' too
    return found or Beneficiary.objects.create(**wanted)


def _lacks(data: Data) -> list[Lack]:
    if data["name"]:
        return []
    return [Lack(field="name", sentence=_("Nobody is named yet who receives the money."))]


BENEFICIARY = Part(
    key="beneficiary",
    title=_("Beneficiary"),
    read=_read,
    write=_write,
    lacks=_lacks,
    loads=("beneficiary",),
)
