"""The petition as a page and as the stored PDF, at its public address."""

import re

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from redress.petitions import drafting, rendering
from redress.petitions.models import Paragraph, Petition
from tests.factories.petitions import FROZEN_AT, SignOnFactory, complete_petition

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition():
    return complete_petition()


@pytest.fixture
def version(petition):
    return drafting.freeze(petition, FROZEN_AT)


@pytest.fixture
def address(petition):
    return f"/c/{petition.campaign.slug}/petition/"


@pytest.fixture
def pdf_address(petition):
    return f"/c/{petition.campaign.slug}/petition.pdf"


def words_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


class TestReader:
    def test_says_what_the_frozen_text_says(self, client, version, address):
        response = client.get(address)

        assert response.status_code == 200
        words = words_of(response)
        assert "Petition for Rulemaking Petition to end the detention of children" in words
        assert "Bay Clinicians for Children , by Rosa Imanishi, Director" in words
        assert "Families for Freedom v. Napolitano" in words
        assert version.sha256 in words
        assert "not legal advice" in words

    def test_gives_every_numbered_paragraph_an_address(self, client, version, address):
        html = client.get(address).content.decode()

        for number in range(1, 5):
            assert f'id="facts-{number}"' in html
            assert f'href="#facts-{number}"' in html

    def test_every_link_on_the_page_has_its_target(self, client, version, address):
        html = client.get(address).content.decode()

        targets = set(re.findall(r'id="([^"]+)"', html))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= targets
        assert len(re.findall(r'id="([^"]+)"', html)) == len(targets)

    def test_two_facts_on_one_source_share_a_note(self, client, version, address):
        html = client.get(address).content.decode()

        assert html.count('<li id="note-') == 2
        assert html.count('href="#note-1"') == 2
        assert html.count('href="#note-2"') == 1

    def test_says_struck_and_inserted_in_words(self, client, version, address):
        html = client.get(address).content.decode()

        assert re.search(r"<del><span[^>]*>\[begin deletion\] </span>may<span", html)
        assert re.search(r"<ins><span[^>]*>\[begin insertion\] </span>shall<span", html)

    def test_an_edit_shows_only_after_a_freeze(self, client, petition, version, address):
        Paragraph.objects.filter(number=1).update(text="In 1998, as somebody typed.")
        assert "as somebody typed" not in words_of(client.get(address))

        drafting.freeze(petition, FROZEN_AT)

        assert "as somebody typed" in words_of(client.get(address))

    def test_user_text_is_never_markup(self, client, petition, address):
        Paragraph.objects.filter(number=1).update(text="<script>alert(1)</script> & <b>")
        drafting.freeze(petition, FROZEN_AT)

        html = client.get(address).content.decode()

        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in html

    def test_the_filed_text_keeps_its_language_on_a_spanish_page(self, client, version, address):
        response = client.get(f"/es{address}")

        html = response.content.decode()
        assert '<html lang="es"' in html
        assert '<article class="sheet" lang="en"' in html
        assert 'class="notice"' in html
        assert "In 1997 a settlement set a national standard." in html

    def test_an_english_page_needs_no_such_note(self, client, version, address):
        assert 'class="notice"' not in client.get(address).content.decode()

    def test_names_kept_private_are_counted_only(self, client, version, address):
        SignOnFactory(version=version, name="Zoë Ruiz")
        SignOnFactory(version=version, name="Hidden Person", public=False)

        words = words_of(client.get(address))

        assert "Zoë Ruiz" in words
        assert "Hidden Person" not in words
        assert "1 co-signer keeps the name private." in words

    def test_is_the_same_for_everyone(self, client, version, address):
        response = client.get(address)

        assert "max-age=1" in response.headers["Cache-Control"]
        assert not response.cookies

    def test_without_a_version_there_is_no_page(self, client, petition, address):
        assert client.get(address).status_code == 404

    def test_a_campaign_without_a_petition_has_no_page(self, client, petition, address):
        campaign = petition.campaign
        Petition.objects.all().delete()

        assert client.get(f"/c/{campaign.slug}/petition/").status_code == 404

    def test_asks_the_database_a_fixed_number_of_times(
        self, client, version, address, django_assert_num_queries
    ):
        client.get(address)
        with django_assert_num_queries(6):
            client.get(address)


class TestPdf:
    def test_answers_the_stored_document(self, client, version, pdf_address, now):
        stored = rendering.render_and_store(version, now=now)

        response = client.get(pdf_address)

        assert response.status_code == 200
        assert response.content == bytes(stored.pdf)
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["ETag"] == f'"{stored.sha256}"'
        assert re.fullmatch(
            r'inline; filename="RDS-2026-\d{4}-petition-v1\.pdf"',
            response.headers["Content-Disposition"],
        )
        assert "max-age=1" in response.headers["Cache-Control"]

    def test_sends_nothing_twice_to_who_has_it(self, client, version, pdf_address, now):
        stored = rendering.render_and_store(version, now=now)

        response = client.get(pdf_address, headers={"if-none-match": f'"{stored.sha256}"'})

        assert (response.status_code, response.content) == (304, b"")

    def test_asks_the_worker_once_while_there_is_none(self, client, version, pdf_address):
        answers = [client.get(pdf_address) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [503, 503, 503]
        assert answers[0].headers["Retry-After"] == "10"
        assert answers[0].headers["Cache-Control"] == "no-store"
        assert "The PDF is being made" in words_of(answers[0])
        assert ProcrastinateJob.objects.count() == 1

    def test_says_so_when_the_worker_could_not_make_it(self, client, version, pdf_address):
        client.get(pdf_address)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")

        answer = client.get(pdf_address)

        assert answer.status_code == 503
        assert "The PDF could not be made" in words_of(answer)
        assert ProcrastinateJob.objects.count() == 1

    def test_the_strict_policy_stays_on_the_waiting_page(self, client, version, pdf_address):
        policy = client.get(pdf_address).headers["Content-Security-Policy"]

        assert "default-src 'none'" in policy

    def test_the_job_brings_the_document(self, client, version, pdf_address):
        client.get(pdf_address)

        rendering.render_version(version_id=version.pk)

        assert client.get(pdf_address).status_code == 200

    def test_changes_nothing_on_a_post(self, client, version, pdf_address):
        assert client.post(pdf_address).status_code in {403, 405}
        assert not ProcrastinateJob.objects.exists()
