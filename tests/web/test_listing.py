"""The list with its filters, its pages, and its kind words where there is nothing."""

import pytest

from redress.campaigns.models import IssueArea
from redress.campaigns.states import Status
from redress.core.translated import Translated
from redress.web.public import listing
from tests.factories.campaigns import AgencyFactory, CampaignFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas():
    return [
        IssueArea.objects.create(slug=slug, name={"en": en, "es": es}, position=position)
        for position, (slug, en, es) in enumerate(
            [
                ("health-care", "Health care", "Atención médica"),
                ("housing", "Housing", "Vivienda"),
            ]
        )
    ]


def titles(answer):
    return [card.title for card in answer.context["cards"]]


class TestCampaigns:
    def test_lists_what_fits_every_filter(self, client, at_now, areas):
        agency = AgencyFactory(code="us-ed", name="Department of Education")
        wanted = CampaignFactory(
            title={"en": "Wanted", "es": "Buscada"},
            agency=agency,
            scope="state",
            status=Status.FAILED,
        )
        wanted.issue_areas.add(areas[0])
        for facts in ({"agency": agency}, {"scope": "state"}, {"status": Status.FAILED}):
            CampaignFactory(**facts).issue_areas.add(areas[0])

        answer = client.get(
            "/campaigns/?area=health-care&type=state&agency=us-ed&state=not_reached"
        )

        assert titles(answer) == ["Wanted"]
        assert "1 campaign<" in answer.content.decode().replace(" · ", "<")

    def test_keeps_what_was_chosen_in_the_form(self, client, at_now, areas):
        CampaignFactory()

        page = client.get("/campaigns/?area=housing&type=local").content.decode()

        assert '<option value="housing" selected>Housing</option>' in page
        assert '<option value="local" selected>Local</option>' in page

    def test_takes_an_unknown_value_for_all(self, client, at_now):
        CampaignFactory(title={"en": "Here", "es": "Aquí"})

        answer = client.get("/campaigns/", {"area": "'\"><script>", "state": "nonsense"})

        assert titles(answer) == ["Here"]
        assert "<script>" not in answer.content.decode().replace("<script type=", "")

    def test_offers_only_agencies_that_are_petitioned(self, client, at_now):
        AgencyFactory(code="us-unused", name="Unused Agency")
        CampaignFactory(agency=AgencyFactory(code="us-ed", name="Department of Education"))

        page = client.get("/campaigns/").content.decode()

        assert "Department of Education" in page
        assert "Unused" not in page

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("/campaigns/?area=health-care", "None yet in health care."),
            ("/campaigns/?area=housing&type=local", "No campaign fits all of these."),
            ("/campaigns/", "No campaign is listed yet."),
        ],
    )
    def test_is_kind_where_there_is_nothing(self, client, areas, address, words):
        answer = client.get(address)

        assert answer.status_code == 200
        assert words in answer.content.decode()

    def test_turns_pages_and_keeps_the_filters(self, client, at_now, areas):
        for _one in range(listing.PER_PAGE + 1):
            CampaignFactory().issue_areas.add(areas[1])

        first = client.get("/campaigns/?area=housing")
        second = client.get("/campaigns/?area=housing&page=2")

        assert (len(titles(first)), len(titles(second))) == (12, 1)
        assert 'rel="next" href="?area=housing&amp;page=2"' in first.content.decode()
        assert 'rel="prev" href="?area=housing&amp;page=1"' in second.content.decode()

    @pytest.mark.parametrize("page", ["0", "2", "-1", "x", "9" * 30])
    def test_has_no_page_beyond_the_last(self, client, at_now, page):
        CampaignFactory()

        assert client.get("/campaigns/", {"page": page}).status_code == 404

    def test_needs_no_script_and_no_token(self, client, at_now):
        page = client.get("/campaigns/").content.decode()

        assert '<form class="filters" method="get" action="/campaigns/">' in page
        assert "csrf" not in page

    def test_is_the_same_for_all_and_kept_for_a_second(self, client):
        answer = client.get("/campaigns/?area=housing")

        assert answer.headers["Cache-Control"].startswith("public, max-age=1")
        assert answer.cookies == {}

    def test_asks_few_questions_however_many_campaigns_there_are(
        self, client, at_now, areas, django_assert_num_queries
    ):
        for _one in range(listing.PER_PAGE + 3):
            CampaignFactory().issue_areas.add(*areas)

        # areas, agencies, how many, the page, its areas
        with django_assert_num_queries(5):
            client.get("/campaigns/")


class TestSearch:
    @pytest.fixture(autouse=True)
    def _at_now(self, at_now):
        pass

    def test_finds_by_a_word_of_either_language_and_keeps_it_in_the_box(self, client):
        CampaignFactory(title=Translated(en="Clean water", es="Agua limpia"))
        CampaignFactory(title=Translated(en="School buses", es="Autobuses escolares"))

        for path in ("/campaigns/?q=waters", "/campaigns/?q=LIMPIAS"):
            text = client.get(path).content.decode()
            assert "Clean water" in text
            assert "School buses" not in text
        assert 'value="LIMPIAS"' in text

    def test_of_a_script_is_inert(self, client):
        answer = client.get("/campaigns/", {"q": "<script>alert(1)</script>\"'><img src=x>"})

        text = answer.content.decode()
        assert answer.status_code == 200
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "No campaign fits all of these." in text

    def test_goes_on_to_the_next_page_with_the_words(self, client):
        for _ in range(13):
            CampaignFactory(title=Translated(en="Clean water"))

        text = client.get("/campaigns/?q=water").content.decode()

        assert "q=water&amp;page=2" in text
        assert client.get("/campaigns/?q=water&page=2").status_code == 200
