"""Translations are compiled when they are newer than what was made of them, and only then."""

import gettext
import os
from pathlib import Path

from redress.launch.compiling import compile_translations

CATALOG = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Join"
msgstr "Únete"

#, fuzzy
msgid "Leave"
msgstr "Quizás"
"""


def catalog(locale: Path) -> Path:
    source = locale / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOG, encoding="utf-8")
    return source


class TestCompileTranslations:
    def test_makes_a_catalog_that_gettext_reads_without_guesses(self, tmp_path: Path) -> None:
        catalog(tmp_path)

        assert compile_translations(locale=tmp_path) == 1

        words = gettext.translation("django", tmp_path, ["es"])
        assert words.gettext("Join") == "Únete"
        assert words.gettext("Leave") == "Leave"

    def test_does_nothing_again_until_the_source_changes(self, tmp_path: Path) -> None:
        source = catalog(tmp_path)
        compile_translations(locale=tmp_path)

        assert compile_translations(locale=tmp_path) == 0

        later = source.stat().st_mtime + 10
        os.utime(source, (later, later))
        assert compile_translations(locale=tmp_path) == 1
        assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]
