"""The demonstration's mailbox shows messages, keeps them harmless, and is absent elsewhere."""

import subprocess
import sys

import pytest
from django.core.mail import EmailMultiAlternatives

from redress.core.models import MailboxMessage
from tests.web.production import ROOT, environment

pytestmark = pytest.mark.django_db
LINK = "http://localhost:8000/confirm/abc~def/"


def deliver(to="ana@example.org", subject="Please confirm: ¡hola!", html=None):
    mail = EmailMultiAlternatives(
        subject=subject,
        body=f"Confirm here:\n{LINK}\n\nA line with <b>signs</b>.",
        from_email="Redress <hello@localhost>",
        to=[to],
    )
    mail.attach_alternative(
        html or f'<p style="color:red">Hi <a href="{LINK}">go</a></p>', "text/html"
    )
    return MailboxMessage.objects.create(
        to_address=to, subject=subject, raw=mail.message().as_bytes()
    )


class TestList:
    def test_shows_the_newest_first(self, client):
        deliver(subject="older one")
        deliver(subject="newer one")

        page = client.get("/dev/mail/").content.decode()

        assert page.index("newer one") < page.index("older one")

    def test_narrows_to_a_receiver(self, client):
        deliver(to="ana@example.org", subject="for Ana")
        deliver(to="luis@example.org", subject="for Luis")

        page = client.get("/dev/mail/", {"to": "LUIS@"}).content.decode()

        assert "for Luis" in page
        assert "for Ana" not in page

    def test_is_kind_while_it_is_empty(self, client):
        assert b"No message yet" in client.get("/dev/mail/").content

    @pytest.mark.parametrize("to", ["\x00", "%", "x" * 5000, "'; --", "\u202e"])
    def test_bears_odd_receivers(self, to, client):
        assert client.get("/dev/mail/", {"to": to}).status_code == 200

    def test_is_not_indexed_or_kept(self, client):
        answer = client.get("/dev/mail/")

        assert b'<meta name="robots" content="noindex">' in answer.content
        assert answer["Cache-Control"] == "private, no-store"


class TestMessage:
    def test_shows_the_text_with_links_and_without_markup(self, client):
        page = client.get(f"/dev/mail/{deliver().pk}/").content.decode()

        assert f'<a href="{LINK}"' in page
        assert "&lt;b&gt;signs&lt;/b&gt;" in page
        assert "¡hola!" in page
        assert "ana@example.org" in page

    @pytest.mark.parametrize("number", ["0", "999999", str(2**63), str(2**70)])
    def test_is_absent_under_a_wrong_number(self, number, client):
        assert client.get(f"/dev/mail/{number}/").status_code == 404
        assert client.get(f"/dev/mail/{number}/html/").status_code == 404

    @pytest.mark.parametrize("raw", [b"Subject: x\n\nplain", b"", b"\n\n"])
    def test_bears_a_message_without_html(self, raw, client):
        row = MailboxMessage.objects.create(to_address="a@example.org", subject="x", raw=raw)

        assert client.get(f"/dev/mail/{row.pk}/").status_code == 200
        assert client.get(f"/dev/mail/{row.pk}/html/").status_code == 404


class TestHtmlPart:
    def test_stands_alone_in_a_sandbox(self, client):
        answer = client.get(f"/dev/mail/{deliver().pk}/html/")

        assert f'<a href="{LINK}">go</a>' in answer.content.decode()
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
        assert "allow-scripts" not in policy
        assert "allow-same-origin" not in policy
        assert "script-src" not in policy
        assert "form-action 'none'" in policy
        assert answer["X-Robots-Tag"] == "noindex"


class TestElsewhere:
    @pytest.mark.parametrize(
        "changes",
        [{}, {"REDRESS_MODE": "demonstration"}],
    )
    def test_there_is_no_mailbox(self, changes):
        # the address list is made when the process starts, so another process has to tell
        program = (
            "import django; django.setup()\n"
            "from django.urls import resolve, Resolver404\n"
            "try: resolve('/dev/mail/')\n"
            "except Resolver404: print('absent')"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environment(**changes),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )

        assert done.stdout == "absent\n"
