"""Which address proves which website."""

import pytest

from redress.campaigns.domains import host_of, proves


class TestHostOf:
    @pytest.mark.parametrize(
        ("url", "host"),
        [
            ("https://www.Harbor.example/about?x=1", "harbor.example"),
            ("https://harbor.example:8443/", "harbor.example"),
            ("https://niños.example/", "xn--nios-hqa.example"),
            ("", ""),
            ("https://[::1", ""),
        ],
    )
    def test_is_the_bare_host(self, url, host):
        assert host_of(url) == host


class TestProves:
    @pytest.mark.parametrize(
        ("email", "url"),
        [
            ("rosa@harbor.org", "https://harbor.org/"),
            ("rosa@HARBOR.org", "https://www.harbor.org/"),
            ("rosa@mail.harbor.org", "https://harbor.org/"),
            ("rosa@harbor.org", "https://families.harbor.org/us"),
            ("rosa@harbor.org.uk", "https://www.harbor.org.uk"),
            ("rosa@niños.example", "https://xn--nios-hqa.example"),
        ],
    )
    def test_takes_an_address_on_the_own_domain(self, email, url):
        assert proves(email=email, url=url)

    @pytest.mark.parametrize(
        ("email", "url"),
        [
            ("rosa@other.org", "https://harbor.org/"),
            ("rosa@notharbor.org", "https://harbor.org/"),
            ("rosa@harbor.org.evil.example", "https://harbor.org/"),
            ("rosa@harbor.org", ""),
            ("", "https://harbor.org/"),
            ("rosa", "https://harbor.org/"),
            ("rosa@127.0.0.1", "https://127.0.0.1/"),
        ],
    )
    def test_takes_no_other_address(self, email, url):
        assert not proves(email=email, url=url)

    @pytest.mark.parametrize(
        ("email", "url"),
        [
            ("harbor@gmail.com", "https://gmail.com/"),
            ("harbor@outlook.com", "https://outlook.com/harbor"),
            ("rosa@harbor.wordpress.com", "https://harbor.wordpress.com/"),
            ("rosa@facebook.com", "https://facebook.com/harbor"),
            ("rosa@mailinator.com", "https://mailinator.com/"),
            ("rosa@sub.mailinator.com", "https://sub.mailinator.com/"),
        ],
    )
    def test_takes_no_domain_that_anybody_gets(self, email, url):
        assert not proves(email=email, url=url)

    @pytest.mark.parametrize(
        ("email", "url"),
        [
            ("rosa@co.uk", "https://harbor.co.uk/"),
            ("rosa@harbor.co.uk", "https://co.uk/"),
            ("rosa@org", "https://harbor.org/"),
            ("rosa@harbor.gob.mx", "https://gob.mx"),
            ("rosa@ca.us", "https://school.k12.ca.us/"),
            ("rosa@k12.ca.us", "https://school.k12.ca.us/"),
        ],
    )
    def test_takes_no_shelf_of_names_for_a_domain(self, email, url):
        assert not proves(email=email, url=url)
