"""What an organizer writes can never carry a script."""

import pytest

from redress.core.html import clean, render_markdown


class TestRenderMarkdown:
    def test_keeps_the_subset(self):
        html = render_markdown(
            "One *rule* and **words**\n\n* a\n* b\n\n[source](https://example.org/a)"
        )

        assert html == (
            "<p>One <em>rule</em> and <strong>words</strong></p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
            '<p><a href="https://example.org/a" rel="noopener nofollow ugc">source</a></p>\n'
        )

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](//evil.example)",
            "[x](data:text/html,hi)",
            "![x](https://example.org/a.png)",
        ],
    )
    def test_lets_no_script_or_foreign_address_through(self, text):
        html = render_markdown(text)

        assert "<script" not in html
        assert "<img" not in html
        assert "href" not in html


class TestClean:
    @pytest.mark.parametrize(
        "href", ["//evil.example", "/\\evil.example", "http://x.example", "javascript:x"]
    )
    def test_drops_foreign_addresses(self, href):
        assert "href" not in clean(f'<a href="{href}">x</a>')

    @pytest.mark.parametrize(
        "href", ["#s1", "/campaigns/", "https://example.org", "mailto:a@example.org", "tel:+1"]
    )
    def test_keeps_good_addresses(self, href):
        assert f'href="{href}"' in clean(f'<a href="{href}">x</a>')

    def test_drops_everything_but_the_address(self):
        assert clean('<a href="/x" onclick="y()" style="z" class="c">x</a>') == (
            '<a href="/x" rel="noopener nofollow ugc">x</a>'
        )
