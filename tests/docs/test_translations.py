"""Every sentence of the interface is in the Spanish catalog, whole and with its values."""

import re
from pathlib import Path

import polib
import pytest

CATALOG = polib.pofile("locale/es/LC_MESSAGES/django.po")
KNOWN = {entry.msgid for entry in CATALOG} | {entry.msgid_plural for entry in CATALOG}
IN_TEMPLATES = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
IN_CODE = re.compile(r"""(?<![\w.])(?:_|gettext|gettext_lazy)\(\s*"((?:[^"\\]|\\.)+)"\s*\)""")
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def asked_for(pattern, suffix):
    for path in sorted(Path("redress").rglob(f"*{suffix}")):
        for found in pattern.findall(path.read_text(encoding="utf-8")):
            text = "".join(found) if isinstance(found, tuple) else found
            yield path, text.replace('\\"', '"')


class TestCatalog:
    def test_leaves_nothing_untranslated_or_guessed(self):
        assert [entry.msgid for entry in CATALOG.untranslated_entries()] == []
        assert [entry.msgid for entry in CATALOG.fuzzy_entries()] == []

    def test_keeps_every_value_of_a_sentence(self):
        changed = [
            entry.msgid
            for entry in CATALOG
            if entry.msgstr
            and set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(entry.msgstr))
        ]

        assert changed == []

    @pytest.mark.parametrize(("pattern", "suffix"), [(IN_TEMPLATES, ".html"), (IN_CODE, ".py")])
    def test_knows_every_sentence_of_the_source(self, pattern, suffix):
        missing = sorted({text for _path, text in asked_for(pattern, suffix)} - KNOWN)

        assert missing == []
