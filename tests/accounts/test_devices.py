"""A browser's long name comes down to two words."""

import pytest

from redress.accounts.devices import Device, device_of

M = "Mozilla/5.0"
NAMES = [
    (f"{M} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"),
    (f"{M} (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox", "Android"),
    (f"{M} (Windows NT 10.0) AppleWebKit Chrome/140.0 Safari/537.36", "Chrome", "Windows"),
    (f"{M} (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge", "Windows"),
    (f"{M} (X11; CrOS x86_64) Chrome/140.0 Safari/537.36", "Chrome", "ChromeOS"),
    (f"{M} (Macintosh; Intel Mac OS X) Version/18 Safari/605", "Safari", "Mac"),
    (f"{M} (iPhone; CPU iPhone OS 18) Version/18 Mobile Safari/604", "Safari", "iPhone"),
    (f"{M} (iPad; CPU OS 18) CriOS/140 Mobile Safari/604", "Chrome", "iPad"),
    (f"{M} (Linux; Android 15) SamsungBrowser/28 Chrome/130 Safari", "Samsung Internet", "Android"),
    ("", "", ""),
    ("curl/8", "", ""),
    ("x" * 9000, "", ""),
]


class TestDeviceOf:
    @pytest.mark.parametrize(("name", "browser", "system"), NAMES)
    def test_finds_the_two_words(self, name, browser, system):
        assert device_of(name) == Device(browser=browser, system=system)
