"""People who join and pledge all the time, and write down what they were promised."""

import contextlib
import re
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count

import psycopg
import requests

from redress.campaigns.models import Campaign
from redress.core.tokens import make_token
from tests.journeys.site import Site

TERMS = re.compile(r'name="terms" value="([^"]+)"')
CARDS = ("4242424242424242", "5555555555554444")
PER_CARD = 2  # held pledges that one card may stand for in a campaign
AGAIN_AFTER = 0.1  # seconds that a person waits before trying again


class Stopped(Exception):
    """The crowd goes home; what was not answered stays unknown."""


class NoAnswer(Exception):
    """The site did not answer, or not as it does when all is well."""


@dataclass
class Crowd:
    """Threads of people, each of whom tries a step again until it is acknowledged."""

    site: Site
    campaigns: list[Campaign]
    people: int = 6
    acknowledged: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    failures: int = 0
    _numbers: count = field(default_factory=count)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def come(self) -> None:
        """Begin."""
        self._threads = [threading.Thread(target=self._live) for _ in range(self.people)]
        for thread in self._threads:
            thread.start()

    def go_home(self) -> None:
        """Let everyone finish the sentence that they are at."""
        self._stop.set()
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive()

    @property
    def answers(self) -> int:
        """How many steps have been acknowledged so far."""
        return sum(map(len, list(self.acknowledged.values())))

    def _live(self) -> None:
        with contextlib.suppress(Stopped):
            while not self._stop.is_set():
                number = next(self._numbers)
                campaign = self.campaigns[number % len(self.campaigns)]
                email = f"crowd{number}@example.org"
                round_ = number // len(self.campaigns)  # each takes one person of every campaign
                card, last = divmod(round_ // 2, PER_CARD)
                if round_ % 2 or card >= len(CARDS):
                    self._join(campaign, email)
                else:
                    # the last one who may use a card cancels in every other campaign
                    cancels = bool(last) and number % 2 == 1
                    self._pledge(campaign, email, CARDS[card], cancels=cancels)

    # --- what they do -----------------------------------------------------------------------

    def _join(self, campaign: Campaign, email: str) -> None:
        self._try("joined", email, lambda: self._ask(campaign, email, tier="ally"))
        self._try("confirmed", email, lambda: self._press_confirm(email))

    def _pledge(self, campaign: Campaign, email: str, card: str, *, cancels: bool) -> None:
        amount = {"tier": "champion", "amount_choice": "28"}
        self._try("joined", email, lambda: self._ask(campaign, email, **amount))
        self._try("held", email, lambda: self._give_card(email, card))
        if cancels:
            self._try("cancelled", email, lambda: self._cancel(email))

    def _ask(self, campaign: Campaign, email: str, **amount: str) -> None:
        person = {"name": "Ana Ruiz", "email": email, "email_seen": email}
        self._post(f"/c/{campaign.address}/support/", **person, **amount)

    def _press_confirm(self, email: str) -> None:
        self._post(f"/confirm/{make_token('confirm', self._supporter(email))}/", do="confirm")

    def _give_card(self, email: str, card: str) -> None:
        supporter = self._supporter(email)
        page = f"/confirm/{make_token('confirm', supporter)}/"
        shown = self._get(page)
        if terms := TERMS.search(shown):
            card_page = self._post(page, do="confirm", terms=terms.group(1))
            if not card_page.startswith(self.site.sandbox_origin):
                raise NoAnswer(card_page)
            saved = requests.post(
                card_page,
                data={"number": card, "expiry": "12/34", "cvc": "123"},
                allow_redirects=False,
                timeout=20,
            )
            # another try may have saved the card already; its return page tells
            if saved.status_code == 303:
                self._get(saved.headers["Location"].removeprefix(self.site.origin))
        # only a held pledge has a page on which it can be cancelled
        self._get(f"/mine/{make_token('mine', supporter)}/cancel/")

    def _cancel(self, email: str) -> None:
        page = f"/mine/{make_token('mine', self._supporter(email))}/"
        self._get(page + "cancel/")
        self._post(page + "cancel/")

    # --- how they ask -----------------------------------------------------------------------

    def _try(self, step: str, email: str, act) -> None:
        """Act until it is acknowledged, as a patient person would press again."""
        while True:
            try:
                act()
            except (NoAnswer, requests.RequestException, psycopg.Error):
                self.failures += 1
                if self._stop.wait(AGAIN_AFTER):
                    raise Stopped from None
                continue
            self.acknowledged[step].add(email)
            return

    def _supporter(self, email: str) -> int:
        found = self.site.one("SELECT id FROM supporters_supporter WHERE email = %s", email)
        # the acknowledgement is there, so the row is: not finding it would be the loss we look for
        assert found is not None, f"{email} was acknowledged and is lost"
        return int(found)

    def _post(self, path: str, **values: str) -> str:
        answer = requests.post(
            self.site.origin + path,
            data=values,
            headers={"Origin": self.site.origin},
            allow_redirects=False,
            timeout=20,
        )
        if answer.status_code != 303:
            raise NoAnswer(f"{path}: {answer.status_code}")
        return answer.headers["Location"]

    def _get(self, path: str) -> str:
        # led elsewhere is no answer: a pledge that is not held yet has no page to cancel it on
        answer = requests.get(
            self.site.origin + path,
            timeout=20,
            headers={"Connection": "close"},
            allow_redirects=False,
        )
        if answer.status_code != 200:
            raise NoAnswer(f"{path}: {answer.status_code}")
        return answer.text
