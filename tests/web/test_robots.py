"""Crawlers are kept from what is one person's."""


class TestRobots:
    def test_names_the_private_areas_in_both_languages(self, client):
        lines = client.get("/robots.txt").content.decode().splitlines()

        assert lines[0] == "User-agent: *"
        assert {
            "Disallow: /mine/",
            "Disallow: /es/mine/",
            "Disallow: /confirm/",
            "Disallow: /staff/",
        } <= set(lines)
