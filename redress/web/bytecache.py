"""The bytes of public pages, kept in this process and rebuilt about once a second.

It stands before Django. What Django marks as public (`caching.public_page`) is built again
from a request that carries nothing of any visitor, kept whole, and given to all. While one
thread rebuilds, the others give what they have; when a rebuild fails, the old bytes stay.
"""

import gzip
import hashlib
import io
import logging
import re
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from redress.web.caching import BLIND, MARK

FRESH = 1.0  # seconds
STALE_WHILE_REBUILDING = 2.0  # so much older may it be while another thread rebuilds
STALE_ON_ERROR = 3600.0  # while the database is away
MOST_ENTRIES = 512
MOST_BYTES = 32_000_000
LARGEST = 2_000_000
NOT_KEPT = frozenset({"content-length", "set-cookie", "date", "etag", "vary"})
REFUSED = re.compile(r"q=0(\.0*)?")
logger = logging.getLogger(__name__)

type Key = tuple[str, str, str, str]  # scheme, host, path, query
type Headers = list[tuple[str, str]]


@dataclass
class Entry:
    """One page as it goes out."""

    etag: str
    headers: Headers
    body: bytes
    zipped: bytes
    blind: bool  # the query changes nothing
    built_at: float
    rebuilding: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Write the headers once, for each form in which the page can leave."""
        self.size = len(self.body) + len(self.zipped)
        common = [*self.headers, ("Vary", "Accept-Encoding"), ("ETag", self.etag)]
        self.plain_headers = [*common, ("Content-Length", str(len(self.body)))]
        self.zipped_headers = [
            *common,
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(self.zipped))),
        ]
        self.unchanged_headers = [
            pair for pair in common if pair[0].lower() not in {"content-type", "content-language"}
        ]


@dataclass(frozen=True)
class Built:
    """What Django answered to an impersonal request."""

    status: int
    entry: Entry | None


class ByteCache:
    """A WSGI application before another one."""

    def __init__(
        self,
        application: WSGIApplication,
        *,
        proxy_header: tuple[str, str] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`proxy_header` is Django's SECURE_PROXY_SSL_HEADER, if the proxy is trusted."""
        self.application = application
        self.proxy_header = proxy_header
        self.clock = clock
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._bytes = 0
        self._guard = threading.Lock()
        self._orders: SimpleQueue[tuple[Key, Entry | None]] = SimpleQueue()
        self._wanted: set[Key] = set()
        self._builder: threading.Thread | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory where that is allowed, else let Django answer."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("SCRIPT_NAME"):
            return self.application(environ, start_response)
        key = self._key(environ)
        entry = self._find(key)
        if entry is not None:
            entry = self._current(key, entry)
        if entry is not None:
            return _answer(entry, environ, start_response)
        answer = self.application(environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            answer = _without_body(answer)
        if mark := environ.get(MARK):
            # this answer was made for a visitor; what is kept is built for nobody
            self._order((*key[:3], "") if mark == BLIND else key, None)
        return answer

    def _key(self, environ: WSGIEnvironment) -> Key:
        scheme = environ.get("wsgi.url_scheme", "http")
        if self.proxy_header is not None:
            name, secure = self.proxy_header
            scheme = "https" if environ.get(name) == secure else "http"
        host = environ.get("HTTP_HOST", "").lower()
        return scheme, host, environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")

    def _find(self, key: Key) -> Entry | None:
        bare = (*key[:3], "")
        entry = self._entries.get(bare)
        if entry is not None and (entry.blind or bare == key):
            return entry
        return self._entries.get(key)

    def _current(self, key: Key, entry: Entry) -> Entry | None:
        """An entry that may be given now, or None when Django has to answer."""
        age = self.clock() - entry.built_at
        if age <= FRESH:
            return entry
        key = (*key[:3], "") if entry.blind else key
        if not entry.rebuilding.acquire(blocking=False):
            return entry if age <= STALE_ON_ERROR else None
        if age <= FRESH + STALE_WHILE_REBUILDING:
            self._order(key, entry)  # the builder lets go of the lock
            return entry
        try:
            return self._rebuild(key, entry)
        finally:
            entry.rebuilding.release()

    def _rebuild(self, key: Key, old: Entry | None) -> Entry | None:
        """Build and keep; on failure the old entry, while it is not too old."""
        built = self._build(key)
        if built.entry is not None:
            self._keep(key, built.entry)
            return built.entry
        if built.status < 500:  # gone, moved or private now
            self._drop(key)
            return None
        if old is not None and self.clock() - old.built_at <= STALE_ON_ERROR:
            logger.warning("A page could not be rebuilt; the old one stays")
            return old
        self._drop(key)
        return None

    def _build(self, key: Key) -> Built:
        environ = self._impersonal(key)
        caught: list[tuple[str, Headers]] = []

        def start_response(status: str, headers: Headers, *_: Any) -> Callable[[bytes], object]:
            caught.append((status, headers))
            return lambda _data: None

        try:
            answer = self.application(environ, start_response)
            try:
                body = b"".join(answer)
            finally:
                close = getattr(answer, "close", None)
                if close is not None:
                    close()
        except Exception:  # whatever it was, visitors get the old page and the log gets the fault
            logger.exception("A page could not be built")
            return Built(status=500, entry=None)
        status, headers = caught[-1]
        code = int(status.split(" ", 1)[0])
        if code != 200 or MARK not in environ or not _may_be_kept(headers, body):
            return Built(status=code, entry=None)
        entry = Entry(
            etag=f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"',
            headers=[pair for pair in headers if pair[0].lower() not in NOT_KEPT],
            body=body,
            zipped=gzip.compress(body, compresslevel=6, mtime=0) if _is_text(headers) else b"",
            blind=environ[MARK] == BLIND,
            built_at=self.clock(),
        )
        return Built(status=code, entry=entry)

    def _impersonal(self, key: Key) -> WSGIEnvironment:
        """A request with an address and nothing else: no cookie, no header of a visitor."""
        scheme, host, path, query = key
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "443" if scheme == "https" else "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": host,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        if self.proxy_header is not None and scheme == "https":
            environ[self.proxy_header[0]] = self.proxy_header[1]
        return environ

    def _keep(self, key: Key, entry: Entry) -> None:
        with self._guard:
            self._forget(key)
            self._entries[key] = entry
            self._bytes += entry.size
            while len(self._entries) > MOST_ENTRIES or self._bytes > MOST_BYTES:
                self._forget(next(iter(self._entries)))  # the one not rebuilt for longest

    def _drop(self, key: Key) -> None:
        with self._guard:
            self._forget(key)

    def _forget(self, key: Key) -> None:
        old = self._entries.pop(key, None)
        if old is not None:
            self._bytes -= old.size

    def _order(self, key: Key, old: Entry | None) -> None:
        """Have the builder's thread build a page, unless it is ordered already."""
        with self._guard:
            if old is None and key in self._wanted:
                return
            self._wanted.add(key)
            self._orders.put((key, old))
            if self._builder is None or not self._builder.is_alive():
                self._builder = threading.Thread(
                    target=self._build_orders, name="bytecache", daemon=True
                )
                self._builder.start()

    def _build_orders(self) -> None:
        while True:
            key, old = self._orders.get()
            try:
                self._rebuild(key, old)
            finally:
                with self._guard:
                    self._wanted.discard(key)
                if old is not None:
                    old.rebuilding.release()


def _may_be_kept(headers: Headers, body: bytes) -> bool:
    """Whether nothing in the answer belongs to one visitor, and it is not too large."""
    for name, value in headers:
        lowered = name.lower()
        if lowered in {"set-cookie", "content-encoding"}:
            return False
        if lowered == "vary" and value.lower().strip() != "accept-encoding":
            return False
    return len(body) <= LARGEST


def _is_text(headers: Headers) -> bool:
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    return kind.startswith(("text/", "application/json", "image/svg"))


def _answer(
    entry: Entry, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    if entry.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", entry.unchanged_headers)
        return []
    if entry.zipped and _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        start_response("200 OK", entry.zipped_headers)
        body = entry.zipped
    else:
        start_response("200 OK", entry.plain_headers)
        body = entry.body
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _without_body(answer: Iterable[bytes]) -> Iterable[bytes]:
    """An answer to HEAD: its headers stay, its bytes do not leave."""
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    return []


def _takes_gzip(accepted: str) -> bool:
    if "gzip" not in accepted:
        return False
    for item in accepted.split(","):
        name, _semicolon, weight = item.partition(";")
        if name.strip().lower() == "gzip":
            return REFUSED.fullmatch(weight.replace(" ", "")) is None
    return False
