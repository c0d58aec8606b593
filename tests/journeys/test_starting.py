"""Somebody new starts a campaign from the home page, with the keyboard, and finds the draft."""

import secrets
from urllib.parse import urlsplit

import pytest

from tests.journeys.entering import ask_for_code
from tests.journeys.site import until

pytestmark = pytest.mark.journey
WORDS = {
    "en": "Migrant children are held in detention cells for weeks without their families.",
    "es": "Niñas y niños migrantes pasan semanas en centros de detención sin sus familias.",
}
TITLE = {"en": "Let the children of our valley go home", "es": "Que las niñas del valle vuelvan"}
BODY = """
    SELECT s.body ->> %s FROM campaigns_section s JOIN campaigns_campaign c ON c.id = s.campaign_id
     WHERE c.number = %s AND s.kind = 'problem'
"""
SAVED = "SELECT answers -> 'people' -> 'fields' ->> 'text' FROM campaigns_beginning WHERE code = %s"


def tab_to(visitor, selector, *, at_most=90):
    """Press Tab until this is focused, as somebody without a mouse does."""
    for _ in range(at_most):
        if visitor.page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab on {visitor.page.url}")


def enter(visitor, selector, *, status=200):
    """Go there by Tab and press Enter, which leads to another page."""
    tab_to(visitor, selector)
    visitor.watch.allowed.add(status)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()


def write(visitor, selector, words):
    """Go there by Tab and type."""
    tab_to(visitor, selector)
    visitor.page.keyboard.insert_text(words)


def code_in(visitor):
    """The code of the beginning, from the address."""
    path = urlsplit(visitor.page.url).path
    return path.split("/start/")[1].split("/")[0]


class TestStarting:
    def test_from_the_home_page_to_the_draft_with_the_keyboard(self, site, arrive, language):
        person = arrive(language)
        email = f"starter-{secrets.token_hex(4)}@example.org"
        person.go("/")
        enter(person, ".opening a.btn.go")
        person.at(r"/start/$")
        enter(person, ".head a.btn.go")
        person.at(r"/start/first/$")
        write(person, "textarea[name=text]", WORDS[language])
        enter(person, ".start-acts button.go")

        person.at(r"/similar/$")
        assert person.page.locator(".cards .card").count() >= 1
        enter(person, ".start-acts a.go")
        person.at(r"/people/$")
        assert person.page.locator(".progress-line progress").get_attribute("value") == "2"
        write(person, "textarea[name=text]", "400")
        enter(person, ".start-acts button.go")

        person.at(r"/agency/$")
        write(person, "[name=agency_q]", "inmigración" if language == "es" else "immigration")
        person.page.wait_for_selector("[data-picker-rows] input[value=us-dhs]")
        assert person.violations() == []
        tab_to(person, "input[name=agency]")
        person.page.keyboard.press("ArrowDown")
        while person.page.evaluate("document.activeElement.value") != "us-dhs":
            person.page.keyboard.press("ArrowDown")
        assert person.page.locator("label:has([value=us-dhs]) .picker-more").is_visible()
        write(person, "[name=rule_citation]", "8 c.f.r. § 236.3")
        enter(person, ".start-acts button.go")

        person.at(r"/words/$")
        write(person, "[name=current]", "Seventy-two hours")
        write(person, "[name=wished]", "Three hours")
        enter(person, ".start-acts button.go")
        write(person, "textarea[name=text]", "The parish")
        enter(person, ".start-acts button.go")
        person.at(r"/money/$")
        write(person, "[name=amount]", "lots")
        enter(person, ".start-acts button.go", status=422)
        assert person.page.input_value("[name=amount]") == "lots"
        person.page.fill("[name=amount]", "5,000")
        write(person, "[name=purposes]", "Lawyer: 5,000")
        enter(person, ".start-acts button.go")

        assert person.reads(WORDS[language])
        assert person.reads("8 CFR 236.3")
        write(person, "[name=title]", TITLE[language])
        code = code_in(person)
        enter(person, ".start-acts button.go")
        person.at(r"/accounts/login/$")
        ask_for_code(person, email)
        person.at(rf"/start/{code}/keep/$")
        enter(person, "main form button.go")

        person.at(r"/studio/RDS-\d{4}-\d{4}/start/$")
        assert person.reads(WORDS[language])
        number = urlsplit(person.page.url).path.split("/")[-3]
        assert WORDS[language] in site.one(BODY, language, number)
        person.go("/studio/")
        assert person.reads(TITLE[language])
        assert person.reads(number)

        # whoever else has the address finds nothing any more
        arrive(language).go(f"/start/{code}/", status=404)

    def test_goes_without_scripts(self, site, arrive, language):
        person = arrive(language, java_script_enabled=False)
        person.go("/start/first/")
        person.page.fill("[name=text]", "Zzyzx")
        person.press(".start-acts button.go")
        person.at(r"/people/$")
        person.press("[name=skip]")
        person.page.fill("[name=rule_citation]", "8 CFR 236.3")
        person.page.fill("[name=agency_q]", "8 CFR")
        person.press("[name=agency_find]")
        assert person.page.input_value("[name=rule_citation]") == "8 CFR 236.3"
        person.page.check("[value=us-dhs]")
        person.press(".start-acts button.go")
        person.at(r"/words/$")
        person.press("[name=back]")
        assert person.page.is_checked("[value=us-dhs]")

    def test_loses_no_word_with_the_connection(self, site, arrive, language):
        person = arrive(language)
        person.go("/start/first/")
        person.page.fill("[name=text]", "Xyzzyq")
        person.page.reload()
        assert person.page.input_value("[name=text]") == "Xyzzyq"
        person.press(".start-acts button.go")
        code = code_in(person)

        person.context.set_offline(True)
        person.page.fill("[name=text]", "Forty families")
        offline = person.page.get_attribute("[data-start]", "data-offline")
        until(lambda: person.page.inner_text("[data-said]") == offline, "what is said of it")
        person.context.set_offline(False)
        until(lambda: site.one(SAVED, code) == "Forty families", "the words at the server")

        other = person.context.new_page()
        other.goto(person.page.url)
        other.fill("[name=text]", "Forty families and a school")
        until(lambda: site.one(SAVED, code) == "Forty families and a school", "the other window's")
        person.page.fill("[name=text]", "Two villages")
        until(lambda: "Two villages" in (site.one(SAVED, code) or ""), "both windows' words")
        assert "Forty families and a school" in site.one(SAVED, code)
        assert "Two villages" in person.page.input_value("[name=text]")
        other.close()
