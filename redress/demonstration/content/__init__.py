"""The demonstration's campaigns, one module each."""

from redress.demonstration.content import (
    child_seats,
    children,
    hearing_rooms,
    inhalers,
    loan_page,
    placeholders,
    report_cards,
    standards,
)

CAMPAIGNS = (
    children.CAMPAIGN,
    report_cards.CAMPAIGN,
    loan_page.CAMPAIGN,
    child_seats.CAMPAIGN,
    hearing_rooms.CAMPAIGN,
    inhalers.CAMPAIGN,
    standards.CAMPAIGN,
    placeholders.CAMPAIGN,
)
