"""The form of the press part: what it refuses, and who may write in it."""

import pytest
from django.urls import reverse

from redress.accounts.permissions import TeamRole
from tests.factories.campaigns import DraftFactory, MembershipFactory
from tests.web.entering import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
ROW = {
    "articles-row": ["0"],
    "articles-0-outlet": "Valley Radio",
    "articles-0-headline": "Clinicians ask for one changed sentence",
    "articles-0-language": "en",
    "articles-0-url": "example.org/radio",
    "articles-0-published_on": "2026-11-12",
    "base": "0",
}


def send(client, draft, **changes):
    path = reverse("studio_part", args=[draft.number, "press"])
    return client.post(path, ROW | changes, headers={"Sec-Fetch-Site": "same-origin"})


class TestPressForm:
    @pytest.mark.parametrize("role", [TeamRole.OWNER, TeamRole.EDITOR, TeamRole.SPOKESPERSON])
    def test_lets_owner_editor_and_spokesperson_write(self, client, role):
        draft = DraftFactory()
        enter(client, MembershipFactory(campaign=draft, role=role).user)

        assert send(client, draft).status_code in {302, 303}
        row = draft.press.get()
        assert (row.outlet, row.url) == ("Valley Radio", "https://example.org/radio")

    @pytest.mark.parametrize("role", [TeamRole.COUNSEL, TeamRole.VIEWER])
    def test_lets_nobody_else_write(self, client, role):
        draft = DraftFactory()
        enter(client, MembershipFactory(campaign=draft, role=role).user)

        assert send(client, draft).status_code == 404
        assert not draft.press.exists()

    @pytest.mark.parametrize(
        "changes",
        [
            {"articles-0-url": "javascript:alert(1)"},
            {"articles-0-url": "http://example.org/radio"},
            {"articles-0-published_on": "yesterday"},
            {"articles-0-published_on": "0026-11-12"},
            {"articles-0-language": "xx"},
            {"articles-0-headline": "x" * 241},
        ],
    )
    def test_refuses_what_cannot_be_kept(self, client, changes):
        draft = DraftFactory()
        enter(client, MembershipFactory(campaign=draft).user)

        assert send(client, draft, **changes).status_code == 422
        assert not draft.press.exists()
