"""The demonstration's campaigns, one module each."""

from redress.demonstration.content import children, report_cards

CAMPAIGNS = (children.CAMPAIGN, report_cards.CAMPAIGN)
