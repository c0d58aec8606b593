"""The campaign, what its page says, who works on it and how its draft grew, as rows."""

from redress.campaigns.models.campaign import Beneficiary, Campaign, CampaignQuerySet, IssueArea
from redress.campaigns.models.coalition import CoalitionConsent, CoalitionMember
from redress.campaigns.models.content import (
    BudgetLine,
    Fact,
    PressMention,
    RuleChange,
    Section,
    Source,
    Stage,
    TierTerms,
)
from redress.campaigns.models.drafts import Beginning, Revision, SearchText
from redress.campaigns.models.offers import TransferOffer
from redress.campaigns.models.people import Invitation, Membership
from redress.campaigns.models.records import Approval, CampaignEvent

__all__ = [
    "Approval",
    "Beginning",
    "Beneficiary",
    "BudgetLine",
    "Campaign",
    "CampaignEvent",
    "CampaignQuerySet",
    "CoalitionConsent",
    "CoalitionMember",
    "Fact",
    "Invitation",
    "IssueArea",
    "Membership",
    "PressMention",
    "Revision",
    "RuleChange",
    "SearchText",
    "Section",
    "Source",
    "Stage",
    "TierTerms",
    "TransferOffer",
]
