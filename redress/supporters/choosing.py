"""Changing one's mind about the name on the page and about milestone messages."""

from datetime import datetime

from django.db import transaction

from redress.supporters.consenting import words_sha256
from redress.supporters.models import Consent, NameShown, Status, Supporter


class NotStanding(Exception):
    """The person has not confirmed, or has left; there is nothing to choose."""


def choose(
    *, supporter_id: int, name_shown: str, wants_milestones: bool, language: str, now: datetime
) -> None:
    """Keep the person's choices, and each changed one as a consent given or taken back.

    Raises NotStanding.
    """
    with transaction.atomic():
        rows = Supporter.objects.select_for_update(no_key=True)
        supporter = rows.filter(pk=supporter_id, status=Status.CONFIRMED).first()
        if supporter is None:
            raise NotStanding
        changed: dict[str, bool] = {}
        if supporter.name_shown != name_shown:
            changed[Consent.Kind.NAME] = name_shown != NameShown.PRIVATE
        if supporter.wants_milestones != wants_milestones:
            changed[Consent.Kind.MILESTONES] = wants_milestones
        Consent.objects.bulk_create(
            Consent(
                supporter=supporter,
                kind=kind,
                text_sha256=words_sha256(kind, language=language),
                language=language,
                given=given,
                at=now,
            )
            for kind, given in changed.items()
        )
        supporter.name_shown = name_shown
        supporter.wants_milestones = wants_milestones
        supporter.save(update_fields=["name_shown", "wants_milestones"])
