"""The invented organizations of a campaign, with the consent that a real one would have given."""

from redress.campaigns import coalition_words as words
from redress.campaigns.models import Campaign, CoalitionConsent, CoalitionMember
from redress.demonstration.writing import Member

SHOWN = ("name", "signatory")
LANGUAGE = "en"


def save_members(members: tuple[Member, ...], *, campaign: Campaign) -> None:
    """Write them down; those of a campaign that was launched have confirmed on that day."""
    for position, member in enumerate(members, start=1):
        row = CoalitionMember.objects.create(
            campaign=campaign,
            kind=member.kind,
            position=position,
            name=member.name,
            signatory_name=member.signatory,
            signatory_title=member.title,
        )
        if campaign.launched_at is not None:
            _confirm(row, campaign)


def _confirm(row: CoalitionMember, campaign: Campaign) -> None:
    assert campaign.launched_at is not None
    text = words.agreed_text(SHOWN, language=LANGUAGE)
    row.consent = CoalitionConsent.objects.create(
        member=row,
        kind=CoalitionConsent.Kind.GIVEN,
        wording=words.WORDING,
        language=LANGUAGE,
        text=text,
        text_sha256=words.sha256_of(text),
        allowed=list(SHOWN),
        at=campaign.launched_at,
    )
    row.invited_at = row.answered_at = row.confirmed_at = campaign.launched_at
    row.method = CoalitionMember.Method.DOMAIN
    row.shows_name = row.shows_signatory = True
    row.save()
