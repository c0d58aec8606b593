"""The eCFR's list is taken over whole or not at all, and our own words stay."""

import io
import json
from datetime import UTC, date, datetime
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest
from django.core.management import CommandError, call_command

from redress.agencies import importing
from redress.agencies.finding import find_agencies
from redress.agencies.importing import (
    ADDRESS,
    Fetched,
    Imported,
    ImportRefused,
    fetch,
    import_agencies,
    last_import,
)
from redress.agencies.loading import load_agencies
from redress.agencies.models import Agency, AgencyImport, CfrChapter

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[1] / "samples" / "ecfr_agencies.json"
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _agencies():
    load_agencies()


def sample(change=None):
    document = json.loads(SAMPLE.read_text(encoding="utf-8"))
    if change:
        change(document)
    return Fetched(source="sample", content=json.dumps(document).encode())


def state():
    return (
        list(Agency.objects.order_by("pk").values_list("code", "name", "aliases", "parent")),
        list(
            CfrChapter.objects.order_by("pk").values_list(
                "agency", "title", "subtitle", "chapter", "source"
            )
        ),
    )


class Answer(io.BytesIO):
    """What urlopen gives."""

    def __init__(self, content, **headers):
        super().__init__(content)
        self.headers = Message()
        for name, value in headers.items():
            self.headers[name.replace("_", "-")] = value


class TestImportAgencies:
    def test_adds_what_is_new_and_keeps_what_is_ours(self):
        dhs = Agency.objects.get(code="us-dhs")

        done = import_agencies(sample(), now=NOW)

        assert done == Imported(agencies=3, new_agencies=2, chapters=5, chapters_before=79)
        office = Agency.objects.get(code="us-invented-safety-office")
        assert (office.name, office.short_name, office.parent) == (
            "Office of Invented Safety",
            "OIS",
            dhs,
        )
        long = Agency.objects.get(code="us-invented-affairs-commission")
        assert long.short_name == "Commission on Invented Affairs of the Communities of the…"
        assert Agency.objects.get(code="us-dhs").aliases == dhs.aliases
        brought = CfrChapter.objects.exclude(brought_by=None)
        assert sorted(map(str, brought)) == [
            "2 CFR chapter XXXI",
            "41 CFR chapter 901",
            "45 CFR chapter XCIX",
            "6 CFR chapter XC",
        ]
        assert {(row.source, row.vintage, row.imported_at) for row in brought} == {
            ("sample", date(2026, 11, 20), NOW)
        }
        # 8 CFR chapter I stood in our own file already
        assert CfrChapter.objects.filter(agency=dhs, title=8).count() == 1
        assert find_agencies("6 CFR chapter XC")[0].agency == office

    def test_again_changes_nothing(self):
        import_agencies(sample(), now=NOW)
        before = state()[0]

        done = import_agencies(sample(), now=NOW)

        assert done == Imported(agencies=3, new_agencies=0, chapters=5, chapters_before=83)
        assert state()[0] == before
        assert CfrChapter.objects.count() == 83

    def test_and_loading_our_file_again_leave_each_other_alone(self):
        import_agencies(sample(), now=NOW)

        load_agencies()

        assert CfrChapter.objects.count() == 83

    def test_tried_dry_changes_nothing(self):
        before = state()

        done = import_agencies(sample(), now=NOW, dry_run=True)

        assert done.new_agencies == 2
        assert state() == before
        assert not AgencyImport.objects.exists()

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"<html>",
            b"[]",
            b'{"agencies": [{"name": "X"}]}',
            b'{"agencies": []}',
            b'{"agencies": [{"name": "X", "slug": "x", "children": [], "cfr_references": [{}]}]}',
            (
                b'{"agencies": [{"name": "X", "slug": "x", "children": [],'
                b' "cfr_references": [{"title": "y", "chapter": "I"}]}]}'
            ),
        ],
    )
    def test_refuses_what_is_not_the_list(self, content):
        before = state()

        with pytest.raises(ImportRefused):
            import_agencies(Fetched(source="x", content=content), now=NOW)

        assert state() == before

    def test_refuses_a_list_that_has_shrunk(self):
        import_agencies(sample(), now=NOW)
        before = state()

        with pytest.raises(ImportRefused, match="more than a tenth fewer"):
            import_agencies(sample(lambda document: document["agencies"].pop()), now=NOW)

        assert state() == before


class TestFetch:
    def test_reads_a_file(self):
        assert fetch(str(SAMPLE), before=None).content == SAMPLE.read_bytes()

    def test_says_that_a_file_is_missing(self):
        with pytest.raises(ImportRefused, match="cannot be read"):
            fetch("/nowhere/list.json", before=None)

    def test_asks_by_https_only(self):
        with pytest.raises(ImportRefused, match="https only"):
            fetch("http://www.ecfr.gov/list.json", before=None)

    def test_keeps_what_the_server_says_and_asks_with_it_the_next_time(self, monkeypatch):
        asked = []

        def answer(request, timeout):
            asked.append(request)
            return Answer(
                SAMPLE.read_bytes(), ETag='"7"', Last_Modified="Tue, 04 Aug 2026 10:00:00 GMT"
            )

        monkeypatch.setattr(importing, "urlopen", answer)
        fetched = fetch(ADDRESS, before=None)
        import_agencies(fetched, now=NOW)
        fetch(ADDRESS, before=last_import())

        assert asked[0].get_header("If-none-match") is None
        assert asked[1].get_header("If-none-match") == '"7"'
        assert asked[1].get_header("If-modified-since") == "Tue, 04 Aug 2026 10:00:00 GMT"
        row = CfrChapter.objects.exclude(brought_by=None).first()
        assert row.vintage == date(2026, 8, 4)

    @pytest.mark.parametrize(
        ("problem", "sentence"),
        [
            (HTTPError(ADDRESS, 503, "busy", Message(), None), "answered 503"),
            (URLError("no route"), "cannot be reached"),
            (TimeoutError(), "cannot be reached"),
        ],
    )
    def test_says_what_went_wrong(self, problem, sentence, monkeypatch):
        def fail(request, timeout):
            raise problem

        monkeypatch.setattr(importing, "urlopen", fail)

        with pytest.raises(ImportRefused, match=sentence):
            fetch(ADDRESS, before=None)

    def test_refuses_what_is_too_large(self, monkeypatch):
        monkeypatch.setattr(importing, "MOST_BYTES", 10)
        monkeypatch.setattr(importing, "urlopen", lambda *_args, **_options: Answer(b"x" * 11))

        with pytest.raises(ImportRefused, match="larger than 10 bytes"):
            fetch(ADDRESS, before=None)


class TestCommand:
    def test_says_what_it_did(self, capsys):
        call_command("import_agencies", str(SAMPLE))

        assert capsys.readouterr().out == (
            "3 agencies in the list, 2 of them new; 5 chapters, 79 before.\n"
        )

    def test_says_that_nothing_was_changed(self, capsys):
        call_command("import_agencies", str(SAMPLE), "--dry-run")

        assert capsys.readouterr().out.endswith("Nothing was changed.\n")
        assert not AgencyImport.objects.exists()

    def test_says_that_the_list_is_the_same(self, monkeypatch, capsys):
        def same(request, timeout):
            raise HTTPError(ADDRESS, 304, "same", Message(), None)

        monkeypatch.setattr(importing, "urlopen", same)

        call_command("import_agencies")

        assert capsys.readouterr().out == "The list has not changed since the last import.\n"

    def test_fails_with_a_sentence(self):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("import_agencies", "/nowhere/list.json")
