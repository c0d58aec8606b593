"""Names of people pass in any script; what acts or hides does not."""

import pytest

from redress.supporters.naming import NameFault, NameRefused, clean_name


class TestCleanName:
    @pytest.mark.parametrize(
        "name",
        [
            "Ana Ruiz",
            "J. R. Smith",
            "Nguyễn Văn An",
            "Łukasz Őri",
            "José-María O’Neill",
            "李小龍",
            "محمد علي",
            "Анна Смирнова",
            "St.John Rivers",
            "Mary 2nd",
            "Ó Séaghdha",
        ],
    )
    def test_keeps_names_of_people(self, name):
        assert clean_name(name) == name

    def test_joins_marks_with_their_letters_and_blanks_into_one(self):
        assert clean_name("  Jose\u0301 \t  Ruiz ") == "José Ruiz"

    @pytest.mark.parametrize(
        ("name", "fault"),
        [
            ("", NameFault.MISSING),
            ("   ", NameFault.MISSING),
            ("x" * 121, NameFault.TOO_LONG),
            ("x" * 1_000_000, NameFault.TOO_LONG),
            ("=1+1", NameFault.FORMULA),
            ("+1 Ana", NameFault.FORMULA),
            ("-Ana", NameFault.FORMULA),
            ("@ana", NameFault.FORMULA),
            ("\uff1dSUM(A1)", NameFault.FORMULA),
            ("Ana \u202egnp.exe", NameFault.HIDDEN),
            ("Ana\u2066Ruiz", NameFault.HIDDEN),
            ("Ana\u200bRuiz", NameFault.HIDDEN),
            ("Ana\ufeff", NameFault.HIDDEN),
            ("Ana\x00", NameFault.HIDDEN),
            ("Ana\x07Ruiz", NameFault.HIDDEN),
            ("http://evil.example", NameFault.LINK),
            ("see www.evil", NameFault.LINK),
            ("Buy at cheap-pills.com", NameFault.LINK),
            ("ana@example.org", NameFault.LINK),
            ("<b>Ana</b>", NameFault.LINK),
            ("12345", NameFault.NO_LETTER),
            ("!!!", NameFault.NO_LETTER),
            ("P\u0430ypal", NameFault.MIXED),  # a Cyrillic a
        ],
    )
    def test_refuses_what_acts_or_hides(self, name, fault):
        with pytest.raises(NameRefused) as refused:
            clean_name(name)

        assert refused.value.fault == fault

    def test_keeps_the_longest_name(self):
        assert len(clean_name("x" * 120)) == 120
