"""The rich text field, the studio's policy, and the editor's libraries as they were recorded."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from redress.web.rich_text import LONGEST, STUDIO_CSP, RichTextField, editor_words, studio_csp
from redress.web.staticfiles import HashedStorage

ROOT = Path(__file__).resolve().parents[2]
EDITOR = ROOT / "redress/web/static/js/editor"


class TextForm(forms.Form):
    problem = RichTextField(label="Problem", lang="es", min_words=2, max_words=4)
    notes = RichTextField(label="Notes", lang="ar", required=False, max_length=20)


def cleaned(text: str) -> str:
    form = TextForm({"problem": text})
    assert form.is_valid(), form.errors
    return str(form.cleaned_data["problem"])


class TestRichTextField:
    def test_keeps_markdown_with_plain_line_ends(self):
        assert cleaned("  **uno** \r\n\r\n* dos\rtres  ") == "**uno** \n\n* dos\ntres"

    def test_takes_out_what_no_page_can_show(self):
        assert cleaned("u\x00n\x07o\u202e d\ud800os\ufeff") == "uno dos"

    def test_lets_a_short_draft_stand(self):
        assert cleaned("uno") == "uno"

    def test_asks_for_a_text_that_must_be_there(self):
        assert "problem" in TextForm({"problem": "\x00 \n"}).errors

    def test_counts_the_words_that_are_read_and_not_the_signs(self):
        assert cleaned("1. **uno** [dos](https://example.org/x)\n2. tres — *cuatro*")

    def test_refuses_too_many_words_and_keeps_them(self):
        form = TextForm({"problem": "a b c d e"})

        assert form.errors["problem"] == ["This text is too long: it has 5 words, 4 are possible."]
        assert "\na b c d e</textarea>" in str(form["problem"])

    def test_refuses_too_many_characters_and_keeps_them(self):
        form = TextForm({"problem": "a", "notes": "x" * 21})

        assert form.errors["notes"] == [
            "This text is too long: it has 21 characters, 20 are possible."
        ]
        assert "x" * 21 in str(form["notes"])

    def test_has_a_limit_of_its_own(self):
        assert RichTextField(lang="en").longest == LONGEST


class TestRichTextWidget:
    def test_is_a_labelled_textarea_in_the_language_of_the_text(self):
        html = str(TextForm()["problem"])

        assert re.search(r"<rich-text [^>]*><textarea name=\"problem\"", html)
        assert 'lang="es" dir="ltr"' in html
        assert 'aria-describedby="id_problem_limits"' in html
        assert '<p class="fine limits" id="id_problem_limits">Between 2 and 4 words.</p>' in html

    def test_turns_with_a_text_that_is_written_from_the_right(self):
        assert 'lang="ar" dir="rtl"' in str(TextForm()["notes"])

    def test_cannot_be_left_by_its_text(self):
        html = str(TextForm(initial={"problem": "</textarea><script>alert(1)</script>"})["problem"])

        assert "<script" not in html
        assert html.count("</textarea>") == 1

    def test_keeps_an_empty_line_at_the_beginning(self):
        assert ">\n\na</textarea>" in str(TextForm(initial={"problem": "\na"})["problem"])

    def test_brings_the_words_of_the_editor(self):
        found = re.search(r'data-words="([^"]*)"', str(TextForm()["problem"]))

        assert found
        assert json.loads(found[1].replace("&quot;", '"').replace("&#x27;", "'")) == editor_words()

    @pytest.mark.parametrize(
        "name",
        re.findall(
            r"words\.(\w+)",
            (EDITOR / "editor.js").read_text() + (EDITOR / "linking.js").read_text(),
        ),
    )
    def test_has_every_word_that_the_script_asks_for(self, name):
        with translation.override("en"):
            assert editor_words()[name]


class TestStudioCsp:
    def test_adds_one_named_policy_and_nothing_else(self):
        changed = {key for key in STUDIO_CSP if STUDIO_CSP[key] != settings.SECURE_CSP.get(key)}

        assert changed == {"trusted-types"}
        assert STUDIO_CSP["trusted-types"] == ["ProseMirrorClipboard"]

    def test_is_what_a_marked_view_answers_with(self):
        @studio_csp
        def view(request: HttpRequest) -> HttpResponse:
            return HttpResponse()

        assert view(RequestFactory().get("/"))._csp_config == STUDIO_CSP

    @pytest.mark.parametrize("path", ["/", "/es/", "/campaigns/"])
    def test_changes_nothing_on_public_pages(self, client: Client, db: None, path: str):
        policy = client.get(path).headers["Content-Security-Policy"]

        assert "trusted-types 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert "ProseMirror" not in policy


class TestVendoredBundle:
    recorded = json.loads((EDITOR / "vendor/versions.json").read_text(encoding="utf-8"))
    code = (EDITOR / "vendor" / recorded["file"]).read_bytes()

    def test_is_the_one_that_was_recorded(self):
        assert hashlib.sha256(self.code).hexdigest() == self.recorded["sha256"]
        assert len(self.code) == self.recorded["bytes"] < 260_000

    def test_has_the_exact_versions_that_the_script_names(self):
        named = json.loads(
            (ROOT / "scripts/vendor_editor/package.json").read_text(encoding="utf-8")
        )

        assert {name: one["version"] for name, one in self.recorded["packages"].items()} == named[
            "dependencies"
        ]
        assert self.recorded["built_with"] == named["devDependencies"]

    def test_comes_with_the_licence_of_each_package(self):
        texts = (EDITOR / "vendor/LICENSES.txt").read_text(encoding="utf-8")

        for name, one in self.recorded["packages"].items():
            assert one["licence"] == "MIT"
            assert f"{name} {one['version']}\n" in texts
        assert texts.count("Permission is hereby granted") >= len(self.recorded["packages"])

    def test_calls_no_code_from_text_and_makes_no_style(self):
        text = self.code.decode()

        assert not re.search(r"\beval\(|new Function|insertRule|createElement\([\"']style", text)
        assert re.findall(r"createPolicy\(\"(\w+)\"", text) == ["ProseMirrorClipboard"]


class TestCollectedModules:
    def test_import_each_other_under_hashed_names_only(self, tmp_path: Path):
        static = ROOT / "redress/web/static"
        shutil.copytree(static / "js", tmp_path / "js")
        storage = HashedStorage(location=tmp_path, base_url="/static/")
        names = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.js")]

        done = list(storage.post_process({name: (storage, name) for name in names}))

        assert [error for _name, _hashed, error in done if isinstance(error, Exception)] == []
        for path in EDITOR.glob("*.js"):
            name = storage.stored_name(f"js/editor/{path.name}")
            imports = re.findall(
                r'from "(\./[^"]+)"', (tmp_path / name).read_text(encoding="utf-8")
            )
            assert all(re.search(r"\.[0-9a-f]{12}\.js$", one) for one in imports), (name, imports)
            assert len(imports) == path.read_text(encoding="utf-8").count(' from "./')
