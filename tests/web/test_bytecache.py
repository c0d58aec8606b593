"""Public bytes are the same for all, never a visitor's own, and outlive a fault behind them."""

import gzip
import io
import threading
import time

import pytest

from redress.web import bytecache
from redress.web.bytecache import FRESH, STALE_ON_ERROR, STALE_WHILE_REBUILDING, ByteCache
from redress.web.caching import BLIND, MARK, READS_QUERY

CANARY = "canary-7f3a"


class Site:
    """A small site that counts its answers and says everything that a visitor brought along."""

    def __init__(self):
        self.built = 0
        self.seen = []
        self.status = "200 OK"
        self.headers = [("Content-Type", "text/html; charset=utf-8"), ("X-Frame-Options", "DENY")]
        self.marks = {"/": BLIND, "/c/one/": BLIND, "/campaigns/": READS_QUERY}
        self.fault = None
        self.pause = None

    def __call__(self, environ, start_response):
        if self.pause is not None:
            self.pause.wait(timeout=10)
        if self.fault is not None:
            raise self.fault
        self.built += 1
        self.seen.append(environ)
        if environ["PATH_INFO"] in self.marks:
            environ[MARK] = self.marks[environ["PATH_INFO"]]
        brought = [f"{key}={value}" for key, value in environ.items() if CANARY in str(value)]
        body = f"{environ['PATH_INFO']} {environ['HTTP_HOST']} {self.built} {brought}".encode()
        start_response(self.status, [*self.headers, ("Content-Length", str(len(body)))])
        return [body]


class Answer:
    def __init__(self, status, headers, body):
        self.status = int(status.split(" ")[0])
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body


class Visitor:
    def __init__(self, cache):
        self.cache = cache

    def __call__(self, path="/", method="GET", query="", host="example.org", **headers):
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": host,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        } | headers
        caught = []
        body = b"".join(self.cache(environ, lambda *said: caught.append(said)))
        return Answer(*caught[0][:2], body)


class Now:
    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def now():
    return Now()


@pytest.fixture
def cache(site, now):
    return ByteCache(site, clock=now)


@pytest.fixture
def visit(cache):
    return Visitor(cache)


def wait_for(condition):
    until = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.002)


def idle(cache):
    wait_for(lambda: not cache._wanted)


def warm(cache, visit, path="/", **values):
    """Ask once, and wait until the builder has what it ordered."""
    visit(path, **values)
    idle(cache)
    return visit(path, **values)


class TestFreshPages:
    def test_are_built_once_for_everyone(self, cache, visit, site):
        first = warm(cache, visit)

        built = site.built
        answers = [visit(HTTP_COOKIE=f"__Host-session={n}") for n in range(50)]
        assert {answer.body for answer in answers} == {first.body}
        assert site.built == built == 2  # one for the first visitor, one for all others

    def test_carry_the_headers_of_the_site(self, cache, visit):
        answer = warm(cache, visit)

        assert answer.status == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["content-length"] == str(len(answer.body))

    def test_are_told_apart_by_path_and_host(self, cache, visit):
        bodies = {
            warm(cache, visit, path, host=host).body
            for path in ("/", "/c/one/")
            for host in ("example.org", "www.example.org")
        }

        assert len(bodies) == 4

    def test_ignore_a_query_that_the_view_does_not_read(self, cache, visit, site):
        first = warm(cache, visit)

        built = site.built
        assert visit(query="utm_source=mail").body == first.body
        assert site.built == built

    def test_heed_a_query_that_the_view_reads(self, cache, visit, site):
        warm(cache, visit, "/campaigns/", query="area=health")

        built = site.built
        visit("/campaigns/", query="area=housing")
        assert site.built > built

    def test_a_page_without_a_query_does_not_stand_for_one_with(self, cache, visit, site):
        plain = warm(cache, visit, "/campaigns/")

        assert visit("/campaigns/", query="area=health").body != plain.body

    def test_are_zipped_for_those_who_take_it(self, cache, visit):
        plain = warm(cache, visit)

        zipped = visit(HTTP_ACCEPT_ENCODING="br, gzip;q=0.8")
        assert zipped.headers["content-encoding"] == "gzip"
        assert gzip.decompress(zipped.body) == plain.body
        assert zipped.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
        assert "content-encoding" not in plain.headers

    @pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0", "xgzip"])
    def test_are_plain_for_those_who_do_not(self, accepted, cache, visit):
        warm(cache, visit)

        assert "content-encoding" not in visit(HTTP_ACCEPT_ENCODING=accepted).headers

    def test_a_known_mark_saves_the_bytes(self, cache, visit):
        answer = warm(cache, visit)

        again = visit(HTTP_IF_NONE_MATCH=answer.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]
        assert "content-length" not in again.headers

    def test_the_mark_changes_with_the_bytes(self, cache, visit, now):
        first = warm(cache, visit)
        now.seconds += 60

        second = visit(HTTP_IF_NONE_MATCH=first.headers["etag"])
        assert second.status == 200
        assert second.headers["etag"] != first.headers["etag"]

    def test_sends_no_body_to_head_even_for_what_is_not_kept(self, visit):
        head = visit("/private/", method="HEAD")

        assert (head.status, head.body) == (200, b"")
        assert int(head.headers["content-length"]) > 0

    def test_head_has_the_headers_and_no_body(self, cache, visit, site):
        page = warm(cache, visit)

        built = site.built
        head = visit(method="HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers == page.headers
        assert site.built == built


class TestWhatIsNeverKept:
    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
    def test_what_changes_something(self, method, cache, visit, site):
        warm(cache, visit)

        for _ in range(3):
            built = site.built
            visit(method=method)
            assert site.built == built + 1

    def test_a_page_that_is_not_marked_as_public(self, cache, visit, site):
        for _ in range(3):
            visit("/mine/token/")
        idle(cache)

        assert site.built == 3
        assert cache._entries == {}

    @pytest.mark.parametrize(
        "header",
        [
            ("Set-Cookie", "a=b"),
            ("Vary", "Cookie"),
            ("Vary", "Accept-Language"),
            ("Vary", "Accept-Encoding, Cookie"),
            ("Content-Encoding", "br"),
        ],
    )
    def test_an_answer_that_depends_on_the_visitor(self, header, cache, visit, site):
        site.headers.append(header)

        warm(cache, visit)

        assert cache._entries == {}

    @pytest.mark.parametrize("status", ["301 Moved", "400 Bad", "404 Not Found", "410 Gone"])
    def test_an_answer_other_than_200(self, status, cache, visit, site):
        site.status = status

        assert warm(cache, visit).status == int(status[:3])
        assert cache._entries == {}

    def test_something_very_large(self, cache, visit, monkeypatch):
        monkeypatch.setattr(bytecache, "LARGEST", 10)

        warm(cache, visit)

        assert cache._entries == {}

    def test_more_than_the_limit(self, cache, visit, site, monkeypatch):
        monkeypatch.setattr(bytecache, "MOST_ENTRIES", 5)

        for number in range(20):
            warm(cache, visit, "/campaigns/", query=f"page={number}")

        assert len(cache._entries) == 5
        assert cache._bytes == sum(entry.size for entry in cache._entries.values())


FORGED = {
    "HTTP_X_FORWARDED_HOST": f"{CANARY}.example",
    "HTTP_X_FORWARDED_PROTO": CANARY,
    "HTTP_X_FORWARDED_FOR": CANARY,
    "HTTP_X_ORIGINAL_URL": f"/{CANARY}",
    "HTTP_X_REWRITE_URL": f"/{CANARY}",
    "HTTP_X_HTTP_METHOD_OVERRIDE": CANARY,
    "HTTP_FORWARDED": f"host={CANARY}",
    "HTTP_ORIGIN": f"https://{CANARY}.example",
    "HTTP_REFERER": f"https://{CANARY}.example",
    "HTTP_COOKIE": f"__Host-session={CANARY}",
    "HTTP_ACCEPT_LANGUAGE": CANARY,
    "HTTP_USER_AGENT": CANARY,
    "HTTP_AUTHORIZATION": f"Basic {CANARY}",
    "redress_public": CANARY,
}


class TestPoison:
    @pytest.mark.parametrize("name", FORGED)
    def test_a_forged_header_of_the_first_visitor_reaches_nobody_else(self, name, cache, visit):
        visit(**{name: FORGED[name]})
        idle(cache)

        assert CANARY.encode() not in visit().body

    @pytest.mark.parametrize("name", FORGED)
    def test_a_forged_header_at_a_rebuild_reaches_nobody_else(self, name, cache, visit, now):
        warm(cache, visit)
        for age in (FRESH + 0.5, 60):
            now.seconds += age
            visit(**{name: FORGED[name]})
            idle(cache)

            assert CANARY.encode() not in visit().body

    def test_all_forged_headers_at_once_get_the_same_bytes(self, cache, visit):
        clean = warm(cache, visit)

        assert visit(**FORGED).body == clean.body

    def test_a_forged_host_gets_nothing_that_others_see(self, cache, visit):
        clean = warm(cache, visit)
        warm(cache, visit, host=f"{CANARY}.example")

        assert visit().body == clean.body

    def test_the_mark_cannot_be_sent_as_a_header(self, cache, visit):
        warm(cache, visit, "/mine/token/", HTTP_REDRESS_PUBLIC="blind")

        assert cache._entries == {}

    def test_http_and_https_are_told_apart_behind_a_proxy(self, site, now):
        cache = ByteCache(site, proxy_header=("HTTP_X_FORWARDED_PROTO", "https"), clock=now)
        visit = Visitor(cache)
        warm(cache, visit, HTTP_X_FORWARDED_PROTO="https")

        assert site.seen[-1]["wsgi.url_scheme"] == "https"
        assert site.seen[-1]["HTTP_X_FORWARDED_PROTO"] == "https"
        built = site.built
        visit()
        assert site.built == built + 1


class TestStalePages:
    def test_are_given_at_once_and_rebuilt_behind_the_visitor(self, cache, visit, site, now):
        old = warm(cache, visit)
        now.seconds += FRESH + STALE_WHILE_REBUILDING

        assert visit().body == old.body
        idle(cache)
        assert visit().body != old.body

    def test_are_rebuilt_first_when_they_are_older(self, cache, visit, now):
        old = warm(cache, visit)
        now.seconds += FRESH + STALE_WHILE_REBUILDING + 0.1

        assert visit().body != old.body

    def test_are_rebuilt_by_one_thread_while_the_others_give_what_they_have(
        self, cache, visit, site, now
    ):
        old = warm(cache, visit)
        built = site.built
        now.seconds += 60
        site.pause = threading.Event()
        slow = threading.Thread(target=visit)
        slow.start()
        entry = next(iter(cache._entries.values()))
        wait_for(entry.rebuilding.locked)

        assert {visit().body for _ in range(20)} == {old.body}
        site.pause.set()
        slow.join(timeout=5)
        assert site.built == built + 1

    def test_stay_when_the_site_raises(self, cache, visit, site, now, caplog):
        old = warm(cache, visit)
        site.fault = RuntimeError("the database is away")
        now.seconds += 60

        answer = visit()
        assert (answer.status, answer.body) == (200, old.body)
        assert "A page could not be built" in caplog.text

    @pytest.mark.parametrize("status", ["500 Error", "503 Busy"])
    def test_stay_when_the_site_answers_an_error(self, status, cache, visit, site, now):
        old = warm(cache, visit)
        site.status = status
        now.seconds += STALE_ON_ERROR

        assert visit().body == old.body

    def test_do_not_stay_for_ever(self, cache, visit, site, now):
        warm(cache, visit)
        site.status = "503 Busy"
        now.seconds += STALE_ON_ERROR + 1

        assert visit().status == 503

    def test_are_mended_when_the_site_is_back(self, cache, visit, site, now):
        old = warm(cache, visit)
        site.fault = RuntimeError("the database is away")
        now.seconds += 60
        visit()
        site.fault = None

        assert visit().body != old.body

    @pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "302 Found"])
    def test_go_at_once_when_the_page_is_gone(self, status, cache, visit, site, now):
        warm(cache, visit)
        site.status = status
        now.seconds += 60

        assert visit().status == int(status[:3])
        assert cache._entries == {}

    def test_go_at_once_when_the_page_became_private(self, cache, visit, site, now):
        warm(cache, visit)
        site.marks = {}
        now.seconds += 60

        visit()
        assert cache._entries == {}
