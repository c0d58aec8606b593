"""Two texts written out of a third: what fits is put together, what does not is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redress.campaigns.merging import (
    Touched,
    differences,
    leaves,
    merge_texts,
    with_choices,
)

WORDS = st.lists(st.sampled_from(["child", "rule", "home", "must", "and", "."]), max_size=12)
TEXT = WORDS.map(" ".join)


class TestMergeTexts:
    def test_puts_together_changes_of_different_words(self):
        merged = merge_texts(
            base="The quick brown fox jumps.",
            theirs="The very quick brown fox jumps.",
            mine="The quick brown fox jumps high.",
        )

        assert merged == "The very quick brown fox jumps high."

    @pytest.mark.parametrize(
        ("base", "theirs", "mine"),
        [
            ("a b c", "a x c", "a y c"),
            ("", "theirs", "mine"),
            ("Let children stay", "Let every child stay", "Let migrant children stay"),
            ("one two", "one", "one two two"),
        ],
    )
    def test_gives_up_where_both_touch_the_same_words(self, base, theirs, mine):
        assert merge_texts(base=base, theirs=theirs, mine=mine) is None

    def test_takes_a_change_that_both_made_once(self):
        assert merge_texts(base="a b c d", theirs="a x c d", mine="a x c e") == "a x c e"

    @given(TEXT, TEXT)
    def test_is_the_one_text_where_the_other_changed_nothing(self, base, text):
        assert merge_texts(base=base, theirs=base, mine=text) == text
        assert merge_texts(base=base, theirs=text, mine=base) == text

    @given(TEXT, TEXT, TEXT)
    def test_loses_no_word_that_either_added(self, base, theirs, mine):
        merged = merge_texts(base=base, theirs=theirs, mine=mine)
        if merged is not None:
            for text in (theirs, mine):
                assert set(text.split()) - set(base.split()) <= set(merged.split())


def part(**fields):
    return {"title": {"en": "", "es": ""}, "rows": [], "areas": [], **fields}


class TestDifferences:
    def test_are_none_between_equal_texts(self):
        assert differences(base=part(), theirs=part(areas=["x"]), mine=part(areas=["x"])) == []

    def test_say_who_changed_what(self):
        base = part(title={"en": "a b c d e", "es": "uno"})
        theirs = part(title={"en": "x b c d e", "es": "dos"}, areas=["school"])
        mine = part(title={"en": "a b c d y", "es": "tres"}, rows=[{"name": "new"}])

        found = differences(base=base, theirs=theirs, mine=mine)

        assert {one.path: (one.touched, one.merged) for one in found} == {
            ("title", "en"): (Touched.APART, "x b c d y"),
            ("title", "es"): (Touched.BOTH, ""),
            ("areas",): (Touched.THEIRS, ""),
            ("rows",): (Touched.MINE, ""),
        }

    def test_of_rows_are_told_row_by_row_while_there_are_as_many(self):
        rows = [{"name": "one"}, {"name": "two"}]
        found = differences(
            base=part(rows=rows),
            theirs=part(rows=[{"name": "one"}, {"name": "three"}]),
            mine=part(rows=rows),
        )

        assert [(one.path, one.touched) for one in found] == [
            (("rows", "1", "name"), Touched.THEIRS)
        ]

    def test_of_a_group_that_one_text_has_not_are_one_place(self):
        own = {"minimum": 2000, "perks": {"en": "x", "es": ""}}
        found = differences(
            base={"advocate": None, "champion": own},
            theirs={"advocate": None, "champion": None},
            mine={"advocate": own, "champion": own},
        )

        assert [(one.path, one.theirs, one.mine, one.touched) for one in found] == [
            (("advocate",), None, own, Touched.MINE),
            (("champion",), None, own, Touched.THEIRS),
        ]

    def test_begin_with_nothing_where_nothing_stood(self):
        found = differences(
            base={}, theirs=part(title={"en": "theirs", "es": ""}), mine=part(areas=["x"])
        )

        assert {one.path for one in found} == {("title", "en"), ("areas",)}


class TestChoices:
    def test_put_values_where_they_belong(self):
        data = part(rows=[{"name": {"en": "a"}}])

        changed = with_choices(data, {("rows", "0", "name", "en"): "b", ("areas",): ["x"]})

        assert changed == part(rows=[{"name": {"en": "b"}}], areas=["x"])
        assert data == part(rows=[{"name": {"en": "a"}}])

    def test_of_all_that_differs_make_the_other_text(self):
        theirs = part(title={"en": "a", "es": "b"}, rows=[{"n": "1"}])
        mine = part(title={"en": "c", "es": "b"}, rows=[{"n": "1"}, {"n": "2"}], areas=["x"])
        found = differences(base=part(), theirs=theirs, mine=mine)

        assert with_choices(theirs, {one.path: one.mine for one in found}) == mine

    def test_name_every_value_by_its_place(self):
        assert leaves({"a": {"en": "x"}, "rows": [{"n": "1"}], "list": ["y"], "none": []}) == {
            ("a", "en"): "x",
            ("rows", "0", "n"): "1",
            ("list",): ["y"],
            ("none",): [],
        }
