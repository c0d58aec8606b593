"""Redlines give both texts back and stay right where difflib's shortcut goes wrong."""

import random

from hypothesis import given
from hypothesis import strategies as st

from redress.petitions.redline import Kind, Segment, as_rows, compare, paragraphs

WORDS = st.lists(
    st.sampled_from(["the", "minor", "shall", "be", "released,", "(b)", "§"]), max_size=30
)
TEXT = st.lists(WORDS.map(" ".join), max_size=4).map("\n\n".join)


def rebuilt(redline, *kinds):
    return [
        joined
        for paragraph in redline
        if (joined := "".join(s.text for s in paragraph if s.kind in kinds)).strip()
    ]


class TestCompare:
    def test_strikes_and_inserts_whole_phrases(self):
        redline = compare(
            base="A minor may be held with the parent.",
            proposed="A minor shall be released to the parent.",
        )

        assert redline == (
            (
                Segment(Kind.EQUAL, "A minor "),
                Segment(Kind.DELETE, "may"),
                Segment(Kind.INSERT, "shall"),
                Segment(Kind.EQUAL, " be "),
                Segment(Kind.DELETE, "held with"),
                Segment(Kind.INSERT, "released to"),
                Segment(Kind.EQUAL, " the parent."),
            ),
        )

    def test_keeps_every_edit_in_a_text_of_many_tokens(self):
        # with autojunk, difflib drops the frequent words of 200 tokens and more
        words = random.Random(7).choices(["the", "minor", "shall", "be", "held", "in", "a"], k=400)
        changed = [f"new{i}" if i % 10 == 0 else word for i, word in enumerate(words)]

        (paragraph,) = compare(base=" ".join(words), proposed=" ".join(changed))

        inserted = [s.text for s in paragraph if s.kind is Kind.INSERT]
        assert inserted == [f"new{i}" for i in range(0, 400, 10)]
        assert sum(len(s.text.split()) for s in paragraph if s.kind is Kind.DELETE) == 40

    def test_compares_paragraph_by_paragraph(self):
        redline = compare(base="First.\n\nSecond stays here.", proposed="Second stays there.")

        assert [[s.kind for s in paragraph] for paragraph in redline] == [
            [Kind.DELETE],
            [Kind.EQUAL, Kind.DELETE, Kind.INSERT, Kind.EQUAL],
        ]

    def test_a_new_rule_is_all_inserted(self):
        assert compare(base="", proposed="A new rule.") == ((Segment(Kind.INSERT, "A new rule."),),)

    def test_a_repealed_rule_is_all_struck(self):
        assert compare(base="An old rule.", proposed="") == (
            (Segment(Kind.DELETE, "An old rule."),),
        )

    @given(base=TEXT, proposed=TEXT)
    def test_gives_both_texts_back(self, base, proposed):
        redline = compare(base=base, proposed=proposed)

        assert rebuilt(redline, Kind.EQUAL, Kind.DELETE) == paragraphs(base)
        assert rebuilt(redline, Kind.EQUAL, Kind.INSERT) == paragraphs(proposed)


class TestAsRows:
    def test_is_plain_data(self):
        rows = as_rows(compare(base="a b", proposed="a c"))

        assert rows == [
            [
                {"kind": "equal", "text": "a "},
                {"kind": "delete", "text": "b"},
                {"kind": "insert", "text": "c"},
            ]
        ]
