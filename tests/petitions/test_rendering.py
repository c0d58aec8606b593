"""The PDF is read back by other programs: structure, words, attachments, bytes, limits."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pikepdf
import pypdf
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from redress.core import childproc
from redress.petitions import cosigning, drafting, rendering
from redress.petitions.models import RenderedDocument, SignOn
from tests.factories.petitions import FROZEN_AT, SignOnFactory, complete_petition

EVIL = "#sys.version $x$ @ref *b* _i_ `raw` <label> \\ ../../etc/passwd [link](x) // no"


@pytest.fixture
def version(db):
    return drafting.freeze(complete_petition(), FROZEN_AT)


@pytest.fixture
def sample(version):
    return version.content


def typeset(content, roll=None):
    edition = rendering.Edition(
        number=3, sha256=drafting.content_hash(content), at=datetime(2026, 11, 21, 2, tzinfo=UTC)
    )
    return rendering.render(content, edition=edition, roll=roll)


def roll_of_two():
    return cosigning.Roll(
        rows=(
            {"kind": "organization", "name": "Rosa Imanishi", "title": "Director",
             "organization": "Niños Primero", "city": "Oakland", "state": "CA"},
            {"kind": "person", "name": "Şükrü Őry-Łuczak", "title": "MD",
             "organization": "", "city": "Tucson", "state": "AZ"},
        ),
        private=1,
    )  # fmt: skip


def words_of(pdf):
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.split())


def elements(pdf):
    """Every structure element's type, in reading order."""
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for kid in node:
                walk(kid)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node.S))
            if "/K" in node:
                walk(node.K)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        walk(document.Root.StructTreeRoot.K)
    return found


def fonts(pdf):
    """Name and whether the font program is inside, for every font of every page."""
    found = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for font in page.Resources.get("/Font", {}).values():
                descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                descriptor = descendant.FontDescriptor
                found[str(descendant.BaseFont)] = any(
                    key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
                )
    return found


class TestStructureReadBack:
    def test_names_its_language_title_and_standards(self, sample):
        with pikepdf.open(io.BytesIO(typeset(sample).pdf)) as document:
            root = document.Root
            metadata = document.open_metadata()

            assert str(root.Lang) == "en"
            assert bool(root.MarkInfo.Marked)
            assert bool(root.ViewerPreferences.DisplayDocTitle)
            assert metadata["dc:title"] == sample["title"]
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")

    def test_heads_paragraphs_notes_lists_and_contents_are_tagged(self, sample):
        tags = elements(typeset(sample, roll_of_two()).pdf)

        assert tags.count("/Title") == 1
        # contents, seven parts, submission, about this document, appendix
        assert tags.count("/H1") == 11
        assert tags.count("/H2") == 5
        assert tags.count("/Note") == 2
        assert tags.count("/TOC") >= 1
        assert tags.count("/L") == 4
        assert tags.count("/LI") == tags.count("/LBody") == 4
        assert tags.count("/Lbl") >= 6

    def test_every_numbered_fact_is_a_paragraph_of_its_own(self, sample):
        before = elements(typeset(sample).pdf).count("/P")
        facts = next(part for part in sample["parts"] if part["kind"] == "facts")
        facts["paragraphs"] += [
            {"number": number, "text": f"Fact {number}.", "source": None} for number in range(5, 45)
        ]

        assert elements(typeset(sample).pdf).count("/P") == before + 40

    def test_every_font_is_embedded(self, sample):
        found = fonts(typeset(sample).pdf)

        assert all(found.values())
        families = {name.split("+")[1].split("-")[0] for name in found}
        assert families == {"LibertinusSerif", "LibreCaslonCondensed", "CourierPrime"}

    def test_is_us_letter(self, sample):
        with pikepdf.open(io.BytesIO(typeset(sample).pdf)) as document:
            assert {tuple(map(float, page.MediaBox)) for page in document.pages} == {
                (0.0, 0.0, 612.0, 792.0)
            }
            assert len(document.pages) == typeset(sample).pages


class TestWords:
    def test_say_what_the_rows_say(self, sample):
        words = words_of(typeset(sample, roll_of_two()).pdf)

        for piece in [
            "BEFORE THE U.S. DEPARTMENT OF HOMELAND SECURITY",
            "In re Detention and release of minors, 8 CFR 236.3",
            "Petition for Rulemaking",
            "5 U.S.C. § 553(e); 6 CFR 3.1-3.9",
            "To amend 8 CFR 236.3(b)",
            "Bay Clinicians for Children, by Rosa Imanishi, Director, Oakland, CA.",
            "László Erdős, MD. He treats children who were detained.",
            "Revise paragraph (b) to read as follows:",
            "Text of the rule as of October 1, 2026.",
            "A minor shall be released without delay to the parent.",
            "Families for Freedom v. Napolitano",
            "Acknowledge receipt and open a docket.",
            "Respectfully submitted,",
            "Elżbieta Łuczak",
            "This is not legal advice.",
            "Niños Primero",
            "Şükrü Őry-Łuczak",
            (
                "1 organization and 1 person co-signed this version and are listed."
                " 1 more keeps the name private and is not listed."
            ),
        ]:
            assert piece in words, piece

    def test_strokes_are_also_said_in_words(self, sample):
        words = words_of(typeset(sample).pdf).replace(" ", "")

        assert "[begindeletion]may[enddeletion]" in words
        assert "[begininsertion]shall[endinsertion]" in words

    def test_the_day_is_the_day_in_washington(self, sample):
        # two o'clock in the morning in London is still the evening before in Washington
        assert "dated November 20, 2026" in words_of(typeset(sample).pdf)

    def test_a_source_used_twice_is_one_note(self, sample):
        words = words_of(typeset(sample).pdf)

        assert words.count("Flores v. Reno, No. CV 85-4544") == 1

    def test_markup_in_the_text_stays_literal(self, sample):
        sample["parts"][0]["body"] = [EVIL]
        sample["title"] = f"Title {EVIL}"
        sample["parties"][0]["name"] = EVIL
        sample["text_changes"][0]["proposed_text"] = EVIL
        sample["notice"] = EVIL

        words = words_of(typeset(sample).pdf)

        assert words.count(EVIL) >= 5


class TestAttachments:
    def test_are_the_text_and_the_roll(self, sample):
        roll = roll_of_two()

        with pikepdf.open(io.BytesIO(typeset(sample, roll).pdf)) as document:
            attached = {
                name: bytes(spec.get_file().read_bytes())
                for name, spec in document.attachments.items()
            }

        assert set(attached) == {"petition.json", "signers.csv"}
        assert json.loads(attached["petition.json"]) == sample
        rows = list(csv.DictReader(io.StringIO(attached["signers.csv"].decode(), newline="")))
        assert rows == list(roll.rows)

    def test_their_hashes_stand_in_the_text(self, sample):
        roll = roll_of_two()

        words = words_of(typeset(sample, roll).pdf)

        assert drafting.content_hash(sample) in words
        assert roll.sha256 in words


class TestRender:
    def test_gives_the_same_bytes_twice(self, sample):
        assert typeset(sample, roll_of_two()).pdf == typeset(sample, roll_of_two()).pdf

    def test_names_a_character_that_no_font_has(self, sample):
        sample["parties"][0]["name"] = "王 Wei"

        with pytest.raises(rendering.MissingGlyph) as missing:
            typeset(sample)

        assert missing.value.character == "王"
        assert str(missing.value) == (
            "No font at hand has the character “王” (U+738B CJK UNIFIED IDEOGRAPH-738B)."
            " Add a font that has it to the folders named in REDRESS_FONT_PATHS, or write the"
            " word in letters that the fonts have. Nothing was rendered."
        )

    def test_ends_a_document_that_takes_too_long(self, sample, monkeypatch):
        slow = childproc.Limits(cpu_seconds=30, wall_seconds=0.01)
        monkeypatch.setattr(rendering, "LIMITS", slow)

        with pytest.raises(childproc.TimeRanOut):
            typeset(sample)

    def test_ends_a_template_that_computes_for_ever(self, sample, monkeypatch, tmp_path):
        (tmp_path / "petition.typ").write_text("#{ let i = 0\n while true { i += 1 } }")
        monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)
        monkeypatch.setattr(rendering, "LIMITS", childproc.Limits(cpu_seconds=1))

        with pytest.raises((childproc.TimeRanOut, rendering.RenderingFailed)):
            typeset(sample)

    @pytest.mark.parametrize(
        "source",
        ['#read("../../etc/passwd")', '#read("/etc/passwd")', '#import "@preview/cetz:0.3.4"'],
    )
    def test_reads_nothing_outside_and_no_packages(self, sample, monkeypatch, tmp_path, source):
        (tmp_path / "petition.typ").write_text(source)
        monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)

        with pytest.raises(rendering.RenderingFailed, match="refused the document"):
            typeset(sample)

    def test_a_roll_of_a_thousand_keeps_every_name(self, sample):
        rows = tuple(
            {"kind": "person", "name": f"Ana Muñoz {n:04}", "title": "", "organization": "",
             "city": "Tucson", "state": "AZ"}
            for n in range(1000)
        )  # fmt: skip

        pdf = typeset(sample, cosigning.Roll(rows=rows)).pdf

        words = words_of(pdf)
        assert [n for n in range(1000) if f"Ana Muñoz {n:04}" not in words] == []
        assert elements(pdf).count("/LI") == 1000 + 2


class TestRoll:
    def test_lists_standing_public_names_organizations_first(self, version):
        SignOnFactory(version=version, name="Zoë Ruiz")
        SignOnFactory(version=version, kind="organization", name="R. I.", organization="Niños")
        SignOnFactory(version=version, name="Private Person", public=False)
        SignOnFactory(version=version, name="Left Again", withdrawn_at=FROZEN_AT)
        SignOnFactory(version=version, name="Not Confirmed", confirmed_at=None)

        roll = cosigning.roll_of(version)

        assert [(row["kind"], row["name"]) for row in roll.rows] == [
            ("organization", "R. I."),
            ("person", "Zoë Ruiz"),
        ]
        assert roll.private == 1

    def test_a_spreadsheet_runs_no_cell(self, version):
        SignOnFactory(version=version, name='=HYPERLINK("https://example.org")')

        assert "\"'=HYPERLINK(" in cosigning.roll_of(version).csv


class TestRenderAndStore:
    def test_keeps_the_document_with_its_hash(self, version, now):
        stored = rendering.render_and_store(version, now=now)

        assert bytes(stored.pdf).startswith(b"%PDF-")
        assert stored.pages >= 5
        assert stored.sha256 != stored.roll_sha256
        assert RenderedDocument.objects.get().pk == stored.pk

    def test_does_not_render_the_same_again(self, version, now):
        first = rendering.render_and_store(version, now=now)

        again = rendering.render_and_store(version, now=now + timedelta(days=1))

        assert again.pk == first.pk
        assert again.created_at == now

    def test_renders_anew_when_a_co_signer_leaves(self, version, now):
        leaving = SignOnFactory(version=version, name="László Nagy")
        first = rendering.render_and_store(version, now=now)
        SignOn.objects.filter(pk=leaving.pk).update(withdrawn_at=now)

        second = rendering.render_and_store(version, now=now)

        assert "László Nagy" in words_of(bytes(first.pdf))
        assert "László Nagy" not in words_of(bytes(second.pdf))
        assert RenderedDocument.objects.count() == 1


class TestRequestRendering:
    def test_adds_one_job_however_often_it_is_asked(self, version):
        asked = [rendering.request_rendering(version) for _ in range(3)]

        assert asked == [True, False, False]
        job = ProcrastinateJob.objects.get()
        assert (job.task_name, job.args) == ("petitions.render_version", {"version_id": version.pk})

    def test_a_job_that_failed_is_not_tried_again_by_visitors(self, version):
        from django.db import connection

        rendering.request_rendering(version)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")

        assert rendering.request_rendering(version) is False
