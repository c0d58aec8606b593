"""Which address proves which website."""

import pytest

from redress.accounts.domains import (
    domain_of_address,
    host_of,
    is_open_to_all,
    proves,
    shared_domain,
)


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


class TestDomainOfAddress:
    def test_stands_behind_the_last_at(self):
        assert domain_of_address('"a@b"@Kite.Example.org') == "kite.example.org"


class TestIsOpenToAll:
    @pytest.mark.parametrize("domain", ["gmail.com", "proton.me", "mailinator.com"])
    def test_of_free_and_throw_away_mail(self, domain):
        assert is_open_to_all(domain)

    def test_of_no_other(self):
        assert not is_open_to_all("kite.example.org")


class TestSharedDomain:
    @pytest.mark.parametrize(
        ("one", "other", "shared"),
        [
            ("kite.org", "kite.org", "kite.org"),
            ("kite.org", "mail.kite.org", "kite.org"),
            ("news.kite.org", "kite.org", "kite.org"),
            ("kite.org", "mykite.org", ""),
            ("a.kite.org", "b.kite.org", ""),
            ("kite.org", "org", ""),
            ("", "kite.org", ""),
        ],
    )
    def test_is_the_one_under_which_the_other_lies(self, one, other, shared):
        assert shared_domain(one, other) == shared
