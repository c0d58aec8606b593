"""The sentence about an agency's clock never makes up a number."""

import re

import pytest

from redress.agencies.clocks import clock_sentence, number_was_read
from redress.agencies.loading import RULES_FILE, load_agencies, read_entries
from redress.agencies.models import PetitionRule

pytestmark = pytest.mark.django_db
ENTRIES = read_entries(RULES_FILE)


@pytest.fixture
def rule_of():
    load_agencies()
    return lambda code: PetitionRule.objects.select_related("agency").get(agency__code=code)


class TestClockSentence:
    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            (
                "us-dhs",
                (
                    "DHS has no fixed number of days; it must answer within a reasonable time"
                    " (5 U.S.C. § 555(b), (e))."
                ),
            ),
            ("us-nhtsa", "NHTSA has 120 calendar days from receipt, 49 CFR 552.8."),
            (
                "us-faa",
                (
                    "FAA has 6 months from receipt, 14 CFR 11.73(a)."
                    " This holds only when the agency finds the petition justified."
                ),
            ),
            (
                "us-stb",
                (
                    "STB has 120 calendar days from receipt, 49 CFR 1110.2(d)."
                    " This holds in rail cases only."
                ),
            ),
            (
                "us-fda",
                (
                    "FDA has 180 calendar days from receipt, 21 CFR 10.30(e)(2)."
                    " This number is still to be verified."
                ),
            ),
            (
                "il",
                (
                    "Illinois has 30 calendar days from submission, 5 ILCS 100/5-145(b)."
                    " Silence after that counts as a denial."
                ),
            ),
            (
                "nc",
                (
                    "North Carolina has 30 calendar days from submission, 150B-20(b)."
                    " For a board or commission it is 120 days."
                ),
            ),
            (
                "va",
                (
                    "Virginia has 90 calendar days from the close of the 21-day comment period,"
                    " 2.2-4007(C)."
                ),
            ),
            ("wi", "Wisconsin: 227.12(3) sets no number of days that we know of."),
            ("ny", "New York: we know of no rule that sets a number of days."),
        ],
    )
    def test_says_what_the_rule_says(self, rule_of, code, sentence):
        assert clock_sentence(rule_of(code)) == sentence

    @pytest.mark.parametrize(
        "entry", [e for e in ENTRIES if e["clock"]["count"] is None], ids=lambda e: e["id"]
    )
    def test_gives_no_number_where_the_rule_has_none(self, rule_of, entry):
        sentence = clock_sentence(rule_of(entry["id"]))

        assert not re.search(r"\d+ (calendar|business)? ?(days|months)", sentence)

    @pytest.mark.parametrize(
        "entry", [e for e in ENTRIES if e["clock"]["count"] is not None], ids=lambda e: e["id"]
    )
    def test_marks_every_number_that_nobody_read(self, rule_of, entry):
        rule = rule_of(entry["id"])

        marked = "still to be verified" in clock_sentence(rule)
        assert marked is not number_was_read(rule)
        assert marked is ("reply" not in entry["verified_fields"])
