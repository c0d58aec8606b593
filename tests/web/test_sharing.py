"""Share links: plain addresses that survive odd titles."""

from urllib.parse import parse_qs, unquote, urlsplit

from redress.web.sharing import share_links

URL = "https://redress.example.org/c/kites/"
TITLE = "Kites & fences: 100 % of us, “now” + here"


def link(key: str, title: str = TITLE) -> str:
    """The address of one network."""
    return next(found.href for found in share_links(title=title, url=URL) if found.key == key)


class TestShareLinks:
    def test_names_each_network_once(self) -> None:
        keys = [found.key for found in share_links(title=TITLE, url=URL)]

        assert keys == [
            "whatsapp", "sms", "email", "facebook", "bluesky", "threads", "telegram", "x",
            "linkedin", "reddit",
        ]  # fmt: skip

    def test_gives_the_address_with_the_code_of_its_channel(self) -> None:
        assert parse_qs(urlsplit(link("facebook")).query) == {"u": [f"{URL}?s=fb"]}
        assert parse_qs(urlsplit(link("x")).query) == {"text": [TITLE], "url": [f"{URL}?s=x"]}

    def test_gives_each_network_a_channel_of_its_own(self) -> None:
        links = share_links(title=TITLE, url=URL)

        assert len({found.channel for found in links}) == len(links)
        assert all(f"s={found.channel}" in unquote(found.href) for found in links)

    def test_writes_blanks_as_mail_programs_read_them(self) -> None:
        assert "+" not in link("email")
        assert "%20" in link("sms")
        assert "%0D%0A%0D%0A" in link("email")

    def test_lets_no_title_add_a_parameter(self) -> None:
        assert parse_qs(urlsplit(link("telegram", "a&url=https://evil.example")).query)["url"] == [
            f"{URL}?s=tg"
        ]

    def test_cuts_the_words_for_bluesky_but_not_the_address(self) -> None:
        text = parse_qs(urlsplit(link("bluesky", "long " * 100)).query)["text"][0]

        assert len(text) <= 300
        assert text.endswith(f"… {URL}?s=bs")

    def test_names_a_scheme_that_is_safe_in_a_page(self) -> None:
        schemes = {urlsplit(found.href).scheme for found in share_links(title=TITLE, url=URL)}

        assert schemes == {"https", "sms", "mailto"}
