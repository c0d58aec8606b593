"""What the campaign page may weigh, and that it asks no other host for anything."""

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client

from tests.web import sample

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
HTML, CSS, JS, FONTS = 40_000, 12_000, 15_000, 100_000
PATHS = ["/c/stop-holding-children/", "/es/c/stop-holding-children/"]


def packed(*texts: bytes) -> int:
    """Bytes on the wire, each file compressed on its own."""
    return sum(len(gzip.compress(text, 9)) for text in texts)


def static_file(address: str) -> bytes:
    """The file behind a /static/ address."""
    found = finders.find(address.removeprefix("/static/"))
    assert isinstance(found, str), address
    return Path(found).read_bytes()


@pytest.fixture(params=PATHS)
def html(request: pytest.FixtureRequest, client: Client, db: None) -> bytes:
    """The whole campaign page in each language."""
    with time_machine.travel(NOW, tick=False):
        sample.whole_campaign(now=NOW)
        answer = client.get(request.param).content
    assert isinstance(answer, bytes)
    return answer


def linked(html: bytes, pattern: str) -> list[str]:
    """Addresses that the page loads, by a pattern with one group."""
    found: list[str] = re.findall(pattern, html.decode())
    return found


class TestBudgets:
    def test_html_stays_under_40_kb(self, html: bytes) -> None:
        assert packed(html) <= HTML

    def test_styles_stay_under_12_kb(self, html: bytes) -> None:
        sheets = linked(html, r'<link rel="stylesheet" href="([^"]+)"')

        assert len(sheets) == 4
        assert packed(*map(static_file, sheets)) <= CSS

    def test_scripts_stay_under_15_kb(self, html: bytes) -> None:
        scripts = linked(html, r'<script type="module" src="([^"]+)"')

        assert len(scripts) == 5
        assert packed(*map(static_file, scripts)) <= JS

    def test_fonts_stay_under_100_kb(self, html: bytes) -> None:
        base = static_file("/static/css/base.css").decode()
        fonts = re.findall(r'url\("\.\./([^"]+)"\)', base)

        assert len(fonts) == 3
        assert sum(len(static_file(f"/static/{font}")) for font in fonts) <= FONTS

    def test_every_font_has_its_licence_beside_it(self) -> None:
        fonts = Path(str(finders.find("css/base.css"))).parent.parent / "fonts"

        assert len(list(fonts.glob("LICENSE-*.txt"))) == len(list(fonts.glob("*.woff2")))

    def test_loads_nothing_from_another_host(self, html: bytes) -> None:
        loaded = linked(
            html,
            r'<(?:img|script|iframe|source|video|audio|use|image)\b[^>]*?\s(?:src|href|srcset)="([^"]+)"',
        ) + linked(html, r'<link rel="(?:stylesheet|icon|preload)"[^>]*?href="([^"]+)"')

        assert len(loaded) >= 10
        assert [address for address in loaded if not address.startswith("/static/")] == []

    def test_sheets_and_scripts_name_no_other_host(self) -> None:
        static = Path(str(finders.find("css/base.css"))).parent.parent
        for file in [*static.glob("css/*.css"), *static.glob("js/*.js")]:
            assert "//" not in re.sub(
                r"^\s*// .*$|/\*.*?\*/", "", file.read_text(), flags=re.MULTILINE | re.DOTALL
            ), file.name
