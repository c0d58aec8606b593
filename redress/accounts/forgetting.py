"""Accounts that nobody ever used, and sessions that ran out, are forgotten."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from procrastinate.contrib.django import app

from redress.accounts.models import User
from redress.accounts.session_models import Session
from redress.core import clock

UNUSED_KEPT = timedelta(days=7)
AT_ONCE = 1000


def unreferenced(people: QuerySet[User], *, ignoring: Collection[str] = ()) -> QuerySet[User]:
    """Those to whom no row of any table refers, except rows of the tables `ignoring`."""
    for relation in User._meta.get_fields(include_hidden=True):  # noqa: SLF001 - Django's model API
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        rows = relation.related_model._base_manager  # type: ignore[union-attr]  # noqa: SLF001
        if rows.model._meta.db_table in ignoring:  # noqa: SLF001
            continue
        column = relation.field.name  # type: ignore[union-attr]
        people = people.exclude(Exists(rows.filter(**{column: OuterRef("pk")})))
    return people


def never_used() -> QuerySet[User]:
    """Accounts that were asked for and never signed in to, and that stand nowhere else."""
    return unreferenced(User.objects.filter(last_login=None, is_active=True))


@transaction.atomic
def forget(people: QuerySet[User]) -> int:
    """Delete those of these people whom `never_used` holds; returns how many."""
    # whoever refers to a locked row waits, so what is asked again under the lock stays true
    locked = people.order_by("pk").select_for_update(skip_locked=True, of=("self",))
    keys = list(locked.values_list("pk", flat=True)[:AT_ONCE])
    found = never_used().filter(pk__in=keys)
    count = found.count()
    found.delete()
    return count


def forget_unused(*, now: datetime) -> int:
    """Delete the accounts that waited a week for their first sign-in; returns how many."""
    old = User.objects.filter(last_login=None, created_at__lt=now - UNUSED_KEPT)
    return forget(unreferenced(old))


def forget_sessions(*, now: datetime) -> int:
    """Delete the sessions that ran out; returns how many."""
    ended, _rows = Session.objects.filter(expire_date__lt=now).delete()
    return ended


@app.periodic(cron="17 * * * *")
@app.task(queue="default", name="forget_accounts", queueing_lock="forget_accounts")
def forget_accounts(timestamp: int) -> None:
    """Forget, once an hour, what nobody used."""
    now = clock.now()
    forget_sessions(now=now)
    while forget_unused(now=now) == AT_ONCE:
        pass
