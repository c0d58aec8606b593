"""Rows in a form of the studio: nothing typed is lost, whatever button was pressed."""

from datetime import date
from random import Random

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from redress.campaigns.models import Campaign
from redress.campaigns.parts import Lack
from redress.web.organize.rows import RowForm, Rows, RowsForm


class ArticleRow(RowForm):
    fillers = frozenset({"language"})
    outlet = forms.CharField(label="Outlet", max_length=10)
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("es", "Spanish")])
    day = forms.DateField(label="Day")

    def build(self, owner):
        self.add_both("note", lambda _code: forms.CharField(label="Note", max_length=40))


class ArticlesForm(RowsForm):
    rows = (
        Rows(
            name="articles",
            form=ArticleRow,
            title="Articles",
            row_title="Article %(number)s",
            add="Add an article",
            maximum=3,
        ),
    )

    def build(self, values):
        self.add_both("intro", lambda _code: forms.CharField(label="Intro"))

    def reason_to_keep(self, row):
        return "It is needed." if row["outlet"].value() == "Kept" else ""


def sent(**typed):
    data = QueryDict(mutable=True)
    data["base"] = "0"
    for name, value in typed.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return data


def of(data):
    return ArticlesForm(data, campaign=Campaign(), values={})


def outlets(form):
    return [row["outlet"].value() for row in form.row_sets["articles"].forms]


def typed(*names, **more):
    fields = {"articles__row": [str(key) for key in range(len(names))]}
    for key, name in enumerate(names):
        fields[f"articles__{key}__outlet"] = name
        fields[f"articles__{key}__language"] = "en"
    return sent(**fields, **more)


class TestRows:
    def test_fill_in_what_stands(self):
        articles = [{"outlet": "Post", "language": "es", "day": "2026-11-02", "note": {"en": "A"}}]

        form = ArticlesForm(campaign=Campaign(), values={"intro": {}, "articles": articles})

        (row,) = form.row_sets["articles"].forms
        assert row["outlet"].value() == "Post"
        assert row["note_en"].value() == "A"
        assert row["note_es"].value() == ""
        assert row.title == "Article 1"

    def test_begin_with_a_blank_one(self):
        form = ArticlesForm(campaign=Campaign(), values={})

        assert outlets(form) == [None]

    def test_give_back_what_was_typed_in_the_order_of_the_page(self):
        data = typed("Post", "Herald")
        data.setlist("articles-row", ["1", "0"])
        data["articles-1-day"] = "2026-11-02"
        data["articles-0-note_es"] = "Nota"

        form = of(data)

        assert form.is_valid(), form.errors
        assert form.to_data() == {
            "intro": {"en": "", "es": ""},
            "articles": [
                {
                    "outlet": "Herald",
                    "language": "en",
                    "day": date(2026, 11, 2).isoformat(),
                    "note": {"en": "", "es": ""},
                },
                {"outlet": "Post", "language": "en", "day": None, "note": {"en": "", "es": "Nota"}},
            ],
        }

    def test_are_dropped_when_only_a_default_stands_there(self):
        form = of(typed("Post", ""))

        assert form.is_valid()
        assert [row["outlet"] for row in form.to_data()["articles"]] == ["Post"]

    def test_say_where_something_cannot_be_kept(self):
        form = of(typed("Post", "A name too long"))

        assert not form.is_valid()
        (place,) = form.fields_in_rows
        assert place.auto_id == "id_articles-1-outlet"
        assert place.label == "Article 2, Outlet"
        assert list(form.errors) == ["articles-1-outlet"]
        assert 'href="#id_articles-1-outlet"' in render_to_string(
            "components/error_summary.html", {"form": form}
        )

    def test_are_counted(self):
        form = of(typed("A", "B", "C", "D"))

        assert not form.is_valid()
        assert form.errors["articles"] == ["There are 4 rows here; 3 are the most. Take some out."]
        assert outlets(form) == ["A", "B", "C", "D"]

    def test_ignore_keys_that_are_none(self):
        data = typed("A")
        data.setlist("articles-row", ["0", "0", "-1", "x", "99999", "٣"])

        assert outlets(of(data)) == ["A"]


class TestHtmlNameOf:
    def test_leads_from_the_place_in_the_data_to_the_row_of_the_page(self):
        data = typed("", "Post", "Herald")
        data.setlist("articles-row", ["2", "0", "1"])

        form = of(data)

        assert form.is_valid()
        assert form.html_name_of("articles-0-outlet") == "articles-2-outlet"
        assert form.html_name_of("articles-1-note_en") == "articles-1-note_en"
        assert form.html_name_of("articles-9-outlet") == "articles-9-outlet"
        assert form.html_name_of("intro_en") == "intro_en"


class TestArranging:
    @pytest.mark.parametrize(
        ("asked", "left", "status"),
        [
            ("add", ["A", "B", None], "Article 3 was added."),
            ("remove 0", ["B"], "Article 1 was taken out."),
            ("up 1", ["B", "A"], "This is now Article 1."),
            ("down 0", ["B", "A"], "This is now Article 2."),
            ("up 0", ["A", "B"], "This is now Article 1."),
            ("remove 7", ["A", "B"], ""),
            ("dance", ["A", "B"], ""),
        ],
    )
    def test_moves_rows_and_judges_nothing(self, asked, left, status):
        data = typed("A", "B", articles__do=asked, articles__0__day="no day", intro_en="Words")

        form = of(data)

        assert form.is_arranging
        assert outlets(form) == left
        assert form.row_sets["articles"].status == status
        assert not form.errors
        assert not any(row.errors for row in form.row_sets["articles"].forms)
        assert form["intro_en"].value() == "Words"
        days = {
            row["outlet"].value(): row["day"].value() for row in form.row_sets["articles"].forms
        }
        assert days.get("A", "no day") == "no day"

    def test_adds_no_row_over_the_most(self):
        form = of(typed("A", "B", "C", articles__do="add"))

        assert outlets(form) == ["A", "B", "C"]
        assert form.row_sets["articles"].status == "3 are the most."

    def test_keeps_a_row_that_is_needed_and_says_so(self):
        form = of(typed("Kept", articles__do="remove 0"))

        assert outlets(form) == ["Kept"]
        assert form.row_sets["articles"].status == "It is needed."

    def test_puts_the_focus_where_the_work_is(self):
        page = _drawn(of(typed("A", articles__do="add")))

        assert page.count("autofocus") == 1
        focused = next(part for part in page.split("<") if "autofocus" in part)
        assert 'id="id_articles-1-outlet"' in focused

    def test_puts_the_focus_on_the_other_button_at_the_end(self):
        page = _drawn(of(typed("A", "B", articles__do="up 1")))

        focused = next(part for part in page.split("<") if "autofocus" in part)
        assert 'value="down 1"' in focused

    def test_loses_nothing_in_any_walk(self):
        """Two hundred walks of ten presses: the rows are those of a plain list."""
        chance = Random(7)
        for _walk in range(200):
            rows = ["A", "B"]
            for press in range(10):
                act = chance.choice(["add", "remove", "up", "down"])
                place = chance.randrange(len(rows)) if rows else 0
                form = of(typed(*rows, articles__do="add" if act == "add" else f"{act} {place}"))
                if act == "add" and len(rows) < 3:
                    rows.append("")
                elif act == "remove" and rows:
                    rows.pop(place)
                elif act in {"up", "down"} and rows:
                    other = place + (1 if act == "down" else -1)
                    if 0 <= other < len(rows):
                        rows[place], rows[other] = rows[other], rows[place]
                assert [outlet or "" for outlet in outlets(form)] == rows
                rows = [name or f"N{press}" for name in rows]


class TestTemplate:
    def test_saves_when_enter_is_pressed_in_a_field(self):
        page = _drawn(of(typed("A")))

        first = page[page.index("<button") :].split(">")[0]
        assert "name=" not in first
        assert 'type="submit"' in first

    def test_has_no_buttons_for_a_reader(self):
        page = _drawn(of(typed("A")), may_edit=False)

        assert "<button" not in page
        assert "<template" not in page

    def test_says_what_the_rows_lack_as_a_whole(self):
        form = ArticlesForm(campaign=Campaign(), values={})
        form.lacks = {"articles": [Lack(field="articles", sentence="No article yet.")]}

        assert "No article yet." in _drawn(form)

    def test_gives_the_script_a_row_to_copy(self):
        page = _drawn(of(typed("A")))

        blank = page[page.index("<template") : page.index("</template>")]
        assert 'name="articles-row" value="__key__"' in blank
        assert 'id="id_articles-__key__-note_es"' in blank
        assert 'lang="es"' in blank


def _drawn(form, *, may_edit=True):
    form.is_valid()
    rows = form.row_sets["articles"]
    return render_to_string("components/rows.html", {"rows": rows, "may_edit": may_edit})
