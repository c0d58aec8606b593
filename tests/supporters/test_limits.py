"""Networks are told apart for a day, and nobody's address is kept."""

from datetime import timedelta

import pytest

from redress.supporters import limits
from redress.supporters.models import NetworkKey
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _no_key_in_memory():
    limits._key_of.cache_clear()
    yield
    limits._key_of.cache_clear()


@pytest.mark.django_db
class TestNetworkHash:
    def test_is_one_for_a_network_and_another_for_the_next(self):
        first = limits.network_hash("8.8.8.8", NOW)

        assert len(first) == 32
        assert limits.network_hash("8.8.8.250", NOW) == first
        assert limits.network_hash("::ffff:8.8.8.1", NOW) == first
        assert limits.network_hash("8.8.9.8", NOW) != first

    def test_takes_48_bits_of_the_newer_protocol(self):
        first = limits.network_hash("2001:4860:4860::8888", NOW)

        assert limits.network_hash("2001:4860:4860:ffff::1", NOW) == first
        assert limits.network_hash("2001:4860:4861::1", NOW) != first

    def test_changes_with_the_day(self):
        assert limits.network_hash("8.8.8.8", NOW) != limits.network_hash(
            "8.8.8.8", NOW + timedelta(days=1)
        )

    def test_destroys_keys_after_seven_days(self):
        limits.network_hash("8.8.8.8", NOW)

        limits.network_hash("8.8.8.8", NOW + timedelta(days=8))

        assert [key.day for key in NetworkKey.objects.all()] == [(NOW + timedelta(days=8)).date()]
        assert limits._key_of.cache_info().currsize == 1

    def test_keeps_a_key_that_another_process_made(self):
        first = limits.network_hash("8.8.8.8", NOW)
        limits._key_of.cache_clear()

        assert limits.network_hash("8.8.8.8", NOW) == first

    @pytest.mark.parametrize(
        "address", ["", "nonsense", "127.0.0.1", "::1", "10.1.2.3", "192.168.1.1"]
    )
    def test_is_empty_for_an_address_that_names_no_visitor(self, address):
        assert limits.network_hash(address, NOW) == ""
