"""The rich text field of forms: a textarea of Markdown that a script turns into an editor."""

import json
from collections.abc import Callable, Collection
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from redress.core.html import without_unseen, word_count

LONGEST = 30_000  # characters; the longest section needs a fifth of it
# ProseMirror reads what is pasted into a document without scripts; this one name lets it
STUDIO_CSP: dict[str, Collection[str] | str] = {
    **cast("dict[str, Collection[str] | str]", settings.SECURE_CSP),
    "trusted-types": ["ProseMirrorClipboard"],
}


def studio_csp[View: Callable[..., HttpResponse]](view: View) -> View:
    """Mark a view whose page shows the editor. Public pages keep `trusted-types 'none'`."""
    return csp_override(STUDIO_CSP)(view)


def editor_words() -> dict[str, str]:
    """What the editor says, in the active language; {} stands for a number."""
    return {
        "toolbar": _("Formatting"),
        "strong": _("Bold"),
        "em": _("Italic"),
        "h3": _("Heading"),
        "h4": _("Small heading"),
        "bullets": _("Bullet list"),
        "numbers": _("Numbered list"),
        "quote": _("Quotation"),
        "link": _("Link"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "plain": _("Plain text"),
        "linkTitle": _("Link"),
        "linkAddress": _("Where does the link lead?"),
        "linkHint": _("An address that begins with https://, or an e-mail address."),
        "linkText": _("Words of the link"),
        "linkError": _(
            "This does not look like an address. Please write one that begins with https://."
        ),
        "linkSave": _("Save the link"),
        "linkRemove": _("Remove the link"),
        "cancel": _("Cancel"),
        "count": _("Words: {}."),
        "countLetters": _("Letters: {}."),
        "missing": _("At least {} are needed."),
        "over": _("At most {} are possible. Please shorten the text."),
    }


class RichTextWidget(forms.Textarea):
    """A textarea inside <rich-text>, with the text's own language and the words of the editor."""

    template_name = "components/rich_text.html"

    def __init__(self, *, lang: str, min_words: int = 0, max_words: int = 0) -> None:
        super().__init__(attrs={"rows": 10, "spellcheck": "true"})
        self.lang, self.min_words, self.max_words = lang, min_words, max_words

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The textarea's context, and what the editor must know."""
        bidi = get_language_info(self.lang)["bidi"]
        context = super().get_context(name, value, attrs)
        attributes = context["widget"]["attrs"]
        attributes |= {"lang": self.lang, "dir": "rtl" if bidi else "ltr"}
        if self.max_words or self.min_words:
            limits = f"{attributes.get('id', name)}_limits"
            described = attributes.get("aria-describedby", "")
            attributes["aria-describedby"] = f"{described} {limits}".strip()
            context["limits_id"] = limits
        context |= {
            "words": json.dumps(editor_words(), ensure_ascii=False),
            "min_words": self.min_words,
            "max_words": self.max_words,
        }
        return context


class RichTextField(forms.CharField):
    """The Markdown subset, trimmed, with line feeds only and no control characters.

    `min_words` is shown and not enforced, since a draft may be short. Too many words or
    characters are refused with a sentence; the widget shows again what was typed.
    """

    def __init__(
        self,
        *,
        lang: str,
        min_words: int = 0,
        max_words: int = 0,
        max_length: int = LONGEST,
        **kwargs: Any,
    ) -> None:
        self.lang, self.max_words, self.longest = lang, max_words, max_length
        kwargs["widget"] = RichTextWidget(lang=lang, min_words=min_words, max_words=max_words)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Without what no page can show; a NUL is taken out before Django would refuse it."""
        text: str | None = super().to_python(without_unseen(str(value or "")))
        return text or ""

    def validate(self, value: str) -> None:
        """Refuse a text that is too long. Raises ValidationError."""
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                ngettext(
                    "This text is too long: it has %(count)d character, %(most)d are possible.",
                    "This text is too long: it has %(count)d characters, %(most)d are possible.",
                    len(value),
                )
                % {"count": len(value), "most": self.longest},
                code="too_long",
            )
        words = word_count(value, self.lang) if self.max_words else 0
        if words > self.max_words:
            raise ValidationError(
                ngettext(
                    "This text is too long: it has %(count)d word, %(most)d are possible.",
                    "This text is too long: it has %(count)d words, %(most)d are possible.",
                    words,
                )
                % {"count": words, "most": self.max_words},
                code="too_many_words",
            )
