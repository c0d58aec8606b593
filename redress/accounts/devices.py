"""A browser in two coarse words, such as Firefox and Android; nothing finer is kept."""

from dataclasses import dataclass

# in this order: most browsers name others beside themselves
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """The words; '' for what is not known."""

    browser: str = ""
    system: str = ""


def device_of(user_agent: str) -> Device:
    """What the browser's long name comes down to."""
    return Device(
        browser=next((word for sign, word in _BROWSERS if sign in user_agent), ""),
        system=next((word for sign, word in _SYSTEMS if sign in user_agent), ""),
    )
