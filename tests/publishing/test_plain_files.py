"""Plain files: what the checks find in them without any row."""

from collections import Counter
from pathlib import Path

import pytest

from redress.publishing import preflight
from redress.publishing.plain_files import sheet_of_html, sheet_of_text
from tests.conftest import NOW

SAMPLE = Path(__file__).parents[1] / "samples" / "ten_defects.html"


def found_in(html, language="en"):
    return preflight.run_on_file(sheet_of_html(html, language=language, now=NOW)).findings


def codes(html, language="en"):
    return {finding.code for finding in found_in(html, language)}


class TestThePageWithTenDefects:
    @pytest.fixture
    def findings(self):
        return found_in(SAMPLE.read_text(encoding="utf-8"))

    def test_has_five_kinds_that_the_placeholders_are_known_by(self, findings):
        excerpts = " | ".join(one.excerpt for one in findings if one.code == "B1")

        for kind in (
            "Summary … goes here",
            "Solution text goes here",
            "Organization 1, their title",
            "Key coalition member #1",
            "News website #1",
        ):
            assert kind in excerpts

    def test_gives_eleven_hits_by_placeholders_alone(self, findings):
        # three times an organization and a title, and five others
        assert Counter(one.code for one in findings)["B1"] == 11

    def test_is_known_by_the_name_of_a_file_and_the_doubled_word(self, findings):
        assert [one.excerpt for one in findings if one.code == "W4"] == [
            "ogo isolated wide small2.001"
        ]
        slips = [one.excerpt for one in findings if one.code == "W6"]
        assert len(slips) == 1
        assert "approved by after Friday" in slips[0]

    def test_leaves_what_only_a_reader_finds(self, findings):
        places = " ".join(one.excerpt for one in findings if one.code != "B1")

        assert "An administrative is a legal" not in places
        assert {one.code for one in findings} == {"B1", "W4", "W6"}


class TestHtml:
    def test_reads_no_script_no_style_and_no_hint_of_an_empty_field(self):
        html = (
            "<h1>Home</h1><script>text goes here</script><style>/* lorem */</style>"
            '<input placeholder="Your text goes here"><p hidden>TBD</p><template>xxx</template>'
        )
        assert codes(html) == set()

    @pytest.mark.parametrize(
        "html",
        [
            '<h1>Home</h1><img src="a" alt="describe: goes here">',
            "<title>TBD</title>",
            '<meta property="og:description" content="text goes here"><h1>Home</h1>',
            "<h1>Home</h1><p>Solution <b>text</b> goes here</p>",
        ],
    )
    def test_reads_what_is_said_unseen(self, html):
        assert codes(html) == {"B1"}

    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>", set()),
            ("<h1>A</h1><h3>C</h3>", {"W3"}),
            ("<h2>A</h2>", {"W3"}),
            ("<h1>A</h1><h1>B</h1>", {"W3"}),
        ],
    )
    def test_knows_the_order_of_headings(self, html, expected):
        assert codes(html) == expected

    def test_knows_a_picture_that_stands_twice(self):
        html = '<h1>A</h1><img src="a.png" alt="A kite"><img src="a.png" alt="A kite again">'

        assert codes(html) == {"W2"}

    def test_judges_each_text_in_its_own_language(self):
        html = '<h1>A</h1><p lang="es">Lo piden antes después del viernes.</p>'

        assert [(one.code, one.language) for one in found_in(html)] == [("W6", "es")]

    def test_does_not_take_the_words_of_two_blocks_for_a_doubled_word(self):
        assert codes("<h1>A</h1><p>We ask the agency</p><p>agency</p>") == set()

    @pytest.mark.parametrize("html", ["", "<", "<p", "</p></p>", "<b><i></b></i>", "<p>\x00"])
    def test_reads_on_whatever_it_is_given(self, html):
        assert codes(html) <= {"W3"}


class TestPlainText:
    def test_is_judged_as_one_text(self):
        sheet = sheet_of_text("Solution text goes here\n\nthe the", language="en", now=NOW)

        report = preflight.run_on_file(sheet)

        assert [one.code for one in report.findings] == ["B1", "W6"]
        assert report.blocked

    def test_may_be_empty(self):
        report = preflight.run_on_file(sheet_of_text("", language="en", now=NOW))

        assert report.findings == ()
