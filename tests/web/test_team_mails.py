"""Every message to teams, organizations and the house, in both languages and both parts."""

import re

import pytest

from redress.core.mail import build_message
from redress.core.models import OutboxMessage

FACTS = {
    "campaign_number": "RDS-2026-0147",
    "campaign_title": "Let them go home",
    "invitation": 7,
    "offer": 8,
    "check": 9,
    "role": "editor",
    "by": "Rosa O’Neill",
    "person": "Ana & Eva",
    "owners": "Rosa, Ana",
    "organization": "Kite",
    "organization_slug": "kite",
    "domain": "kite.example.org",
    "until": "2026-12-04T18:00:00+00:00",
    "granted": True,
    "is_you": False,
}
KINDS = {
    "team_invitation": {},
    "team_joined": {},
    "team_left": {},
    "team_removed": {},
    "role_changed": {"role": "owner"},
    "owners_changed": {},
    "transfer_offered": {},
    "transfer_declined": {},
    "campaign_transferred": {},
    "organization_invitation": {"role": "member"},
    "organization_changed": {"role": "owner"},
    "domain_check": {},
    "house_role": {"role": "operator"},
}


def built(kind, language, **facts):
    return build_message(
        OutboxMessage(
            pk=1,
            kind=kind,
            dedupe_key=f"{kind}:1",
            to_address="ana@example.org",
            language=language,
            context=FACTS | KINDS[kind] | facts,
        )
    )


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", KINDS)
class TestMessage:
    def test_is_whole_and_leads_by_the_same_links_in_both_parts(self, kind, language):
        mail = built(kind, language)
        html = mail.alternatives[0].content

        assert mail.subject
        assert "\n" not in mail.subject
        for part in (mail.subject, mail.body, html):
            assert not re.search(r"\{\{|\}\}|\{%|%\}|None", part)
        links = re.findall(
            r"https?://\S+/(?:invitations|studio|transfers|domains|organ)\S*", mail.body
        )
        assert all(f'href="{link}"' in html for link in links)
        assert f'lang="{language}"' in html

    def test_escapes_names_in_the_html_part_only(self, kind, language):
        mail = built(kind, language)

        assert "Ana & Eva" not in mail.alternatives[0].content
        assert "&amp;" not in mail.body


class TestWords:
    @pytest.mark.parametrize(
        ("facts", "sentence"),
        [
            ({"is_you": True}, "Rosa O’Neill made you Owner of “Kite”."),
            ({}, "Rosa O’Neill made Ana & Eva Owner of “Kite”."),
            ({"role": "", "is_you": True}, "You do not belong to “Kite” any more."),
            ({"role": ""}, "Ana & Eva does not belong to “Kite” any more."),
        ],
    )
    def test_of_a_changed_organization(self, facts, sentence):
        assert sentence in built("organization_changed", "en", **facts).body

    def test_of_a_role_taken(self):
        mail = built("house_role", "en", granted=False, by="")

        assert mail.subject == "You hold a role no more: Operator"
        assert "It was done by the command on the server." in mail.body

    def test_of_an_offer_to_a_person(self):
        body = built("transfer_offered", "en", organization="").body

        assert "offers you the campaign" in body
        assert "Friday, December 4, 2026, 6:00" in body
