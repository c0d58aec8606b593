"""What an organizer writes can never carry a script."""

import itertools
import re

import pytest

from redress.core.html import (
    clean,
    is_kept_address,
    render_markdown,
    to_plain_text,
    without_unseen,
    word_count,
)


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
        ("text", "html"),
        [
            ("# a", "<h3>a</h3>\n"),
            ("## a", "<h3>a</h3>\n"),
            ("#### a", "<h4>a</h4>\n"),
            ("###### a", "<h4>a</h4>\n"),
            ("a\n---", "<p>a\n---</p>\n"),
            ("***", "<p>***</p>\n"),
            ("`*a*`", "<p>`<em>a</em>`</p>\n"),
            ("    a", "<p>a</p>\n"),
            ("[a]: https://example.org/", "<p>[a]: https://example.org/</p>\n"),
            ("![a *b*](https://example.org/)", "<p>a b</p>\n"),
            ("[a](http://example.org/)", "<p>a</p>\n"),
            ("a\\\nb", "<p>a<br>\nb</p>\n"),
            ("&copy; &amp; &#65;", "<p>&amp;copy; &amp; A</p>\n"),
            ("1986. a year", "<p>1986. a year</p>\n"),
            ("- 1986. a", "<ul>\n<li>1986. a</li>\n</ul>\n"),
            ("7. a", '<ol start="7">\n<li>a</li>\n</ol>\n'),
        ],
    )
    def test_has_no_more_than_the_subset(self, text, html):
        assert render_markdown(text) == html

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


class TestIsKeptAddress:
    @pytest.mark.parametrize(
        "address", ["https://example.org", "mailto:a@example.org", "tel:+1", "#a", "/c/a/"]
    )
    def test_keeps(self, address):
        assert is_kept_address(address)

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "x",
            "//x",
            "/\\x",
            "https:x",
            "https://[x",
            "http://x.example",
            "javascript:x",
            "data:,x",
        ],
    )
    def test_refuses(self, address):
        assert not is_kept_address(address)


class TestToPlainText:
    def test_keeps_the_words_and_the_marks_of_lists(self):
        text = "# T\n\nA *b* [c](https://e.org)\\\nd\n\n3. x\n   - y\n4. z\n\n   more\n\n> q"

        assert to_plain_text(text) == "T\n\nA b c\nd\n\n3. x\n  - y\n4. z\n\n  more\n\nq"

    def test_of_nothing_is_nothing(self):
        assert to_plain_text("") == ""


class TestWordCount:
    @pytest.mark.parametrize(
        ("text", "language", "count"),
        [
            ("", "en", 0),
            ("One *two* — three-four & 5.", "en", 4),
            ("1. uno\n2. dos", "es", 2),
            ("[dos palabras](https://example.org/one/two)", "es", 2),
            ("niño\u00a0año", "es", 2),
            ("漢字、仮名", "ja", 4),
        ],
    )
    def test_counts_what_is_read(self, text, language, count):
        assert word_count(text, language) == count


class TestWithoutUnseen:
    def test_takes_controls_out_and_evens_line_ends(self):
        assert without_unseen("a\x00b\r\nc\rd\u2028e\tf\u202e\ufeff") == "ab\nc\nd\ne\tf"


HOSTILE_TAGS = [
    "script",
    "img",
    "svg",
    "iframe",
    "object",
    "a",
    "math",
    "style",
    "form",
    "base",
    "video",
    "p",
]
HOSTILE_NAMES = [
    "src",
    "href",
    "onerror",
    "onload",
    "style",
    "xlink:href",
    "formaction",
    "srcdoc",
    "action",
    "ping",
]
HOSTILE_VALUES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java&#x09;script:alert(1)",
    "&#106;avascript:alert(1)", "data:text/html;base64,PHM+", "//evil.example", "/\\evil.example",
    "\\\\evil.example", "vbscript:x", "http://evil.example", "https:evil", "\x01javascript:alert(1)", "x",
]  # fmt: skip
HOSTILE_SHAPES = [
    "<{tag} {name}='{value}'>x</{tag}>", "<{tag} {name}={value}>", "<{tag}/{name}='{value}'", "<<{tag} {name}=\"{value}\"//",
    "<p><{tag} {name}=`{value}`><{tag}", "<!--<{tag} {name}='{value}'>-->", "<a href='/x'><{tag} {name}='{value}'>",
    "<table><{tag} {name}='{value}'>", "<math><mtext><{tag} {name}='{value}'>", "<svg><style><{tag} {name}='{value}'>",
]  # fmt: skip
ALLOWED_TAG = re.compile(
    r"</?(?:p|em|strong|ul|ol|li|a|blockquote|h3|h4|br|mark|sup)(?=[ >])[^<>]*>"
)
ALLOWED_LINK = re.compile(
    r'<a(?: href="(?:#|/(?![/\\])|https://|mailto:|tel:)[^"<>]*")?(?: rel="noopener nofollow ugc")?>'
)


@pytest.mark.soak
class TestManyPayloads:
    def test_none_leaves_a_tag_an_attribute_or_an_address_that_is_not_allowed(self):
        count = 0
        for tag, name, value, shape in itertools.product(
            HOSTILE_TAGS, HOSTILE_NAMES, HOSTILE_VALUES, HOSTILE_SHAPES
        ):
            payload = shape.format(tag=tag, name=name, value=value)
            for html in (clean(payload), render_markdown(payload), clean(clean(payload))):
                count += 1
                for found in re.findall(r"<[^>]*>?", html):
                    assert ALLOWED_TAG.fullmatch(found), (payload, html)
                    if found.startswith("<a"):
                        assert ALLOWED_LINK.fullmatch(found), (payload, html)

        assert count == 50_400
