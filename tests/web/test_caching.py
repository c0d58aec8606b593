"""A public page is the same for everyone: no cookie, no session, no header that parts visitors."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections
from django.db.backends.utils import CursorWrapper
from django.http import HttpResponse
from django.test import Client, RequestFactory

from redress.web.bytecache import ByteCache
from redress.web.caching import BLIND, HOW_LONG, MARK, READS_QUERY, PerVisitorByte, public_page
from tests.factories.accounts import HouseRoleFactory
from tests.web.test_bytecache import Visitor
from tests.web.walking import Sample

PUBLIC = ["home", "campaigns", "campaign", "support", "petition", "supporters", "count"]
PRIVATE = ["confirm", "mine", "card_return", "account_login", "staff_home", "mailbox"]
FORGED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "6.6.6.6",
    "X-Original-Url": "/staff/",
    "X-Rewrite-Url": "/staff/",
    "X-Http-Method-Override": "POST",
    "Forwarded": "host=evil.example",
    "Origin": "https://evil.example",
    "Referer": "https://evil.example/",
    "Accept-Language": "es",
    "Accept": "application/json",
    "X-Requested-With": "XMLHttpRequest",
    "User-Agent": "evil",
}


@pytest.fixture
def site(at_now):
    return Sample()


@pytest.fixture
def signed_in(db):
    visitor = Client()
    visitor.force_login(HouseRoleFactory().user)
    return visitor


@pytest.fixture
def memory(site, monkeypatch):
    """The byte cache before Django, in the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    cache = ByteCache(WSGIHandler())
    # what the builder's thread does, done here, since it would not see the test's rows
    monkeypatch.setattr(cache, "_order", cache._rebuild)
    yield cache
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
class TestPublicPages:
    @pytest.mark.parametrize("name", PUBLIC)
    def test_say_that_they_may_be_kept(self, name, site, client):
        for path in site.paths(name):
            answer = client.get(path)
            assert (answer.status_code, answer["Cache-Control"]) == (200, HOW_LONG), path

    @pytest.mark.parametrize("name", PUBLIC)
    def test_set_no_cookie_and_part_no_visitors(self, name, site, client):
        for path in site.paths(name):
            answer = client.get(path)
            assert not answer.cookies
            assert "Cookie" not in answer.headers.get("Vary", "")
            assert "Accept-Language" not in answer.headers.get("Vary", "")
            assert b"csrfmiddlewaretoken" not in answer.content

    @pytest.mark.parametrize("name", PUBLIC)
    def test_are_the_same_for_a_stranger_and_for_the_staff(self, name, site, client, signed_in):
        for path in site.paths(name):
            strange, known = client.get(path), signed_in.get(path)
            assert strange.content == known.content
            assert strange.headers == known.headers
            assert not known.cookies

    @pytest.mark.parametrize("header", FORGED)
    @pytest.mark.parametrize("name", PUBLIC)
    def test_are_the_same_whatever_a_header_says(self, name, header, site, client):
        path = site.paths(name)[0]

        forged = client.get(path, headers={header: FORGED[header]})

        assert forged.content == client.get(path).content

    @pytest.mark.parametrize("name", PUBLIC)
    def test_come_from_memory_without_a_query(self, name, site, memory, django_assert_num_queries):
        path = site.paths(name)[0]
        visit = Visitor(memory)
        first = visit(path, host="testserver", SERVER_NAME="testserver", SERVER_PORT="80")

        with django_assert_num_queries(0):
            second = visit(path, host="testserver", HTTP_COOKIE="__Host-session=x")

        assert (second.status, second.body) == (200, first.body)
        assert second.headers["cache-control"] == HOW_LONG
        assert "default-src 'none'" in second.headers["content-security-policy"]

    def test_outlive_the_database(self, site, memory, monkeypatch):
        path = site.paths("campaign")[0]
        visit = Visitor(memory)
        alive = visit(path, host="testserver", SERVER_NAME="testserver", SERVER_PORT="80")

        def away(*_arguments):
            raise OperationalError("the database is away")

        now = memory.clock()
        memory.clock = lambda: now + 600
        with monkeypatch.context() as patch:
            patch.setattr(CursorWrapper, "execute", away)
            answer = visit(path, host="testserver")

        assert (answer.status, answer.body) == (200, alive.body)


@pytest.mark.django_db
class TestPrivatePages:
    @pytest.mark.parametrize("name", PRIVATE)
    def test_are_kept_by_nobody(self, name, site, signed_in):
        for path in site.paths(name):
            assert "no-store" in signed_in.get(path)["Cache-Control"], path

    def test_errors_are_kept_by_nobody(self, client):
        assert client.get("/nowhere/")["Cache-Control"] == "private, no-store"


class TestPublicPage:
    def ask(self, view, method="GET", path="/"):
        request = RequestFactory().generic(method, path)
        return public_page(view)(request), request

    def test_refuses_a_cookie(self):
        def view(request):
            response = HttpResponse()
            response.set_cookie("a", "b")
            return response

        with pytest.raises(PerVisitorByte):
            self.ask(view)

    @pytest.mark.django_db
    def test_refuses_a_look_into_the_session(self, client):
        def view(request, slug):
            request.session.get("anything")
            return HttpResponse()

        request = RequestFactory().get("/")
        request.session = client.session
        with pytest.raises(PerVisitorByte):
            public_page(view)(request, slug="x")

    def test_marks_whether_the_query_was_read(self):
        _answer, blind = self.ask(lambda _request: HttpResponse())
        _answer, reader = self.ask(lambda request: HttpResponse(request.GET.get("area", "")))

        assert blind.META[MARK] == BLIND
        assert reader.META[MARK] == READS_QUERY

    @pytest.mark.parametrize("status", [301, 404, 410, 422, 500])
    def test_lets_only_a_whole_answer_be_kept(self, status):
        answer, request = self.ask(lambda _request: HttpResponse(status=status))

        assert "Cache-Control" not in answer.headers
        assert MARK not in request.META

    def test_lets_no_answer_to_a_form_be_kept(self):
        answer, request = self.ask(lambda _request: HttpResponse(), method="POST")

        assert "Cache-Control" not in answer.headers
        assert MARK not in request.META
