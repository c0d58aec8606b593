"""Addresses: their shape, one spelling per mailbox, and likely slips."""

import pytest

from redress.supporters.mailboxes import (
    AddressRefused,
    canonical,
    clean_address,
    is_disposable,
    likely_meant,
)


class TestCleanAddress:
    def test_keeps_the_local_part_and_lowers_the_domain(self):
        assert clean_address(" Ana.Ruiz@Example.ORG ") == "Ana.Ruiz@example.org"

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "ana",
            "ana@",
            "@example.org",
            "ana@example",
            "ana ruiz@example.org",
            "ana@example..org",
            "ana@localhost",
            "ana@[127.0.0.1]",
            "ana@example.org\nBcc: x@y.org",
            "a" * 65 + "@example.org",
            "a@" + "b" * 250 + ".org",
            "Ana <ana@example.org>",
            "ana@example.org,eva@example.org",
        ],
    )
    def test_refuses_what_no_message_reaches(self, address):
        with pytest.raises(AddressRefused):
            clean_address(address)


class TestCanonical:
    @pytest.mark.parametrize(
        ("address", "mailbox"),
        [
            ("Ana@Example.org", "ana@example.org"),
            ("ana+news@example.org", "ana@example.org"),
            ("a.na@example.org", "a.na@example.org"),
            ("a.n.a+x@gmail.com", "ana@gmail.com"),
            ("Ana@GoogleMail.com", "ana@gmail.com"),
            ("a.n-a@pm.me", "ana@proton.me"),
            ("+ana@example.org", "+ana@example.org"),
        ],
    )
    def test_gives_one_spelling_per_mailbox(self, address, mailbox):
        assert canonical(address) == mailbox


class TestLikelyMeant:
    @pytest.mark.parametrize(
        ("address", "meant"),
        [
            ("ana@gmial.com", "ana@gmail.com"),
            ("ana@gmail.con", "ana@gmail.com"),
            ("ana@gmai.com", "ana@gmail.com"),
            ("ana@gmaill.com", "ana@gmail.com"),
            ("ana@hotmial.com", "ana@hotmail.com"),
            ("ana@yaho.com", "ana@yahoo.com"),
            ("ana@gmail.com", ""),
            ("ana@mail.com", ""),
            ("ana@ymail.com", ""),
            ("ana@example.org", ""),
        ],
    )
    def test_names_the_common_domain_one_slip_away(self, address, meant):
        assert likely_meant(address) == meant


class TestIsDisposable:
    def test_knows_throw_away_domains(self):
        assert is_disposable("ana@mailinator.com")
        assert not is_disposable("ana@example.org")
