"""Texts that are written in more than one language and kept side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language


class Translated(dict[str, str]):
    """Language code to text; as a string it is the active language's text."""

    def __str__(self) -> str:
        """The text in the active language, else in the first language that has one."""
        return self.within(get_language() or settings.LANGUAGE_CODE)

    def within(self, language: str) -> str:
        """The text in that language, else in the first language that has one, else ''."""
        return self.get(language[:2]) or next((text for text in self.values() if text), "")

    def __bool__(self) -> bool:
        """Whether any language has a text."""
        return any(self.values())

    @property
    def language(self) -> str:
        """The language that `str()` answers in; differs from the active one on fallback."""
        wanted = (get_language() or settings.LANGUAGE_CODE)[:2]
        if self.get(wanted):
            return wanted
        return next((code for code, text in self.items() if text), wanted)


if TYPE_CHECKING:
    _JSONField = models.JSONField[Any, Translated]
else:
    _JSONField = models.JSONField


class TranslatedField(_JSONField):
    """A JSON object of language code to text."""

    def __init__(self, **kwargs: Any) -> None:
        """Default to no text in any language."""
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Translated:
        """Wrap what the database gave."""
        return Translated(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> Translated:
        """Wrap what the code gave."""
        return Translated(value or {})

    def validate(self, value: Any, model_instance: Any) -> None:
        """Refuse anything that is not language code to text."""
        super().validate(value, model_instance)
        known = {code for code, _name in settings.LANGUAGES}
        if not isinstance(value, dict) or not set(value) <= known:
            raise ValidationError("A translated text names its languages.")
