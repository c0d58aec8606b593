"""Reading: the home page, the list with its filters, a campaign, its petition on page and paper."""

import io

import pytest
import requests
from pypdf import PdfReader

from redress.demonstration.content import children
from redress.demonstration.content.children_petition import PARTIES, PARTS

pytestmark = pytest.mark.journey
SLUG = children.CAMPAIGN.slug


class TestReading:
    def test_from_the_home_page_to_the_petition_as_a_pdf(self, site, arrive, language):
        reader = arrive(language)

        reader.go("/")
        reader.press("a.btn[href$='/campaigns/']")
        area = reader.page.locator("select[name=area] option[value='immigration']")
        reader.page.select_option("select[name=area]", area.get_attribute("value"))
        reader.press("form.filters button")
        found = reader.page.locator(".card").count()
        assert 0 < found < self._listed(site)
        reader.press(f".card a[href$='/c/{SLUG}/']")

        reader.press("a[href$='/petition/']")
        shown = reader.page.inner_text("article")
        pdf = requests.get(
            reader.address(f"/c/{SLUG}/petition.pdf"), timeout=30, allow_redirects=True
        )
        assert pdf.headers["Content-Type"] == "application/pdf"
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
        first = PARTS[0].body.split(". ")[0].split("\n")[0]
        for said in ("8 CFR 236.3", "5 U.S.C. § 553(e)", PARTIES[0].name, first):
            assert said in " ".join(text.split())
            assert said in " ".join(shown.split())

    def _listed(self, site):
        return site.one("SELECT count(*) FROM campaigns_campaign WHERE listed_at IS NOT NULL")

    def test_a_filter_without_a_campaign_says_so_kindly(self, arrive, language):
        reader = arrive(language)

        reader.go("/campaigns/?area=housing")

        reader.sees("Somebody has to be the first. A campaign starts with one rule.")
        reader.press(".empty a.btn")
        reader.at(r"/start/$")

    def test_the_wall_shows_names_by_consent(self, site, arrive, language):
        reader = arrive(language)

        reader.go(f"/c/{SLUG}/supporters/")

        shown = {
            name
            for (name,) in site.all(
                "SELECT s.name FROM supporters_supporter s JOIN campaigns_campaign c"
                " ON c.id = s.campaign_id WHERE c.slug = %s AND s.name_shown <> 'private'",
                SLUG,
            )
        }
        names = reader.page.locator("ul.people bdi").first.inner_text()
        assert names in shown or names.split()[0] in {name.split()[0] for name in shown}

    @pytest.mark.parametrize(
        "path",
        [
            "/nothing-here/",
            "/c/no-such-campaign/",
            "/c/no-such-campaign/petition/",
            "/confirm/forged~token/",
            "/mine/x/",
            "/card/x/",
            "/dev/mail/999999/",
        ],
    )
    def test_what_is_not_there_is_a_page_that_helps(self, arrive, language, path):
        reader = arrive(language)

        reader.go(path, status=404)

        assert reader.page.locator("main a, .page a").count() > 0
