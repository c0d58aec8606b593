"""Every address, asked by everybody, by every method: all answers follow from one table."""

import logging
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.template.backends.django import Template as DjangoTemplate
from django.test import Client
from django.urls import reverse

from redress.accounts.models import HouseRole, User
from redress.accounts.permissions import (
    ABILITIES,
    ORGANIZATION_ABILITIES,
    TEAM_ABILITIES,
    Ability,
    OrganizationRole,
    TeamRole,
    needs_second_factor,
)
from redress.core.locks import NoTransaction
from redress.web import access
from redress.web.access import Access, Kind
from redress.web.organize.pages import PAGES
from tests.factories.accounts import (
    HouseRoleFactory,
    OrganizationMembershipFactory,
    UserFactory,
)
from tests.factories.campaigns import DraftFactory, MembershipFactory, owner_of
from tests.web.entering import enter
from tests.web.walking import Place, Sample, places

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OURS = {"Sec-Fetch-Site": "same-origin"}
OPEN, ABSENT, WRONG_METHOD = "open", "absent", "wrong method"
SIGN_IN, SECOND_FACTOR, CONFIRM = "sign in", "second factor", "confirm"
# rows that belong to one person: to everybody else they are absent
PERSONAL = {"account_remove_factor", "account_end_session", "transfer_answer"}
# the sample has no file behind a picture, and nobody in it has recovery codes
NOTHING_THERE = {"picture", "account_recovery_codes"}
WRITES = re.compile(r'\b(?:INSERT INTO|DELETE FROM|UPDATE(?: ONLY)?) "?(\w+)', re.IGNORECASE)
# a form that meets a closed door is kept in the session, if there is one
MAY_BE_WRITTEN = {"accounts_session"}


# written down a second time: a guard that is loosened at its view would loosen the matrix as well
DANGEROUS = {
    "studio_invite": Ability.MANAGE_TEAM,
    "studio_invitation_resend": Ability.MANAGE_TEAM,
    "studio_invitation_withdraw": Ability.MANAGE_TEAM,
    "studio_member_role": Ability.MANAGE_TEAM,
    "studio_member_remove": Ability.MANAGE_TEAM,
    "studio_transfer": Ability.TRANSFER_CAMPAIGN,
    "studio_transfer_withdraw": Ability.TRANSFER_CAMPAIGN,
    "studio_supporters_csv": Ability.EXPORT_SUPPORTERS,
    "organization_invite": Ability.MANAGE_ORGANIZATION,
    "organization_invitation_withdraw": Ability.MANAGE_ORGANIZATION,
    "organization_member_role": Ability.MANAGE_ORGANIZATION,
    "organization_member_remove": Ability.MANAGE_ORGANIZATION,
    "organization_domain": Ability.MANAGE_ORGANIZATION,
    "staff_people": Ability.MANAGE_HOUSE_ROLES,
    "staff_people_take": Ability.MANAGE_HOUSE_ROLES,
    "transfer_answer": None,
    "studio_team_leave": Ability.SEE_DRAFT,
    "organization_leave": Ability.SEE_ORGANIZATION,
    "account_add_app": None,
    "account_add_passkey": None,
    "account_remove_factor": None,
    "account_recovery_codes": None,
    "account_address": None,
    "account_leave": None,
}


@dataclass(frozen=True)
class Actor:
    """Somebody who asks, and what they may rely on."""

    label: str
    user: User | None = None
    team: str = ""
    house: str = ""
    organization: str = ""
    factor: bool = False
    recently: bool = True
    owns_personal_rows: bool = False

    @property
    def is_stranger(self) -> bool:
        """A closed account is as good as none."""
        return self.user is None or not self.user.is_active


def everybody(site: Sample) -> list[Actor]:
    """All kinds of people, each role with and without a second factor."""
    actors = [
        Actor("a stranger"),
        Actor("a closed account", UserFactory(is_active=False)),
        Actor("nobody in particular", UserFactory()),
        Actor("the person", site.person, factor=True, owns_personal_rows=True),
    ]
    for role in TeamRole.values:
        for factor in (False, True):
            user = MembershipFactory(campaign=site.draft, role=role).user
            MembershipFactory(campaign=site.campaign, user=user, role=role)
            actors.append(Actor(f"{role}{', factor' * factor}", user, role, factor=factor))
    for factor in (False, True):
        stranger = owner_of(DraftFactory())
        actors.append(Actor(f"owner of another{', factor' * factor}", stranger, factor=factor))
    for house in HouseRole.Role.values:
        for factor in (False, True):
            user = HouseRoleFactory(role=house).user
            actors.append(Actor(f"{house}{', factor' * factor}", user, house=house, factor=factor))
    for role in OrganizationRole.values:
        user = OrganizationMembershipFactory(organization=site.organization, role=role).user
        actors.append(Actor(f"{role} of the organization", user, organization=role))
    other = OrganizationMembershipFactory().user
    actors.append(Actor("owner of another organization", other))
    owner = MembershipFactory(campaign=site.draft).user
    actors.append(Actor("owner, long ago", owner, TeamRole.OWNER, factor=True, recently=False))
    house_man = HouseRoleFactory(role=HouseRole.Role.OPERATOR).user
    actors.append(
        Actor("operator, long ago", house_man, house="operator", factor=True, recently=False)
    )
    return actors


def expected(place: Place, actor: Actor, method: str, arguments: dict[str, object]) -> str:
    """What the table says."""
    if method not in access.methods_of(place.name, place.view):
        return WRONG_METHOD
    declared = access.access_of(place.name, place.view, method=method, arguments=arguments)
    outcome = _guarded(declared, actor)
    if outcome == OPEN and declared.recent and not actor.recently:
        return CONFIRM
    if outcome == OPEN and place.name in PERSONAL and not actor.owns_personal_rows:
        return ABSENT
    if outcome == OPEN and place.name in NOTHING_THERE:
        return ABSENT
    return outcome


def _guarded(declared: Access, actor: Actor) -> str:
    if declared.kind not in {Kind.SIGNED_IN, Kind.STAFF, Kind.STUDIO, Kind.ORGANIZATION}:
        return OPEN
    if actor.is_stranger:
        return SIGN_IN
    if declared.kind == Kind.SIGNED_IN:
        return OPEN
    assert declared.ability
    for ability in (declared.ability, *declared.also):
        outcome = _by_ability(declared.kind, ability, actor)
        if outcome != OPEN:
            return outcome
    return OPEN


def _by_ability(kind: Kind, ability: Ability, actor: Actor) -> str:
    if kind == Kind.STAFF:
        if ability not in ABILITIES.get(actor.house, ()):
            return ABSENT
        return OPEN if actor.factor else SECOND_FACTOR
    if kind == Kind.ORGANIZATION:
        return OPEN if ability in ORGANIZATION_ABILITIES.get(actor.organization, ()) else ABSENT
    # the draft is not under review, so that no role of the house opens it
    if ability not in TEAM_ABILITIES.get(actor.team, ()):
        return ABSENT
    if needs_second_factor(actor.team, ability) and not actor.factor:
        return SECOND_FACTOR
    return OPEN


def outcome_of(answer: Any) -> str:
    """What the answer amounts to."""
    if getattr(answer, "exc_info", None):
        if isinstance(answer.exc_info[1], NoTransaction):
            return OPEN  # it was about to call outside, which it may not do inside a test
        return f"broken by {answer.exc_info[1]!r:.200}"
    if answer.status_code == 403:
        return "refused"
    if answer.status_code == 405:
        return WRONG_METHOD
    if answer.status_code == 404:
        return ABSENT
    to = urlsplit(answer.headers.get("Location", ""))
    if answer.status_code == 302 and to.query.startswith("next="):
        for name, outcome in (
            ("account_request_login_code", SIGN_IN),
            ("account_factor_needed", SECOND_FACTOR),
            ("account_confirm", CONFIRM),
        ):
            if to.path == reverse(name):
                return outcome
    return OPEN


@contextmanager
def writes() -> Iterator[set[str]]:
    """The tables that are written meanwhile, sessions aside."""
    found: set[str] = set()

    def look(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        found.update(set(WRITES.findall(str(sql))) - MAY_BE_WRITTEN)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


class Walk:
    """Asks, and undoes what was done."""

    def __init__(self, site: Sample) -> None:
        self.client = Client(headers=OURS, raise_request_exception=False)
        self.actors = everybody(site)
        self.cookies = {actor.label: self._cookies_of(actor) for actor in self.actors}

    @staticmethod
    def _cookies_of(actor: Actor) -> dict[str, str]:
        if actor.user is None:
            return {}
        browser = enter(Client(), actor.user, factor=actor.factor, is_recent=actor.recently)
        return {name: cookie.value for name, cookie in browser.cookies.items()}

    def cells(self, site: Sample) -> Iterator[tuple[Place, dict[str, object], Actor, str]]:
        """Every address with every variant of its arguments, every actor, every method."""
        for place in places():
            for arguments in site.variants(place):
                for actor in self.actors:
                    for method in METHODS:
                        yield place, arguments, actor, method

    def ask(
        self, actor: Actor, method: str, path: str, *, undo: bool = True
    ) -> tuple[Any, set[str]]:
        """The answer, and the tables that were written for it; `undo` where something may be."""
        self.client.cookies = SimpleCookie(self.cookies[actor.label])
        with writes() as found, transaction.atomic() if undo else nullcontext():
            answer = self.client.generic(
                method, path, content_type="application/x-www-form-urlencoded"
            )
            if undo:
                transaction.set_rollback(True)
        return answer, found


@pytest.fixture(autouse=True)
def _thousands_of_refusals_are_no_news():
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def site(at_now):
    return Sample()


@pytest.fixture
def walk(site):
    return Walk(site)


class TestTable:
    def test_names_every_address(self):
        sentences = []
        for place in places():
            for ask in (access.access_of, access.methods_of):
                try:
                    ask(place.name, place.view)
                except access.Undeclared as undeclared:
                    sentences.append(str(undeclared))

        assert not sentences, "\n".join(sentences)

    def test_lists_no_address_that_is_not_there(self):
        there = {place.name for place in places()}

        assert {*access.PUBLIC, *access.ENTRY, *access.DEVELOPMENT} <= there

    def test_asks_for_a_fresh_sign_in_before_every_dangerous_act(self):
        declared = {
            place.name: access.access_of(place.name, place.view)
            for place in places()
            if place.name in DANGEROUS
        }

        assert {name: one.ability for name, one in declared.items()} == DANGEROUS
        assert [name for name, one in declared.items() if not one.recent] == []

    def test_of_an_unlisted_address_names_it(self):
        with pytest.raises(access.Undeclared, match="'unheard_of'"):
            access.access_of("unheard_of", len)
        with pytest.raises(access.Undeclared, match="'unheard_of'"):
            access.methods_of("unheard_of", len)


class TestMatrix:
    def test_every_answer_is_the_one_of_the_table(
        self, site, walk, monkeypatch, record_property, capsys
    ):
        # what a page shows is tested elsewhere; here only whether it is shown
        monkeypatch.setattr(DjangoTemplate, "render", lambda *_args, **_kwargs: "")
        cells: Counter[str] = Counter()
        wrong: defaultdict[str, list[str]] = defaultdict(list)
        for place, arguments, actor, method in walk.cells(site):
            want = expected(place, actor, method, arguments)
            path = reverse(place.name, kwargs=arguments)
            answer, written = walk.ask(actor, method, path, undo=want != WRONG_METHOD)
            got = outcome_of(answer)
            cells[want] += 1
            if got != want:
                wrong[f"{method} {place.name} is {got}, not {want}"].append(actor.label)
            elif want != OPEN and written:
                wrong[f"{method} {place.name} wrote {sorted(written)}"].append(actor.label)
        total = sum(cells.values())
        record_property("cells", total)
        with capsys.disabled():
            sys.stdout.write(f"\nPermission matrix: {total} cells: {dict(cells.most_common())}\n")

        assert not wrong, f"of {total} cells:\n" + "\n".join(
            f"{sentence} for {', '.join(dict.fromkeys(labels))}"
            for sentence, labels in wrong.items()
        )
        assert total >= 5_000


class TestForeignRows:
    """A row of another campaign and one that is not there look the same, to the byte."""

    def test_of_a_campaign_are_as_absent_as_missing_ones(self, site, walk):
        theirs = DraftFactory()
        owner = next(actor for actor in walk.actors if actor.label == "owner, factor")
        differing = []
        for place in (place for place in places() if place.name.startswith("studio_")):
            for arguments in site.variants(place):
                if "number" not in arguments:
                    continue
                foreign, missing = (
                    self.bodies(walk, owner, place, arguments | {"number": number})
                    for number in (theirs.number, "RDS-2026-9999")
                )
                if foreign != missing or {status for status, _body in foreign} - {404, 405}:
                    differing.append(reverse(place.name, kwargs=arguments))

        assert differing == []

    @staticmethod
    def bodies(walk, actor, place, arguments):
        path = reverse(place.name, kwargs=arguments)
        answers = [walk.ask(actor, method, path)[0] for method in ("GET", "POST")]
        number = str(arguments["number"]).encode()
        return [(answer.status_code, answer.content.replace(number, b"N")) for answer in answers]

    def test_inside_a_campaign_are_absent_from_every_other(self, site, walk):
        theirs = DraftFactory()
        owner = next(actor for actor in walk.actors if actor.label == "owner, factor")
        found = []
        for place in (place for place in places() if place.name.startswith("studio_")):
            own_rows = set(place.arguments) - {"number", "key"}
            if "number" not in place.arguments or not own_rows:
                continue
            arguments = site.variants(place, theirs)[0] | {"number": site.draft.number}
            path = reverse(place.name, kwargs=arguments)
            for method in sorted(access.methods_of(place.name, place.view)):
                answer, written = walk.ask(owner, method, path)
                if answer.status_code != 404 or written:
                    found.append(f"{method} {path}: {answer.status_code} {written}")

        assert found == []


class TestEmptyForms:
    """A form that was sent with nothing in it is refused with a page, whichever part it is."""

    @pytest.mark.parametrize("key", PAGES)
    def test_of_a_part_is_refused(self, key, site, walk):
        owner = next(actor for actor in walk.actors if actor.label == "owner, factor")

        answer, written = walk.ask(
            owner, "POST", reverse("studio_part", args=[site.draft.number, key])
        )

        assert (answer.status_code, written) == (422, set())
