"""Two people write one part; the connection drops, the session ends, buttons are pressed twice."""

import secrets
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from redress.accounts.models import User
from redress.accounts.session_models import Session
from redress.campaigns import drafting
from redress.campaigns.models import Campaign, Membership, Revision
from redress.core.translated import Translated
from tests.journeys.browsing import Visitor
from tests.journeys.site import until
from tests.samples.pictures import jpeg

pytestmark = pytest.mark.journey
COOKIE = "__Host-session"
SUMMARY = "The rule lets the agency hold a child. It should ask for release first."


class Team:
    """A draft with two people, each of whom is signed in with a browser."""

    def __init__(self, site: Any, rows: Any, arrive: Any, language: str, **options: Any) -> None:
        self.site, self.rows = site, rows
        tag = secrets.token_hex(4)
        with rows():
            owner, other = (
                User.objects.create_user(f"{name}-{tag}@example.org", name=name)
                for name in ("Rosa", "Tomas")
            )
            now = datetime.now(UTC)
            draft = drafting.create(
                owner=owner, title=Translated(en=f"Let {tag} go home now"), language="en", now=now
            )
            Membership.objects.create(campaign=draft, user=other, role="editor", since=now)
            self.number, self.pk = draft.number, draft.pk
            cookies = [self.cookie(user) for user in (owner, other)]
        self.people = []
        for cookie in cookies:
            visitor: Visitor = arrive(language, **options)
            self.give(visitor, cookie)
            self.people.append(visitor)

    @staticmethod
    def cookie(user: User) -> str:
        client = Client()
        client.force_login(user)
        return client.cookies[COOKIE].value

    def give(self, visitor: Visitor, cookie: str) -> None:
        place = {"domain": "localhost", "path": "/", "secure": True, "httpOnly": True}
        visitor.context.add_cookies([{"name": COOKIE, "value": cookie, **place}])

    def end_sessions(self) -> None:
        with self.rows():
            Session.objects.all().delete()

    def path(self, more: str = "") -> str:
        return f"/studio/{self.number}/parts/title/{more}"

    def saved(self) -> list[str]:
        """The summaries in English that were ever kept, oldest first."""
        with self.rows():
            found = Revision.objects.filter(campaign_id=self.pk, part="title").order_by("pk")
            return [row.data["standfirst"]["en"] for row in found]

    def text(self) -> str:
        """The summary as it stands."""
        with self.rows():
            return Campaign.objects.get(pk=self.pk).standfirst.get("en", "")

    def log_in_again(self, visitor: Visitor, name: str) -> None:
        with self.rows():
            user = User.objects.get(memberships__campaign_id=self.pk, name=name)
            self.give(visitor, self.cookie(user))


def field(visitor: Visitor) -> Any:
    return visitor.page.locator("#id_standfirst_en")


def write(visitor: Visitor, text: str) -> None:
    field(visitor).fill(text)


def state(visitor: Visitor, wanted: str) -> None:
    """The line beside the button says this, in whatever language."""
    line = visitor.page.locator("[data-save-status]")
    expect(line).to_have_attribute("data-state", wanted, timeout=20_000)
    expect(line).not_to_be_empty()


def allow(visitor: Visitor, *statuses: int) -> None:
    """What a script was refused, as it had to be."""
    kept = [
        fault
        for fault in visitor.watch.faults
        if not fault.startswith(tuple(f"{status} for" for status in statuses))
    ]
    visitor.watch.faults[:] = kept


class TestAutosave:
    def test_saves_while_it_is_written(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        rosa = team.people[0]
        rosa.go(team.path())
        write(rosa, SUMMARY)
        state(rosa, "saved")

        assert team.text() == SUMMARY
        rosa.look()
        rosa.go(team.path())
        expect(field(rosa)).to_have_value(SUMMARY)
        expect(rosa.page.locator("[data-kept]")).to_be_hidden()

    def test_saves_when_the_page_is_left(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        rosa = team.people[0]
        rosa.go(team.path())
        write(rosa, SUMMARY)
        rosa.page.on("dialog", lambda dialog: dialog.accept())
        rosa.page.goto(rosa.address(f"/studio/{team.number}/"))

        until(lambda: team.text() == SUMMARY, "the words of the page that was left")
        rosa.go(team.path())
        expect(rosa.page.locator("[data-kept]")).to_be_hidden()

    def test_pressed_twice_is_one_state(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        rosa = team.people[0]
        rosa.go(team.path())
        write(rosa, SUMMARY)
        rosa.page.locator("[data-save]").dblclick()
        state(rosa, "saved")

        assert team.saved().count(SUMMARY) == 1


class TestTwoEditors:
    def test_lose_no_word_and_see_both(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        rosa, tomas = team.people
        for person in (rosa, tomas):
            person.go(team.path())
        write(rosa, "Rosa wrote this.")
        state(rosa, "saved")
        write(tomas, "Tomas wrote that.")
        state(tomas, "aside")
        allow(tomas, 409)
        assert team.text() == "Rosa wrote this."
        # what is typed from now on joins the words that stand aside
        write(tomas, "Tomas wrote that, and more.")
        until(
            lambda: "Tomas wrote that, and more." in team.saved(), "the later words beside the text"
        )
        state(tomas, "aside")
        allow(tomas, 409)

        tomas.page.click("[data-save-status] a")
        tomas.page.wait_for_url("**/merge/**")
        tomas.look()
        assert tomas.reads("Rosa wrote this.")
        assert tomas.reads("Tomas wrote that, and more.")
        tomas.page.check("[name=choice_0][value=edit]")
        tomas.page.fill("[name=text_0]", "Rosa wrote this. Tomas wrote that, and more.")
        tomas.press(".merge-form button.go")

        assert team.text() == "Rosa wrote this. Tomas wrote that, and more."
        assert {"Rosa wrote this.", "Tomas wrote that.", "Tomas wrote that, and more."} <= set(
            team.saved()
        )
        tomas.go(team.path("history/"))
        tomas.page.locator("form button.small").first.click()
        tomas.page.wait_for_url("**saved=**")
        tomas.look()

    def test_merge_without_a_script(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language, java_script_enabled=False)
        rosa, tomas = team.people
        for person in (rosa, tomas):
            person.go(team.path())
        write(rosa, "Rosa wrote this.")
        rosa.press("[data-save]")
        write(tomas, "Tomas wrote that.")
        tomas.press("[data-save]")
        tomas.at(r"/merge/\d+/$")
        tomas.page.check("[name=choice_0][value=mine]")
        tomas.press(".merge-form button.go")

        assert team.text() == "Tomas wrote that."
        assert "Rosa wrote this." in team.saved()

    def test_the_back_button_leads_to_both_texts(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language, java_script_enabled=False)
        rosa = team.people[0]
        rosa.go(team.path())
        base = rosa.page.locator("[name=base]").input_value()
        write(rosa, "First words.")
        rosa.press("[data-save]")
        rosa.page.go_back()
        # a browser may show the form as it was: with the base that it had then
        rosa.page.locator("[name=base]").evaluate("(node, base) => { node.value = base; }", base)
        write(rosa, "Words of the old form.")
        rosa.press("[data-save]")
        rosa.at(r"/merge/\d+/$")

        assert team.text() == "First words."
        assert "Words of the old form." in team.saved()


class TestTrouble:
    def test_without_a_connection_keeps_the_words_and_saves_later(
        self, site, rows, arrive, language
    ):
        team = Team(site, rows, arrive, language)
        rosa = team.people[0]
        rosa.go(team.path())
        rosa.context.set_offline(True)
        write(rosa, SUMMARY)
        state(rosa, "offline")
        assert team.text() == ""
        rosa.context.set_offline(False)
        state(rosa, "saved")

        assert team.text() == SUMMARY

    def test_offers_words_back_that_were_never_saved(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        rosa = team.people[0]
        rosa.go(team.path())
        rosa.context.set_offline(True)
        write(rosa, SUMMARY)
        state(rosa, "offline")
        # the window is closed by force: no last save, no question
        rosa.page.close(run_before_unload=False)
        rosa.context.set_offline(False)
        rosa.page = rosa.context.new_page()
        rosa.go(team.path())
        expect(rosa.page.locator("[data-kept]")).to_be_visible()
        rosa.look()
        rosa.page.click("[data-kept-use]")
        state(rosa, "saved")

        assert team.text() == SUMMARY

    def test_an_ended_session_loses_nothing(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        rosa = team.people[0]
        rosa.go(team.path())
        team.end_sessions()
        write(rosa, SUMMARY)
        state(rosa, "signedOut")
        link = rosa.page.locator("[data-save-status] a")
        expect(link).to_have_attribute("target", "_blank")
        assert team.text() == ""
        team.log_in_again(rosa, "Rosa")
        state(rosa, "saved")
        allow(rosa, 401, 403)

        assert team.text() == SUMMARY

    def test_a_changed_role_is_told_and_no_fault_of_the_site(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        tomas = team.people[1]
        tomas.go(team.path())
        with rows():
            Membership.objects.filter(campaign_id=team.pk, user__name="Tomas").update(role="viewer")
        write(tomas, SUMMARY)
        state(tomas, "gone")
        allow(tomas, 404)

        assert team.text() == ""
        assert SUMMARY in tomas.page.evaluate("Object.values(localStorage).join()")

    def test_looking_at_the_deadline_writes_nothing(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language, timezone_id="Asia/Tokyo")
        rosa = team.people[0]
        rosa.go(f"/studio/{team.number}/parts/conditions/")
        expect(rosa.page.locator("[name=zone]")).to_have_value("Asia/Tokyo")
        rosa.page.locator("h1").click()
        rosa.go(f"/studio/{team.number}/parts/conditions/")

        expect(rosa.page.locator("[data-kept]")).to_be_hidden()
        with rows():
            assert not Revision.objects.filter(campaign_id=team.pk, part="conditions").exists()

    def test_words_beside_a_refused_file_are_saved(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        rosa = team.people[0]
        rosa.go(f"/studio/{team.number}/parts/picture/")
        drawing = {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
        rosa.page.set_input_files("[name=picture]", drawing)
        rosa.page.fill("[name=hero_alt_en]", "A classroom")
        rosa.press("[data-save]", status=422)
        state(rosa, "saved")

        rosa.go(f"/studio/{team.number}/parts/picture/")
        expect(rosa.page.locator("[name=hero_alt_en]")).to_have_value("A classroom")

    def test_words_that_went_with_a_file_are_not_offered_back(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        rosa = team.people[0]
        rosa.go(f"/studio/{team.number}/parts/picture/")
        rosa.page.set_input_files(
            "[name=picture]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
        )
        rosa.page.check("[name=people_confirmed]")
        rosa.page.fill("[name=hero_alt_en]", "A classroom")
        rosa.press("[data-save]")
        rosa.at(r"/parts/picture/$")

        expect(rosa.page.locator("[name=hero_alt_en]")).to_have_value("A classroom")
        expect(rosa.page.locator("[data-kept]")).to_be_hidden()


class TestWriting:
    def test_saves_what_is_typed_into_the_editor(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        rosa = team.people[0]
        rosa.go(f"/studio/{team.number}/parts/goal/")
        rosa.page.locator("rich-text [role=textbox]").first.click()
        rosa.page.keyboard.type("Every child goes home.")
        state(rosa, "saved")
        rosa.look()

        with rows():
            (section,) = Campaign.objects.get(pk=team.pk).sections.all()
            assert section.body["en"] == "Every child goes home."

    def test_draws_the_redline_while_the_rule_is_written(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        rosa = team.people[0]
        rosa.go(f"/studio/{team.number}/parts/solution/")
        rosa.page.fill("[name=changes-0-current_text]", "A minor may be held.")
        rosa.page.fill("[name=changes-0-proposed_text]", "A minor shall be released.")
        shown = rosa.page.locator("[data-redlines-shown]")
        expect(shown.locator("ins").last).to_contain_text("released")
        expect(shown.locator("del").last).to_contain_text("held")
        state(rosa, "saved")
        rosa.look()

    def test_says_beside_the_field_what_cannot_be_kept(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        rosa = team.people[0]
        rosa.go(team.path())
        rosa.page.locator("#id_title_en").evaluate("node => node.removeAttribute('maxlength')")
        rosa.page.fill("#id_title_en", "x" * 91)
        state(rosa, "errors")
        allow(rosa, 422)
        expect(rosa.page.locator("#id_title_en")).to_have_attribute("aria-invalid", "true")
        expect(rosa.page.locator("[data-live-error]")).to_be_visible()
        rosa.page.fill("#id_title_en", "x" * 90)
        state(rosa, "saved")
        expect(rosa.page.locator("[data-live-error]")).to_have_count(0)
