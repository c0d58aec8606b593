"""The checks on the petition and on who signs its text off."""

from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy as _

from redress.accounts.permissions import TeamRole
from redress.campaigns.checks.check import Check, Finding, Level, Sheet, excerpt_of
from redress.campaigns.models import Campaign
from redress.petitions import drafting
from redress.petitions.models import Petition


def _petition_of(campaign: Campaign) -> Petition | None:
    try:
        return campaign.petition
    except ObjectDoesNotExist:
        return None


def _rule_text(sheet: Sheet) -> Iterator[Finding]:
    campaign = sheet.campaign
    if campaign is None or sheet.is_record:
        return
    changes = sheet.parts["solution"]["changes"]
    # a campaign whose petition is written shows the petition's own redline, and the database
    # keeps no change of it that changes nothing
    petition = _petition_of(campaign)
    if not changes and (petition is None or not petition.text_changes.exists()):
        yield Finding(
            part="solution", field="changes", detail=_("No change of the rule is written yet.")
        )
    for place, row in enumerate(changes):
        if row["current_text"].split() == row["proposed_text"].split():
            yield Finding(
                part="solution",
                field=f"changes-{place}-proposed_text",
                excerpt=excerpt_of(row["proposed_text"]),
                detail=_("The proposed words are the same as those that stand."),
            )


RULE_TEXT = Check(
    code="B5",
    level=Level.BLOCK,
    title=_("The rule text changes nothing"),
    why=_("Without a word to take out or put in, nobody knows what is asked for."),
    mend=_("Write the words that stand and the words that you ask for, until they differ."),
    judge=_rule_text,
)


def _counsel(sheet: Sheet) -> Iterator[Finding]:
    campaign = sheet.campaign
    if campaign is None or sheet.is_record:
        return
    petition = _petition_of(campaign)
    in_team = any(row.role == TeamRole.COUNSEL for row in campaign.memberships.all())
    named = campaign.counsel_name.strip() or (petition and petition.counsel_name.strip())
    if not in_team and not named:
        yield Finding(part="team", detail=_("No counsel is named."))
    approval = campaign.approvals.filter(voided_at__isnull=True).first()
    if approval is None:
        return
    if petition is None or approval.text_sha256 != drafting.text_hash(petition):
        yield Finding(
            part="petition", detail=_("The approval was given to other words than these.")
        )


COUNSEL = Check(
    code="B10",
    level=Level.BLOCK,
    title=_("Counsel is missing, or the approval is for another text"),
    why=_("The promise is that a lawyer read exactly this petition before anybody is charged."),
    mend=_("Take counsel into the team; after a change of the text, ask for the approval again."),
    judge=_counsel,
)
