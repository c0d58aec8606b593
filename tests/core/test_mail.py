"""The outbox tells each fact once, and a bad message cannot stop the others."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from django.db import transaction

from redress.core import clock, mail
from redress.core.models import MailboxMessage, OutboxMessage


@pytest.fixture
def templates(settings, tmp_path):
    (tmp_path / "email").mkdir()
    (tmp_path / "email" / "hello.txt").write_text("Subject: Hello {{ name }}\n\nDear {{ name }}.\n")
    (tmp_path / "email" / "hello.html").write_text("<p>Dear {{ name }}.</p>")
    (tmp_path / "email" / "broken.txt").write_text("Subject: x\n{% url 'nowhere' %}")
    (tmp_path / "email" / "broken.html").write_text("x")
    config = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    settings.TEMPLATES = config
    settings.MAILERS = {"default": {"BACKEND": "redress.core.mailbox.MailboxBackend"}}


def tell(kind="hello", key="1", **context):
    mail.send_later(
        kind=kind, key=key, to="ana@example.org", language="en", context={"name": "Ana"} | context
    )


class TestSendLater:
    def test_tells_a_fact_once(self, db):
        tell()
        tell()

        assert OutboxMessage.objects.count() == 1

    def test_vanishes_with_the_fact(self, transactional_db):
        with pytest.raises(RuntimeError), transaction.atomic():
            tell()
            raise RuntimeError

        assert not OutboxMessage.objects.exists()


@pytest.mark.usefixtures("templates")
class TestDrainOutbox:
    def test_sends_both_parts_and_forgets_the_facts(self, db):
        tell(name="Ana <b>")

        assert mail.drain_outbox(now=clock.now()) == 1

        letter = message_from_bytes(bytes(MailboxMessage.objects.get().raw))
        text, html = (part.get_payload(decode=True).decode() for part in letter.get_payload())
        assert letter["Subject"] == "Hello Ana <b>"
        assert text == "Dear Ana <b>.\n"
        assert html == "<p>Dear Ana &lt;b&gt;.</p>\n"
        row = OutboxMessage.objects.get()
        assert row.context == {}
        assert row.sent_at is not None

    def test_sends_nothing_twice(self, db):
        tell()
        mail.drain_outbox(now=clock.now())

        assert mail.drain_outbox(now=clock.now()) == 0
        assert MailboxMessage.objects.count() == 1

    def test_goes_on_after_a_message_that_cannot_be_built(self, db, caplog):
        tell(kind="broken", key="1")
        tell(key="2")
        now = clock.now()

        assert mail.drain_outbox(now=now) == 1

        broken = OutboxMessage.objects.get(kind="broken")
        assert broken.sent_at is None
        assert broken.due_at == now + timedelta(seconds=30)
        assert broken.failure == "NoReverseMatch"
        assert "ana@example.org" not in caplog.text

    def test_waits_until_a_message_is_due(self, db):
        mail.send_later(
            kind="hello",
            key="1",
            to="a@example.org",
            language="en",
            context={"name": "A"},
            due_at=clock.now() + timedelta(hours=1),
        )

        assert mail.drain_outbox(now=clock.now()) == 0

    def test_takes_a_message_whose_sender_died(self, db):
        tell()
        OutboxMessage.objects.update(claimed_until=clock.now() + timedelta(seconds=60), attempts=1)
        assert mail.drain_outbox(now=clock.now()) == 0

        with clock.travelled(timedelta(seconds=90)):
            assert mail.drain_outbox(now=clock.now()) == 1

    def test_keeps_one_message_id_per_row(self, db):
        tell()
        row = OutboxMessage.objects.get()

        first, second = (mail.build_message(row).extra_headers["Message-ID"] for _ in range(2))

        assert first == second
