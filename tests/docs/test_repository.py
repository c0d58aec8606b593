"""What no file of the project may hold."""

import re
import subprocess
from pathlib import Path

import pytest

TRACKED = [
    Path(name)
    for name in subprocess.run(
        ["git", "ls-files", "-z"], check=True, capture_output=True, text=True
    ).stdout.split("\0")
    if name
]
TEXTS = [
    path
    for path in TRACKED
    if path.suffix in {".py", ".html", ".css", ".js", ".md", ".toml", ".sh", ".txt", ".typ", ".po"}
    and path.exists()
    and path != Path("tests/docs/test_repository.py")
]


class TestWords:
    @pytest.mark.parametrize("pattern", [r"\bTODO\b", r"\bFIXME\b", r"\bXXX\b", r"lorem ipsum"])
    def test_nothing_is_left_for_later(self, pattern):
        found = [
            f"{path}:{number}"
            for path in TEXTS
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if re.search(pattern, line)
        ]

        assert found == []

    def test_no_broad_silence(self):
        found = [
            str(path)
            for path in TEXTS
            if path.suffix == ".py"
            and re.search(
                r"# type: ignore(?!\[)|# noqa(?!:)|except(?: (?:Base)?Exception(?: as \w+)?)?:\s*\n\s*pass\b",
                path.read_text("utf-8"),
            )
        ]

        assert found == []


class TestLinks:
    @pytest.mark.parametrize("page", [path for path in TRACKED if path.suffix == ".md"], ids=str)
    def test_every_link_between_pages_leads_somewhere(self, page):
        links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8"))

        assert [link for link in links if not (page.parent / link).exists()] == []


class TestDecisions:
    def test_are_numbered_without_gaps(self):
        numbers = sorted(int(path.name[:4]) for path in Path("docs/adr").glob("[0-9]*.md"))

        assert numbers == list(range(1, len(numbers) + 1))
