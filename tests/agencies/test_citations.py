"""A citation is kept in one form, and what no agency can change is refused."""

import pytest

from redress.agencies.citations import CitationFault, CitationRefused, clean_citation, read_cfr


class TestReadCfr:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("8 CFR 236.3", "8 CFR 236.3"),
            (" 8  cfr  236.3 ", "8 CFR 236.3"),
            ("8 C.F.R. § 236.3", "8 CFR 236.3"),
            ("8 CFR §236.3(j)(2)", "8 CFR 236.3(j)(2)"),
            ("45 CFR part 410", "45 CFR part 410"),
            ("45 CFR 410", "45 CFR part 410"),
            ("49 C.F.R. pt. 552", "49 CFR part 552"),
            ("8 CFR parte 236", "8 CFR part 236"),
            ("17 CFR 240.10b-5", "17 CFR 240.10b-5"),
        ],
    )
    def test_reads(self, typed, kept):
        assert str(read_cfr(typed)) == kept

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "236.3",
            "8 CFR",
            "0 CFR 1.1",
            "51 CFR 1.1",
            "8 CFR 0",
            "8 USC 1101",
            "CFR 8",
            "8 CFR 236(j)",
        ],
    )
    def test_reads_nothing_else(self, typed):
        assert read_cfr(typed) is None


class TestCleanCitation:
    @pytest.mark.parametrize(
        ("typed", "jurisdiction", "kept"),
        [
            ("", "federal", ""),
            ("8 c.f.r. 236.3", "federal", "8 CFR 236.3"),
            ("8 CFR 236.3", "", "8 CFR 236.3"),
            ("Cal. Code Regs. tit. 22,  § 84001", "state", "Cal. Code Regs. tit. 22, § 84001"),
            ("the school rule", "", "the school rule"),
        ],
    )
    def test_keeps(self, typed, jurisdiction, kept):
        assert clean_citation(typed, jurisdiction=jurisdiction) == kept

    @pytest.mark.parametrize(
        ("typed", "jurisdiction", "fault"),
        [
            ("x" * 81, "state", CitationFault.TOO_LONG),
            ("the school rule", "federal", CitationFault.FORM),
            ("8 CFR", "", CitationFault.FORM),
            ("8 U.S.C. 1101", "federal", CitationFault.STATUTE),
            ("51 CFR 1.1", "federal", CitationFault.TITLE),
        ],
    )
    def test_refuses(self, typed, jurisdiction, fault):
        with pytest.raises(CitationRefused) as refused:
            clean_citation(typed, jurisdiction=jurisdiction)

        assert refused.value.fault == fault
