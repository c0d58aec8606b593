"""The pages of organizers mirrored, enlarged and on the narrowest screen: nothing is cut off."""

import secrets
from datetime import timedelta

import pytest
from django.test import Client

from redress.accounts.models import Organization, OrganizationMembership, User
from redress.campaigns import beginning, drafting
from redress.campaigns.beginning import Words
from redress.campaigns.models import Campaign, Invitation, Membership, Revision
from redress.campaigns.parts import PARTS
from redress.core.tokens import make_token
from redress.core.translated import Translated
from redress.demonstration.content import children
from tests.factories.coalition import CoalitionMemberFactory, standing_member
from tests.journeys import a_campaign as words
from tests.journeys.test_two_editors import COOKIE, Team
from tests.web.entering import enter

pytestmark = pytest.mark.journey
DESK, PHONE, NARROW = 1280, 390, 320
VIEWS = ((NARROW, "ltr"), (PHONE, "rtl"), (DESK, "rtl"), (DESK, "ltr", "200%"))
# words that run out of the box that cuts them off, and controls that are too small for theirs
CUT = """() => {
    const ASIDE = '.visually-hidden, .skip, svg, input, select, textarea';
    const hides = style => ['hidden', 'clip'].includes(style.overflowX);
    const found = [];
    for (const node of document.querySelectorAll('body *')) {
        const style = getComputedStyle(node);
        if (node.clientWidth < 2 || node.closest(ASIDE)) continue;
        const tight = hides(style) || node.matches('.btn, .tag, .chip, legend, .state');
        if (tight && style.display !== 'inline' && node.scrollWidth > node.clientWidth + 1)
            found.push(node.outerHTML.slice(0, 120));
    }
    return found;
}"""
# how far the page is wider than the window, and what reaches over the edge
WIDE = """() => {
    const ASIDE = '.visually-hidden, .skip, svg';
    const room = document.documentElement.clientWidth;
    const over = [...document.querySelectorAll('body *')].filter(node => {
        const box = node.getBoundingClientRect();
        return box.width && (box.right > room + 1 || box.left < -1)
            && !node.closest('.scroll') && !node.closest(ASIDE);
    });
    const wide = document.documentElement.scrollWidth - room;
    return wide || over.length ? [wide, ...over.slice(0, 3).map(one => one.outerHTML.slice(0, 120))] : [];
}"""
# how far each is from where a line begins, and how wide; the same in both directions
PLACES = """names => {
    const root = document.documentElement;
    const room = root.clientWidth;
    const mirrored = root.dir === 'rtl';
    return names.flatMap(name => [...document.querySelectorAll(name)].map(node => {
        const box = node.getBoundingClientRect();
        return [name, mirrored ? room - box.right : box.left, box.width];
    }).filter(([_name, _start, width]) => width));
}"""
RULE = """() => {
    const style = getComputedStyle(document.querySelector('.studio-grid'), '::before');
    return document.documentElement.dir === 'rtl' ? style.right : style.left;
}"""
MIRRORED = (
    ".studio-head nav a",
    ".parts-nav",
    ".parts-list a",
    ".parts-list .state",
    ".studio-body",
    ".save-bar .btn",
    ".part-state",
)


def full_draft(*, owner, now):
    """A draft in which every part but the picture is written."""
    draft = drafting.create(owner=owner, title=Translated(words.TITLE), language="en", now=now)
    whole = words.whole(
        picture=0, day=f"{now + timedelta(days=40):%Y-%m-%d}", published="2026-05-04"
    )
    for key, data in whole.items():
        if key != "picture":
            _data, base = drafting.read_part(draft, key)
            drafting.save(
                campaign_id=draft.pk, part=key, data=data, base=base, author=owner, now=now
            )
            draft = Campaign.objects.get(pk=draft.pk)
    return draft


class Desk:
    """The rows behind the pages, and the addresses of the pages."""

    def __init__(self, site):
        tag, now = secrets.token_hex(4), site.now()
        self.owner, helper = (
            User.objects.create_user(
                f"{name.split()[0].lower()}.of.the.valley.{tag}@example.org", name=name
            )
            for name in ("Rosa María Delgado", "Tomas Ibarra")
        )
        draft = full_draft(owner=self.owner, now=now)
        Membership.objects.create(campaign=draft, user=helper, role="spokesperson", since=now)
        Invitation.objects.create(
            campaign=draft,
            email=f"somebody.with.a.long.name.{tag}@a-long-domain.example.org",
            role="counsel",
            invited_by=self.owner,
            expires_at=now + timedelta(days=9),
        )
        aside = Revision.objects.create(
            campaign=draft,
            part="title",
            base=0,
            number=None,
            data={"title": words.TITLE, "standfirst": {"en": "Late words.", "es": ""}},
            author=helper,
            at=now,
        )
        asked = CoalitionMemberFactory(campaign=draft, name="Harbor Host Families of the Coast")
        standing = standing_member(campaign=draft)
        organization = Organization.objects.create(
            name="Families of the Valley", slug=f"families-{tag}", website="https://example.org"
        )
        OrganizationMembership.objects.create(
            organization=organization, user=self.owner, role="owner"
        )
        begun = self._begun(now)
        states = list(
            draft.revisions.filter(part="title").order_by("pk").values_list("pk", flat=True)
        )
        studio = f"/studio/{draft.number}"
        self.parts = [f"{studio}/parts/{key}/" for key in PARTS]
        self.studio = [
            "/studio/",
            *(
                f"{studio}/{more}"
                for more in (
                    "",
                    "team/",
                    "team/invite/",
                    "transfer/",
                    "coalition/",
                    f"coalition/{asked.pk}/another/",
                    "insight/",
                    "preview/",
                    "parts/title/history/",
                    f"parts/title/compare/?from={states[0]}&to={states[-1]}",
                    f"parts/title/merge/{aside.pk}/",
                )
            ),
            "/organizations/",
            "/organizations/new/",
            f"/organizations/{organization.slug}/",
            f"/organizations/{organization.slug}/domain/",
        ]
        self.account = [
            "/accounts/",
            "/accounts/address/",
            "/accounts/factors/passkey/",
            "/accounts/leave/",
        ]
        self.open = [
            "/start/",
            "/start/first/",
            f"/start/{begun}/",
            f"/start/{begun}/similar/",
            *(f"/start/{begun}/{question}/" for question in beginning.QUESTIONS),
            f"/organization/{make_token('coalition', asked.pk, 1)}/answer/",
            f"/organization/{make_token('coalition-manage', standing.pk, 1)}/",
            f"/organization/{make_token('coalition-manage', standing.pk, 1)}/withdraw/",
            "/organization-link/",
            f"/c/{children.CAMPAIGN.slug}/",
        ]

    def _begun(self, now):
        code = beginning.begin(language="en", network="", now=now).code
        fields = {"text": words.ANSWERS["en"]["problem"]}
        beginning.save(
            code=code,
            question="problem",
            words=Words(fields=fields, language="en", base=0, writer="w", mark="-"),
            now=now,
        )
        return code


@pytest.fixture
def desk(site, rows, arrive, language):
    """A person of the team with a browser, and the pages."""
    with rows():
        made = Desk(site)
        client = enter(Client(), made.owner, is_recent=True)
    made.visitor = arrive(language)
    Team.give(None, made.visitor, client.cookies[COOKIE].value)
    return made


def opened(visitor, path):
    answer = visitor.page.goto(visitor.address(path))
    assert answer.status == 200, f"{path}: {answer.status}"
    assert visitor.page.url == visitor.address(path), "led elsewhere"
    visitor.page.wait_for_load_state("load")


def faults_of(visitor, width, direction, size="100%"):
    """What hangs over the edge or is cut off, with the page as it is then."""
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 844})
    page.evaluate(
        "([d, size]) => { const root = document.documentElement;"
        " root.dir = d; root.style.fontSize = size; }",
        [direction, size],
    )
    return [
        f"{page.url} at {width} {direction} {size}: {fault}"
        for fault in (*page.evaluate(WIDE), *page.evaluate(CUT))
    ]


class TestLayout:
    @pytest.mark.parametrize("group", ["parts", "studio", "account", "open"])
    def test_holds_mirrored_narrow_and_enlarged(self, desk, group):
        visitor = desk.visitor
        faults = []
        for path in getattr(desk, group):
            opened(visitor, path)
            for view in VIEWS:
                faults += faults_of(visitor, *view)
        assert not faults, "\n".join(faults)

    @pytest.mark.parametrize("width", [PHONE, DESK])
    def test_is_mirrored_from_rule_to_list(self, desk, width):
        visitor, page = desk.visitor, desk.visitor.page
        opened(visitor, desk.parts[0])
        seen = []
        for direction in ("ltr", "rtl"):
            assert faults_of(visitor, width, direction) == []
            seen.append((page.evaluate(PLACES, list(MIRRORED)), page.evaluate(RULE)))

        (places, rule), (mirrored, its_rule) = seen
        assert rule == its_rule
        assert [name for name, *_box in places] == [name for name, *_box in mirrored]
        for (name, *box), (_name, *other) in zip(places, mirrored, strict=True):
            assert other == pytest.approx(box, abs=1), name
        starts = {name: start for name, start, _width in places}
        if width == DESK:
            assert starts[".parts-nav"] < float(rule.removesuffix("px")) < starts[".studio-body"]
