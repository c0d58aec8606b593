"""Asking other hosts, and none within our own walls: every address is checked, then used."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

SECONDS = 5.0  # for the whole request with all that it is sent on to
LARGEST = 1_000_000  # octets of an answer that are read
HOPS = 3
PORTS = {"http": 80, "https": 443}
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.ip_network("::/96")
_SENT_ON = frozenset({301, 302, 303, 307, 308})

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
type Resolve = Callable[[str, int], list[str]]
type Connect = Callable[[str, int, float], socket.socket]


class NotAsked(Exception):
    """The address leads, or may lead, to where no stranger's link may send us."""


class NoAnswer(Exception):
    """The host is unknown, refuses, is too slow or talks nonsense."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from the last hop; the body ends at LARGEST."""

    status: int
    url: str
    body: bytes


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host. Raises NoAnswer."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise NoAnswer(host) from fault
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to the address that was checked."""
    return socket.create_connection((address, port), timeout=seconds)


def is_public(text: str) -> bool:
    """Whether this IP address is out in the world, and so is any that it carries inside."""
    try:
        address: Address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved:
        # a wrapped address says by itself only that it is wrapped
        return address in _NAT64[0] and all(map(is_public, _inside(address)))
    return all(map(is_public, _inside(address)))


def _inside(address: Address) -> list[str]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    low = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if any(address in network for network in (*_NAT64, _COMPATIBLE)):
        found.append(low)
    return [str(one) for one in found if one is not None]


def get(
    url: str,
    *,
    agent: str,
    resolve: Resolve = resolve,
    connect: Connect = connect,
    seconds: float = SECONDS,
) -> Answer:
    """Ask for it by GET, follow up to three hops, each checked anew.

    Raises NotAsked and NoAnswer. Never call it inside a transaction.
    """
    end = time.monotonic() + seconds
    for _hop in range(HOPS + 1):
        status, location, body = _once(url, agent=agent, resolve=resolve, connect=connect, end=end)
        if status not in _SENT_ON or not location:
            return Answer(status, url, body)
        url = urljoin(url, location)
    raise NoAnswer("It is sent on too often.")


def _once(
    url: str, *, agent: str, resolve: Resolve, connect: Connect, end: float
) -> tuple[int, str, bytes]:
    scheme, host, port, path = _taken_apart(url)
    addresses = resolve(host, port)
    if not addresses or not all(map(is_public, addresses)):
        raise NotAsked(url)
    connection = http.client.HTTPConnection(host, port)
    watch = None
    try:
        channel = connect(addresses[0], port, _left(end))
        connection.sock = channel
        # a host that sends its lines drop by drop would never run into the socket's own limit
        watch = threading.Timer(_left(end), _cut_off, [channel])
        watch.start()
        if scheme == "https":
            channel = ssl.create_default_context().wrap_socket(channel, server_hostname=host)
            connection.sock = channel
            watch.cancel()
            watch = threading.Timer(_left(end), _cut_off, [channel])
            watch.start()
        headers = {"User-Agent": agent, "Accept": "*/*", "Connection": "close"}
        headers["Host"] = urlsplit(url).netloc
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = b"" if answer.status in _SENT_ON else _read(answer)
        _left(end)  # what was cut off looks like an end
        return answer.status, answer.getheader("Location", "") or "", body
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise NoAnswer(url) from fault
    finally:
        if watch is not None:
            watch.cancel()
        connection.close()


def _cut_off(channel: socket.socket) -> None:
    with contextlib.suppress(OSError):
        channel.shutdown(socket.SHUT_RDWR)


def _taken_apart(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as fault:
        raise NotAsked(url) from fault
    if parts.scheme not in PORTS or not host or parts.username is not None or "%" in host:
        raise NotAsked(url)
    if port not in {None, 80, 443, 8080, 8443} or not url.isascii() or not url.isprintable():
        raise NotAsked(url)
    path = parts.path or "/"
    return (
        parts.scheme,
        host,
        port or PORTS[parts.scheme],
        path + (f"?{parts.query}" if parts.query else ""),
    )


def _read(answer: http.client.HTTPResponse) -> bytes:
    body = b""
    while len(body) < LARGEST:
        piece = answer.read1(min(65_536, LARGEST - len(body)))
        if not piece:
            break
        body += piece
    return body


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
