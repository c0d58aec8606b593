"""Postcodes: ZIP codes name a state, others are kept, nonsense is refused."""

import pytest

from redress.supporters.places import Place, PostcodeRefused, place_of


class TestPlaceOf:
    @pytest.mark.parametrize(
        ("typed", "place"),
        [
            ("", Place("", "")),
            ("94110", Place("94110", "CA")),
            (" 94110-1234 ", Place("94110", "CA")),
            ("941101234", Place("94110", "CA")),
            ("20001", Place("20001", "DC")),
            ("00601", Place("00601", "PR")),
            ("00501", Place("00501", "NY")),
            ("09001", Place("09001", "")),
            ("sw1a 1aa", Place("SW1A 1AA", "")),
            ("H2X 1Y4", Place("H2X 1Y4", "")),
        ],
    )
    def test_reads_a_postcode(self, typed, place):
        assert place_of(typed) == place

    @pytest.mark.parametrize(
        "typed", ["Tucson", "1234567890123", "<94110>", "94110'", "-9411", "¹²³"]
    )
    def test_refuses_what_is_none(self, typed):
        with pytest.raises(PostcodeRefused):
            place_of(typed)
