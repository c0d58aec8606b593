"""Stories told under changed names. The identity behind one is not kept in these rows."""

from django.db import models
from django.db.models import Q

from redress.campaigns.models import Campaign
from redress.core.translated import TranslatedField


class Story(models.Model):
    """A person's account; the note on changed names comes from `protected`, never typed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="stories")
    text = TranslatedField()
    protected = models.BooleanField(default=True)  # names are changed
    # the combination warning asks for a written reason when facts could point to a person
    combination_reason = models.TextField(blank=True)
    approved_note = TranslatedField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        """A published protected story has its written reason."""

        constraints = (
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(protected=False)
                | ~Q(combination_reason=""),
                name="story_reasoned",
            ),
        )

    def __str__(self) -> str:
        """The number; a story has no other name here."""
        return f"story {self.pk}"
