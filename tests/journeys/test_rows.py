"""Facts, sources and budget lines are added, moved and taken out with the keyboard alone."""

import secrets

import pytest

from redress.accounts.models import User
from redress.campaigns import drafting
from redress.core.translated import Translated
from tests.journeys.entering import log_in
from tests.journeys.site import until
from tests.journeys.test_starting import tab_to, write

pytestmark = pytest.mark.journey
FACTS = """
    SELECT s.number, f.statement ->> 'en' FROM campaigns_fact f
      LEFT JOIN campaigns_source s ON s.id = f.source_id
      JOIN campaigns_campaign c ON c.id = f.campaign_id
     WHERE c.number = %s ORDER BY f.position
"""
LINES = """
    SELECT l.amount_minor FROM campaigns_budgetline l
      JOIN campaigns_campaign c ON c.id = l.campaign_id WHERE c.number = %s ORDER BY l.position
"""


@pytest.fixture
def draft(site, rows):
    """A new draft: its number, and the address of its owner."""
    email = f"writer-{secrets.token_hex(4)}@example.org"
    with rows():
        owner = User.objects.create(email=email, name="Lia Soto")
        campaign = drafting.create(
            owner=owner,
            title=Translated(en="Plain words", es="Palabras claras"),
            language="en",
            now=site.now(),
        )
        return campaign.number, email


def status_of(person, name):
    return person.page.inner_text(f"#rows-{name} [data-rows-status]")


class TestRows:
    def test_are_written_with_the_keyboard_alone(self, site, arrive, language, draft):
        number, email = draft
        person = arrive(language)
        log_in(person, email)
        page = person.page
        person.go(f"/studio/{number}/parts/facts/")

        write(person, "#id_sources-0-citation_en", "A report of 2025")
        tab_to(person, "#rows-sources [data-rows-add]")
        page.keyboard.press("Enter")
        # the focus is in the new row, and what happened is said
        assert page.evaluate("document.activeElement.id") == "id_sources-1-citation_en"
        title = page.get_attribute("#rows-sources", "data-title").replace("%(number)s", "2")
        added = page.get_attribute("#rows-sources", "data-added").replace("%(row)s", title)
        assert status_of(person, "sources") == added
        page.keyboard.insert_text("A letter of 2024")
        write(person, "#id_facts-0-statement_en", "It is so.")
        tab_to(person, "#id_facts-0-source")
        page.keyboard.press("End")
        assert page.input_value("#id_facts-0-source") == "1"

        # the chosen source stays, moves with its row, and only then another one may go
        page.focus("#rows-sources-1 [data-row-act=remove]")
        page.keyboard.press("Enter")
        assert page.locator("#rows-sources [data-row]").count() == 2
        kept = page.get_attribute("#id_facts-0-source", "data-rows-kept")
        assert status_of(person, "sources") == kept
        page.focus("#rows-sources-1 [data-row-act=up]")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.dataset.rowAct") == "down"
        assert "A letter of 2024" in page.inner_text("#id_facts-0-source option:checked")
        page.focus("#rows-sources-0 [data-row-act=remove]")
        page.keyboard.press("Enter")
        assert person.violations() == []

        until(lambda: site.all(FACTS, number) == [(1, "It is so.")], "the fact and its source")
        person.go(f"/studio/{number}/parts/facts/")
        assert page.input_value("#id_sources-0-citation_en") == "A letter of 2024"
        person.check()

    def test_balance_a_budget_while_it_is_typed(self, site, arrive, language, draft):
        number, email = draft
        person = arrive(language)
        log_in(person, email)
        page = person.page
        person.go(f"/studio/{number}/parts/budget/")

        write(person, "#id_goal", "1,000")
        write(person, "#id_lines-0-amount", "940")
        assert "$940" in page.inner_text("[data-balance]")
        assert "$60" in page.inner_text("[data-balance]")
        assert "36" in page.inner_text("[data-reach]")
        tab_to(person, "#rows-lines [data-rows-add]")
        page.keyboard.press("Enter")
        write(person, "#id_lines-1-amount", "60")
        assert "$60" not in page.inner_text("[data-balance]")

        until(lambda: site.all(LINES, number) == [(94_000,), (6_000,)], "the lines")
        person.check()

    def test_go_without_scripts(self, site, arrive, language, draft):
        number, email = draft
        person = arrive(language, java_script_enabled=False)
        log_in(person, email)
        page = person.page
        person.go(f"/studio/{number}/parts/budget/")

        page.fill("#id_goal", "100")
        page.fill("#id_lines-0-amount", "40")
        person.press("#rows-lines [data-rows-add]")
        assert page.input_value("#id_goal") == "100"
        assert site.all(LINES, number) == []
        page.fill("#id_lines-1-amount", "60")
        person.press("#rows-lines-1 [data-row-act=up]")
        assert site.all(LINES, number) == []
        person.press("[data-save]")

        assert site.all(LINES, number) == [(6_000,), (4_000,)]
        person.check()
