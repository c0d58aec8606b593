"""How much one network may cause, without keeping anybody's address.

An address becomes a keyed hash of its network (/24, or /48 of IPv6). The key is the day's own
and is destroyed after seven days; then a hash points to nobody, and to no other hash.
"""

import hmac
import secrets
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from redress.supporters.models import NetworkKey

KEYS_KEPT = timedelta(days=7)
# messages that one network may cause in a minute; a school or a church shares one network
MESSAGES_PER_MINUTE = 30
# between two messages to one person, and how many in a day
RESEND_AFTER = timedelta(seconds=60)
MESSAGES_PER_DAY = 10


def network_hash(address: str, now: datetime) -> str:
    """The hash by which today's joins from one network are told apart from others'.

    '' for an address that names no visitor (loopback, private, nonsense): a proxy that hides
    its visitors must not make them one network, whose limit would silence all of them.
    """
    try:
        found = ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if not found.is_global:
        return ""
    network = ip_network((found, 24 if found.version == 4 else 48), strict=False)
    mac = hmac.new(_key_of(now.date()), network.network_address.packed, sha256)
    return mac.hexdigest()[:32]


@lru_cache(maxsize=1)  # yesterday's key must not live on in memory
def _key_of(day: date) -> bytes:
    NetworkKey.objects.filter(day__lt=day - KEYS_KEPT).delete()
    NetworkKey.objects.bulk_create(
        [NetworkKey(day=day, key=secrets.token_bytes(32))], ignore_conflicts=True
    )
    # another process may have been first; what is stored is the day's key
    return bytes(NetworkKey.objects.values_list("key", flat=True).get(day=day))
