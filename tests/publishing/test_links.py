"""Links: which there are, how they are asked, and what is kept of the answers."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from redress.campaigns.checks.sheet import sheet_of
from redress.campaigns.models import Campaign, PressMention, Section
from redress.core import outgoing
from redress.core.locks import NoTransaction
from redress.publishing import links
from redress.publishing.models import LinkCheck
from tests.conftest import NOW
from tests.factories.finished import BODY_EN, BODY_ES, both, finished_campaign

SOURCE = "https://clinic.example/report"
MEMBER = "https://harborhosts.example/about"


def addresses(campaign):
    sheet = sheet_of(Campaign.objects.get(pk=campaign.pk), now=NOW)
    return [(link.part, link.field, link.url) for link in links.links_of(sheet)]


@pytest.fixture
def outside(monkeypatch):
    """Asking is forbidden in a transaction, in which each test here runs."""
    monkeypatch.setattr(links, "refuse_transaction", lambda: None)


@pytest.mark.django_db
class TestLinksOf:
    def test_are_those_of_sources_press_coalition_and_texts_each_once(self):
        campaign = finished_campaign()
        PressMention.objects.create(
            campaign=campaign, position=1, outlet="Radio", headline="It", url="https://r.example/1"
        )
        Section.objects.filter(kind="goal").update(
            body=both(f"{BODY_EN} [Read](https://t.example/a) [mail](mailto:a@b.example)", BODY_ES)
        )
        Section.objects.filter(kind="strategy").update(body=both(f"[It]({SOURCE})", BODY_ES))

        assert addresses(campaign) == [
            ("facts", "sources-0-url", SOURCE),
            ("press", "articles-0-url", "https://r.example/1"),
            ("coalition", "members-0-url", MEMBER),
            ("goal", "body_en", "https://t.example/a"),
        ]

    def test_leave_out_an_organization_that_does_not_stand(self):
        campaign = finished_campaign()
        campaign.members.update(withdrawn_at=NOW, ending="withdrawn")

        assert [url for _part, _field, url in addresses(campaign)] == [SOURCE]


@pytest.mark.django_db
@pytest.mark.usefixtures("outside")
class TestAsk:
    def test_keeps_what_each_answered(self):
        campaign = finished_campaign()

        assert links.ask(campaign, now=NOW, get={SOURCE: 200, MEMBER: 404}.__getitem__) == 2

        assert set(LinkCheck.objects.values_list("url", "status", "checked_at")) == {
            (SOURCE, 200, NOW),
            (MEMBER, 404, NOW),
        }

    def test_asks_nobody_twice_within_the_hour(self):
        campaign = finished_campaign()
        links.ask(campaign, now=NOW, get=lambda _url: 500)

        assert links.ask(campaign, now=NOW + timedelta(minutes=59), get=lambda _url: 200) == 0
        assert links.ask(campaign, now=NOW + timedelta(minutes=61), get=lambda _url: 200) == 2
        assert set(LinkCheck.objects.values_list("status", flat=True)) == {200}

    def test_forgets_what_the_page_links_to_no_longer(self):
        campaign = finished_campaign()
        links.ask(campaign, now=NOW, get=lambda _url: 200)
        campaign.sources.update(url="")

        links.ask(Campaign.objects.get(pk=campaign.pk), now=NOW, get=lambda _url: 200)

        assert list(LinkCheck.objects.values_list("url", flat=True)) == [MEMBER]

    def test_asks_a_bounded_number_at_once(self, monkeypatch):
        monkeypatch.setattr(links, "MOST", 1)

        assert links.ask(finished_campaign(), now=NOW, get=lambda _url: 200) == 1


@pytest.mark.django_db
class TestAskInATransaction:
    def test_is_refused(self):
        with pytest.raises(NoTransaction):
            links.ask(finished_campaign(), now=NOW, get=lambda _url: 200)

        assert not LinkCheck.objects.exists()


class TestStatusOf:
    @pytest.mark.parametrize(
        ("answer", "status"),
        [
            (outgoing.Answer(204, SOURCE, b""), 204),
            (outgoing.NotAsked(SOURCE), LinkCheck.NOT_ASKED),
            (outgoing.NoAnswer(SOURCE), LinkCheck.NO_ANSWER),
        ],
        ids=["an answer", "not asked", "no answer"],
    )
    def test_is_what_came_of_it(self, monkeypatch, answer, status):
        def get(url, *, agent):
            assert url == SOURCE
            assert agent
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(outgoing, "get", get)

        assert links.status_of(SOURCE) == status


@pytest.mark.django_db
class TestWantAsked:
    def test_puts_one_job_into_the_queue(self, settings):
        settings.CHECK_LINKS = True
        campaign = finished_campaign()

        assert links.want_asked(campaign)
        assert links.want_asked(campaign)

        jobs = ProcrastinateJob.objects.filter(task_name="ask_links")
        assert [job.args for job in jobs] == [{"campaign_id": campaign.pk}]

    def test_does_nothing_where_no_host_is_asked(self, settings):
        settings.CHECK_LINKS = False

        assert not links.want_asked(finished_campaign())
        assert not ProcrastinateJob.objects.filter(task_name="ask_links").exists()
