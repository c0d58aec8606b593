"""A changed choice is kept together with the consent given or taken back."""

import pytest

from redress.supporters.choosing import NotStanding, choose
from redress.supporters.models import Consent
from tests.conftest import NOW
from tests.factories.supporters import SupporterFactory


@pytest.mark.django_db
class TestChoose:
    def test_keeps_each_changed_choice_as_a_consent(self):
        supporter = SupporterFactory(confirmed=True, wants_milestones=True)

        choose(
            supporter_id=supporter.pk,
            name_shown="full",
            wants_milestones=False,
            language="es",
            now=NOW,
        )

        supporter.refresh_from_db()
        assert (supporter.name_shown, supporter.wants_milestones) == ("full", False)
        assert set(Consent.objects.values_list("kind", "given", "language")) == {
            ("name", True, "es"),
            ("milestones", False, "es"),
        }

    def test_writes_no_consent_when_nothing_changes(self):
        supporter = SupporterFactory(confirmed=True, name_shown="first")

        choose(
            supporter_id=supporter.pk,
            name_shown="first",
            wants_milestones=False,
            language="en",
            now=NOW,
        )

        assert Consent.objects.count() == 0

    def test_changes_nothing_for_one_who_left(self):
        supporter = SupporterFactory(left=True)

        with pytest.raises(NotStanding):
            choose(
                supporter_id=supporter.pk,
                name_shown="full",
                wants_milestones=True,
                language="en",
                now=NOW,
            )

        supporter.refresh_from_db()
        assert (supporter.name_shown, Consent.objects.count()) == ("private", 0)
