"""Texts side by side."""

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from redress.core.translated import Translated, TranslatedField


class TestTranslated:
    def test_speaks_the_active_language(self):
        text = Translated(en="rule", es="norma")

        with translation.override("es"):
            assert str(text) == "norma"
            assert text.language == "es"

    def test_falls_back_to_the_language_that_has_a_text(self):
        text = Translated(en="rule", es="")

        with translation.override("es"):
            assert str(text) == "rule"
            assert text.language == "en"

    def test_is_empty_when_no_language_has_a_text(self):
        assert not Translated(en="", es="")
        assert str(Translated()) == ""

    def test_is_escaped_in_templates(self):
        page = Template("{{ text }}").render(Context({"text": Translated(en="<b>")}))

        assert page == "&lt;b&gt;"


class TestTranslatedField:
    def test_refuses_unknown_languages(self):
        with pytest.raises(ValidationError):
            TranslatedField().clean({"xx": "text"}, None)
