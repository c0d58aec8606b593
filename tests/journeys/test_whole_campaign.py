"""From the home page to a draft in which every part is ready, with the keyboard alone."""

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from redress.campaigns import drafting
from redress.campaigns.models import Campaign, CoalitionMember, Invitation
from redress.campaigns.parts import PARTS
from redress.core.models import Picture
from tests.journeys import a_campaign as words
from tests.journeys.entering import ask_for_code, count_codes, mailed_code
from tests.journeys.keyboard import Keys
from tests.journeys.site import until
from tests.journeys.test_two_editors import Team
from tests.samples.pictures import photo, saved

pytestmark = pytest.mark.journey
ON = ".start-acts button.go"
EDITOR = "rich-text:has(#{}) [role=textbox]"
PUBLISHED = "2026-05-04"


class Writer(Keys):
    """Somebody in the studio: a part is written, saved, and left by the link to the next one."""

    def both(self, name, texts):
        for code in ("en", "es"):
            self.write(f"#id_{name}_{code}", texts[code])

    def both_rich(self, name, texts):
        for code in ("en", "es"):
            self.write(EDITOR.format(f"id_{name}_{code}"), texts[code])

    def add_row(self, name):
        self.to(f"#rows-{name} [data-rows-add]")
        self.page.keyboard.press("Enter")

    def date(self, selector, day):
        """Type a day into a date box, in the order in which this browser shows its parts."""
        year, month, number = day.split("-")
        box = self.to(selector)
        for order in (month + number + year, number + month + year):
            self.page.keyboard.type(order)
            if box.input_value() == day:
                return
            self.to(selector, back=True)
            self.page.keyboard.press("Delete")
        raise AssertionError(f"{selector} says {box.input_value()!r}, not {day}")

    def save(self, *, ready=True):
        """Press the button; what was typed is kept, and the part says how far it is."""
        self.to("[data-save]")
        self.page.keyboard.press("Enter")
        line = self.page.locator("[data-save-status]")
        expect(line).to_have_attribute("data-state", "saved", timeout=20_000)
        if ready:
            expect(self.page.locator(".part-state .state")).to_have_class("state is-ready")
        self.visitor.look()

    def next_part(self, key):
        self.go(".follows a")
        self.visitor.at(rf"/parts/{key}/$")
        self.skip()


def sign_in(keys, email):
    """Ask for a code, read it in the mailbox in another window, type it."""
    visitor = keys.visitor
    before = count_codes(visitor, email)
    keys.write("[name=email]", email)
    keys.go("form[novalidate] button.go")
    visitor.at(r"/accounts/login/code/$")
    keys.write("[name=code]", mailed_code(visitor, email, after=before))
    keys.go("form button.go")


def begin(keys, language, email):
    """Six questions, similar campaigns, a sign-in: gives the number of the draft."""
    person, said = keys.visitor, words.ANSWERS[language]
    person.go("/")
    keys.go(".opening a.btn.go")
    keys.go(".head a.btn.go")
    keys.write("textarea[name=text]", said["problem"])
    keys.go(ON)
    person.at(r"/similar/$")
    assert person.page.locator(".cards .card").count() >= 1
    keys.go(".start-acts a.go")
    keys.write("textarea[name=text]", said["people"])
    keys.go(ON)
    pick_agency(keys)
    keys.write("[name=rule_citation]", "8 c.f.r. § 236.3")
    keys.go(ON)
    keys.write("[name=current]", said["current"])
    keys.write("[name=wished]", said["wished"])
    keys.go(ON)
    keys.write("textarea[name=text]", said["allies"])
    keys.go(ON)
    keys.write("[name=amount]", "5,000")
    keys.write("[name=purposes]", said["purposes"])
    keys.go(ON)
    for text in said.values():
        assert person.reads(text)
    keys.write("[name=title]", words.TITLE[language])
    keys.go(ON)
    sign_in(keys, email)
    keys.go("main form button.go")
    person.at(r"/studio/RDS-\d{4}-\d{4}/start/$")
    return urlsplit(person.page.url).path.split("/")[-3]


def pick_agency(keys):
    """Search for the agency and choose it from what was found."""
    page = keys.page
    keys.write("[name=agency_q]", "8 CFR")
    page.wait_for_selector("[data-picker-rows] input[value=us-dhs]")
    keys.choose("agency", "us-dhs")
    assert page.locator("label:has([value=us-dhs]) .picker-more").is_visible()


def write_first_parts(keys):
    """Title, picture, subjects, agency, goal and problem."""
    page = keys.page
    keys.both("title", words.TITLE)
    keys.both("standfirst", words.STANDFIRST)
    keys.save()

    keys.next_part("starter")
    keys.write("[name=starter_name]", words.STARTER)
    keys.both("starter_title", words.STARTER_TITLE)
    keys.save()

    keys.next_part("picture")
    body = saved(photo((900, 600)), "JPEG", quality=80)
    keys.give_file("[name=picture]", "kite.jpg", "image/jpeg", body)
    keys.tick("[name=people_confirmed]")
    keys.both("hero_alt", words.ALT)
    keys.both("hero_caption", words.CAPTION)
    keys.write("[name=hero_credit]", "Ana Ruiz, 2025")
    keys.select("[name=hero_license]", "CC BY 4.0")
    keys.go("[data-save]")
    keys.skip()
    keys.to("[name=focal_x]")
    page.keyboard.press("ArrowLeft")
    keys.save()

    keys.next_part("subjects")
    keys.tick("[name=areas][value=immigration]")
    keys.choose("scope", "national")
    keys.save()

    keys.next_part("agency")
    pick_agency(keys)
    keys.write("[name=rule_citation]", "8 CFR 236.3(j)")
    keys.save()

    keys.next_part("goal")
    keys.both_rich("body", words.GOAL)
    keys.both("note", words.GOAL_NOTE)
    keys.save()

    keys.next_part("problem")
    keys.both("heading", words.PROBLEM_HEADING)
    for code, (paragraph, bold, rest) in words.PROBLEM.items():
        keys.write(EDITOR.format(f"id_body_{code}"), paragraph)
        page.keyboard.press("Enter")
        page.keyboard.press("Control+b")
        page.keyboard.type(bold)
        page.keyboard.press("Control+b")
        page.keyboard.insert_text(rest)
    keys.save()


def write_rows(keys):
    """Facts, solution and strategy, which have rows."""
    page = keys.page
    keys.next_part("facts")
    for place, (citation, url) in enumerate(words.SOURCES):
        if place or not page.locator("#rows-sources-0").count():
            keys.add_row("sources")
        keys.both(f"sources-{place}-citation", citation)
        keys.write(f"#id_sources-{place}-url", url)
    if not page.locator("#rows-facts-0").count():
        keys.add_row("facts")
    for name, texts in words.FACT.items():
        keys.both(f"facts-0-{name}", texts)
    keys.to("#id_facts-0-source")
    page.keyboard.press("End")
    keys.save()

    keys.next_part("solution")
    keys.both_rich("body", words.SOLUTION)
    keys.both("plain_words", words.PLAIN_WORDS)
    for name in ("citation", "current_text", "proposed_text"):
        keys.write(f"#id_changes-0-{name}", words.CHANGE[name])
    keys.both("changes-0-note", words.CHANGE["note"])
    keys.save()

    keys.next_part("strategy")
    keys.both_rich("body", words.STRATEGY)
    for place, stage in enumerate(words.STAGES):
        keys.add_row("stages")
        keys.both(f"stages-{place}-heading", stage["heading"])
        if stage["body"]["en"]:
            keys.both_rich(f"stages-{place}-body", stage["body"])
    keys.save()


def write_terms(keys, day):
    """Budget, tiers, conditions and beneficiary."""
    keys.next_part("budget")
    keys.write("#id_goal", "6,000")
    for place, (purpose, typed, _minor) in enumerate(words.LINES):
        if place:
            keys.add_row("lines")
        keys.both(f"lines-{place}-purpose", purpose)
        keys.write(f"#id_lines-{place}-amount", typed)
    keys.both_rich("body", words.MONEY)
    keys.save()

    keys.next_part("tiers")
    keys.write("#id_advocate_minimum", "20")
    keys.both("advocate_perks", words.PERKS)
    keys.save()

    keys.next_part("conditions")
    keys.write("#id_people_goal", "500")
    keys.date("#id_day", day)
    keys.to("#id_time")
    keys.page.keyboard.type("0630PM")
    keys.select("#id_zone", "America/Chicago")
    keys.save()

    keys.next_part("beneficiary")
    keys.write("#id_name", words.BENEFICIARY)
    keys.choose("tax_class", "501c3")
    keys.save()


def write_article(keys, place):
    """One more article of the press."""
    outlet, headline, language, url = words.ARTICLES[place]
    keys.add_row("articles")
    keys.write(f"#id_articles-{place}-outlet", outlet)
    keys.write(f"#id_articles-{place}-headline", headline)
    keys.select(f"#id_articles-{place}-language", language)
    keys.write(f"#id_articles-{place}-url", url)
    keys.date(f"#id_articles-{place}-published_on", PUBLISHED)
    keys.save()


def invite(keys, number, *, colleague, organization, language):
    """A colleague into the team, an organization into the coalition."""
    person = keys.visitor
    keys.go(f".studio-head nav a[href$='/{number}/team/']")
    keys.go("a[href$='/team/invite/']")
    keys.write("[name=email]", colleague)
    keys.choose("role", "editor")
    keys.choose("language", language)
    keys.go("form.narrow button.go")
    assert person.reads(colleague)

    keys.go(f".studio-head nav a[href$='/{number}/coalition/']")
    keys.write("[name=name]", "Parish of San Juan")
    keys.write("[name=url]", "https://parish.example/about")
    keys.write("[name=contact_name]", "Tomás Ibarra")
    keys.write("[name=contact_email]", organization)
    keys.select("[name=language]", language)
    keys.write("[name=note]", "We met in March.")
    keys.go("form[action$='/invite/'] button.go")
    assert person.reads(organization)


def accept(keys, email):
    """Open the invitation from the mail, sign in, accept."""
    visitor = keys.visitor
    until(lambda: visitor.letters(email), f"a message to {email}")
    visitor.go(f"/dev/mail/?to={email}")
    keys.go(f"a[href$='/dev/mail/{visitor.letters(email)[0][0]}/']")
    keys.go(".panel a[href*='/invitations/']")
    keys.go("a.btn.go")
    sign_in(keys, email)
    visitor.at(r"/invitations/")
    keys.go(".panel form button.go")


class TestWholeCampaign:
    def test_is_written_with_the_keyboard_alone(self, site, rows, arrive, language):
        tag = secrets.token_hex(4)
        email, friend, parish = (
            f"{name}-{tag}@{host}"
            for name, host in (
                ("lia", "example.org"),
                ("ben", "example.org"),
                ("tomas", "parish.example"),
            )
        )
        day = f"{site.now() + timedelta(days=40):%Y-%m-%d}"
        keys = Writer(arrive(language))
        number = begin(keys, language, email)
        keys.go(f"main a.btn.go[href$='/studio/{number}/']")
        keys.go(".todo a, .parts-table a[href$='/parts/title/']")
        keys.visitor.at(r"/parts/title/$")
        keys.skip()
        write_first_parts(keys)
        write_rows(keys)
        write_terms(keys, day)
        keys.next_part("press")
        write_article(keys, 0)
        invite(keys, number, colleague=friend, organization=parish, language=language)

        helper = Writer(arrive(language))
        accept(helper, friend)
        helper.visitor.at(rf"/studio/{number}/$")
        helper.go(".parts-table a[href$='/parts/press/']")
        helper.skip()
        write_article(helper, 1)

        keys.go(f".studio-head nav a[href$='/studio/{number}/']")
        self.sees_all_ready(keys)
        keys.go("a[href$='/preview/']")
        self.sees_the_page(keys, language)

        self.stands_as_typed(rows, number, email=email, friend=friend, parish=parish, day=day)

    @staticmethod
    def sees_all_ready(keys):
        """The table on the overview has one word for every part."""
        shown = keys.page.locator(".parts-table .state")
        classes = shown.evaluate_all("nodes => nodes.map(node => node.className)")
        assert classes == ["state is-ready"] * len(PARTS)

    @staticmethod
    def sees_the_page(keys, language):
        """The preview shows the words in this person's language."""
        person = keys.visitor
        assert keys.page.locator("h1").inner_text() == words.TITLE[language]
        for text in (
            words.STANDFIRST[language],
            words.GOAL[language],
            words.PROBLEM[language][0],
            words.FACT["statement"][language],
            words.PLAIN_WORDS[language],
            words.STAGES[1]["heading"][language],
            words.LINES[1][0][language],
            words.BENEFICIARY,
            words.ARTICLES[0][1],
            words.ARTICLES[1][1],
        ):
            assert person.reads(text), text
        assert keys.page.locator(f"img[alt='{words.ALT[language]}']").count() >= 1
        # the line above the page tells the team who is not on it yet
        aside = keys.page.inner_text(".preview-line")
        assert aside.count("Parish of San Juan") == 1
        assert keys.page.inner_text("body").count("Parish of San Juan") == 1

    @staticmethod
    def stands_as_typed(rows, number, *, email, friend, parish, day):
        """What was typed is what the rows say, and nothing besides."""
        with rows():
            draft = Campaign.objects.get(number=number)
            picture = Picture.objects.get(pk=draft.picture_id)
            whole = words.whole(picture=picture.pk, day=day, published=PUBLISHED)
            found = {key: drafting.read_part(draft, key)[0] for key in PARTS}
            assert found == whole
            assert picture.uploaded_by.email == email
            assert draft.status == "draft"
            team = draft.memberships.order_by("pk").values_list("user__email", "role")
            assert list(team) == [(email, "owner"), (friend, "editor")]
            invited = Invitation.objects.get(campaign=draft)
            assert (invited.email, invited.accepted_by.email) == (friend, friend)
            member = CoalitionMember.objects.get(campaign=draft)
            assert (member.contact_email, member.name) == (parish, "Parish of San Juan")
            assert member.confirmed_at is None


class TestSearch:
    def test_that_answers_during_a_save_leaves_the_part_saved(self, site, rows, arrive, language):
        team = Team(site, rows, arrive, language)
        person = team.people[0]
        page, searches, saves = person.page, [], []

        def hold_search(route):
            searches.append(route)

        def hold_first_save(route):
            if route.request.method == "POST" and not saves:
                saves.append(route)
            else:
                route.continue_()

        person.go(f"/studio/{team.number}/parts/agency/")
        page.route("**/start/agencies/?*", hold_search)
        page.route("**/parts/agency/", hold_first_save)
        keys = Writer(person)
        keys.write("[name=agency_q]", "8 CFR")
        until(lambda: searches or page.wait_for_timeout(50), "the question of the search")
        keys.write("[name=rule_citation]", "8 CFR 236.3(j)")
        keys.to("[data-save]")
        until(lambda: saves or page.wait_for_timeout(50), "the save")
        searches[0].continue_()
        page.wait_for_selector("[data-picker-rows] input[value=us-dhs]")
        saves[0].continue_()

        line = page.locator("[data-save-status]")
        expect(line).to_have_attribute("data-state", "saved", timeout=20_000)


class TestWithoutScripts:
    def test_starts_writes_and_saves(self, site, rows, arrive):
        person = arrive("en", java_script_enabled=False)
        page, said = person.page, words.ANSWERS["en"]
        person.go("/")
        person.press(".opening a.btn.go")
        person.press(".head a.btn.go")
        page.fill("[name=text]", said["problem"])
        person.press(ON)
        person.press(".start-acts a.go")
        page.fill("[name=text]", said["people"])
        person.press(ON)
        for _question in range(4):
            person.press("[name=skip]")
        page.fill("[name=title]", words.TITLE["en"])
        person.press(ON)
        email = f"plain-{secrets.token_hex(4)}@example.org"
        ask_for_code(person, email)
        person.press("main form button.go")
        number = urlsplit(page.url).path.split("/")[-3]

        self.part(person, number, "title", {"standfirst_en": words.STANDFIRST["en"]})
        # the text box has what the editor would have shown
        person.go(f"/studio/{number}/parts/problem/")
        assert page.input_value("#id_body_en") == f"{said['problem']}\n\n{said['people']}"
        self.part(person, number, "problem", {"body_en": words.GOAL["en"]})
        person.go(f"/studio/{number}/parts/facts/")
        person.press("#rows-facts [data-rows-add]")
        page.fill("#id_facts-0-statement_en", "To be taken out.")
        person.press("#rows-facts [data-rows-add]")
        page.fill("#id_facts-1-statement_en", words.FACT["statement"]["en"])
        person.press("#rows-facts-0 [data-row-act=remove]")
        person.press("[data-save]")
        self.part(person, number, "budget", {"goal": "lots"}, status=422)
        assert page.input_value("#id_goal") == "lots"
        page.fill("#id_goal", "6,000")
        person.press("#rows-lines [data-rows-add]")
        page.fill("#id_lines-0-purpose_en", words.LINES[0][0]["en"])
        page.fill("#id_lines-0-amount", "6,000")
        person.press("[data-save]")
        day = f"{site.now() + timedelta(days=40):%Y-%m-%d}"
        self.part(person, number, "conditions", {"day": day, "time": "18:30"})
        assert page.locator("#deadline-meaning").is_visible()

        with rows():
            draft = Campaign.objects.get(number=number)
            found = {key: drafting.read_part(draft, key)[0] for key in PARTS}
        assert found["title"]["standfirst"] == {"en": words.STANDFIRST["en"], "es": ""}
        assert found["problem"]["body"] == {"en": words.GOAL["en"], "es": ""}
        facts = [fact["statement"]["en"] for fact in found["facts"]["facts"]]
        assert facts == [words.FACT["statement"]["en"]]
        assert (found["budget"]["goal"], found["budget"]["lines"]) == (
            600_000,
            [{"purpose": {"en": words.LINES[0][0]["en"], "es": ""}, "amount": 600_000}],
        )
        assert found["conditions"]["deadline_local"] == f"{day}T18:30"

    @staticmethod
    def part(person, number, key, fields, *, status=200):
        """Open a part, fill in boxes, and press the button."""
        person.go(f"/studio/{number}/parts/{key}/")
        for name, text in fields.items():
            person.page.fill(f"[name={name}]", text)
        person.press("[data-save]", status=status)
