"""The check on stories: who agreed to them, and that names are changed."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from redress.campaigns.checks.check import Check, Finding, Level, Sheet, Words, excerpt_of
from redress.campaigns.models import Campaign


def words_of(campaign: Campaign) -> tuple[Words, ...]:
    """The texts of its stories, for the checks on any text."""
    return tuple(
        Words("stories", f"stories-{number}-{name}_{code}", code, text, text)
        for number, story in enumerate(campaign.stories.order_by("pk"))
        for name, said in (("text", story.text), ("approved_note", story.approved_note))
        for code, text in said.items()
        if text
    )


def _stories(sheet: Sheet) -> Iterator[Finding]:
    if sheet.campaign is None:
        return
    for number, story in enumerate(sheet.campaign.stories.order_by("pk")):
        excerpt = excerpt_of(str(story.text))
        place = f"stories-{number}"
        if not any(text.strip() for text in story.approved_note.values()):
            yield Finding(
                part="stories",
                field=place,
                excerpt=excerpt,
                detail=_("Nothing says who read and approved this account."),
            )
        if not story.protected:
            yield Finding(
                part="stories",
                field=place,
                excerpt=excerpt,
                detail=_("It is not marked that the names are changed."),
            )
        elif not story.combination_reason.strip():
            yield Finding(
                part="stories",
                field=place,
                excerpt=excerpt,
                detail=_("Nobody wrote down why its facts together point at nobody."),
            )


STORIES = Check(
    code="B12",
    level=Level.BLOCK,
    title=_("A story has no consent or shows a true name"),
    why=_("Whoever told it may be hurt by being recognized."),
    mend=_("Keep the story back until consent is written down and the names are changed."),
    judge=_stories,
)
