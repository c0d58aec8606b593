"""Sessions know their person and device, and can be ended from afar."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.db import IntegrityError, transaction

from redress.accounts import sessions
from redress.accounts.devices import Device
from redress.accounts.session_models import Session
from redress.accounts.sessions import SessionStore
from tests.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def person(db):
    return UserFactory()


def began(person):
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    sessions.begin(store, device=Device("Firefox", "Android"), now=NOW)
    store.save()
    return store


class TestStore:
    def test_writes_person_device_and_day(self, person):
        store = began(person)

        row = Session.objects.get(session_key=store.session_key)

        assert (row.user, row.browser, row.system) == (person, "Firefox", "Android")
        assert (row.signed_in_at, row.last_seen_on) == (NOW, NOW.date())
        assert row.get_decoded()["device"]["handle"] == row.handle

    def test_keeps_the_handle_over_saves(self, person):
        store = began(person)
        handle = Session.objects.get().handle
        store["more"] = 1

        store.save()

        assert Session.objects.get().handle == handle

    def test_of_nobody_has_neither(self):
        store = SessionStore()
        store["next"] = "/"
        store.save()

        row = Session.objects.get()
        assert (row.user, row.handle, row.signed_in_at) == (None, "", None)

    def test_notes_the_first_use_of_a_day_only(self, person, travel):
        store = began(person)
        same = SessionStore(store.session_key)
        same.load()
        assert not same.modified

        travel(timedelta(days=1))
        later = SessionStore(store.session_key)
        later._session_cache = later.load()
        assert later.modified
        later.save()

        assert Session.objects.get().last_seen_on == NOW.date() + timedelta(days=1)

    def test_that_was_ended_cannot_be_saved_again(self, person):
        store = began(person)
        sessions.end_sessions(person)
        store["more"] = 1

        with pytest.raises(UpdateError):
            store.save()
        assert not Session.objects.exists()

    def test_of_a_person_cannot_be_without_a_handle(self, person):
        with pytest.raises(IntegrityError), transaction.atomic():
            Session.objects.create(session_key="x", session_data="", expire_date=NOW, user=person)


class TestEnding:
    def test_is_only_of_ones_own(self, person):
        began(person)
        handle = Session.objects.get().handle

        assert not sessions.end_session(UserFactory(), handle=handle)
        assert not sessions.end_session(person, handle="")
        assert Session.objects.count() == 1
        assert sessions.end_session(person, handle=handle)
        assert not Session.objects.exists()

    def test_spares_the_one_that_is_named(self, person):
        kept, _other = began(person), began(person)
        began(UserFactory())

        assert sessions.end_sessions(person, but=kept.session_key) == 1
        assert Session.objects.get(user=person).session_key == kept.session_key
        assert Session.objects.count() == 2

    def test_lists_those_that_still_last(self, person):
        began(person)

        assert sessions.sessions_of(person, now=NOW).count() == 1
        assert not sessions.sessions_of(person, now=NOW + timedelta(days=3)).exists()
