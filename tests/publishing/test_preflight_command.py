"""`manage.py preflight`: plain words or JSON, and an exit status that programs can read."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from redress.publishing import preflight
from tests.factories.finished import finished_campaign

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[1] / "samples" / "ten_defects.html"
GUIDE = Path("docs/guide/preflight.md")


def told(*arguments):
    """Exit status and what was printed."""
    out = StringIO()
    try:
        call_command("preflight", *arguments, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


@pytest.mark.usefixtures("at_now")
class TestCampaign:
    @pytest.mark.parametrize("name", ["slug", "number", "private_slug"])
    def test_ends_with_0_when_nothing_blocks(self, name):
        campaign = finished_campaign()

        status, text = told(getattr(campaign, name))

        assert status == 0
        assert "0 to mend, 0 to look at" in text
        assert text.rstrip().endswith("Nothing stands in the way.")

    def test_ends_with_1_and_says_what_where_and_how(self):
        campaign = finished_campaign(counsel_name="", title={"en": "Home", "es": "x" * 20})

        status, text = told(campaign.slug)

        assert status == 1
        assert "B3 Blocks: The title is missing, too short or too long" in text
        assert "   Where: Title and summary, English" in text
        assert "   Reads: Home" in text
        assert "   How to mend it: Say in one line what shall change" in text
        assert "B10 Blocks" in text
        assert text.rstrip().endswith("It may not go live.")

    def test_prints_json_with_keys_that_stay(self):
        campaign = finished_campaign(counsel_name="")

        status, text = told(campaign.slug, "--json")

        said = json.loads(text)
        assert status == 1
        assert list(said) == [
            "subject",
            "kind",
            "blocked",
            "blocking",
            "warnings",
            "findings",
            "notes",
        ]
        assert (said["subject"], said["kind"], said["blocked"]) == (campaign.slug, "campaign", True)
        assert [(one["check"], one["level"], one["part"]) for one in said["findings"]] == [
            ("B10", "block", "team")
        ]


class TestFile:
    def test_is_judged_and_blocks(self):
        status, text = told(str(SAMPLE), "--json")

        said = json.loads(text)
        assert status == 1
        assert said["kind"] == "file"
        assert said["blocking"] == 11

    def test_passes_when_only_something_is_to_be_looked_at(self, tmp_path):
        file = tmp_path / "page.txt"
        file.write_text("We ask the the agency to act.", encoding="utf-8")

        status, text = told(str(file))

        assert status == 0
        assert "W6 Warns" in text

    def test_is_read_in_the_language_that_is_said(self, tmp_path):
        file = tmp_path / "page.txt"
        file.write_text("Lo piden antes después del viernes.", encoding="utf-8")

        _status, text = told(str(file), "--json", "--language", "es")

        assert [one["language"] for one in json.loads(text)["findings"]] == ["es"]


class TestWrongUse:
    @pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"x" * 2_000_001])
    def test_ends_with_2(self, tmp_path, content):
        file = tmp_path / "page.txt"
        if content is not None:
            file.write_bytes(content)

        with pytest.raises(CommandError) as fault:
            told(str(file))

        assert fault.value.returncode == 2


class TestGuide:
    def test_lists_every_check_as_the_code_has_it(self):
        rows = re.findall(
            r"^\| ([BW]\d+) \| (.+?) \| (.+?) \| (.+?) \|$", GUIDE.read_text("utf-8"), re.MULTILINE
        )

        with translation.override("en"):
            assert rows == [
                (check.code, str(check.title), str(check.mend), "yes" if check.on_files else "no")
                for check in preflight.CHECKS
            ]
