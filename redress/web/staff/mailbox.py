"""The demonstration's mailbox: every message that the site sent, as its receiver would see it."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from redress.core.models import MailboxMessage

SHOWN = 100
# a message may carry its own style, and nothing else; its links leave the sandbox
MESSAGE_CSP = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@dataclass(frozen=True)
class Letter:
    """One message, taken apart."""

    row: MailboxMessage
    mail: EmailMessage

    @property
    def text(self) -> str:
        """The text part, or nothing."""
        return _content(self.mail, "plain")

    @property
    def html(self) -> str:
        """The HTML part, or nothing."""
        return _content(self.mail, "html")


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """The newest messages; `to` narrows them to one receiver."""
    to = request.GET.get("to", "")[:320].strip().replace("\x00", "")
    rows = MailboxMessage.objects.order_by("-id").defer("raw")
    if to:
        rows = rows.filter(to_address__icontains=to)
    return render(request, "dev/mailbox.html", {"messages": rows[:SHOWN], "to": to})


@require_safe
def message(request: HttpRequest, number: int) -> HttpResponse:
    """One message: head and text part, its links clickable."""
    return render(request, "dev/message.html", {"letter": _letter_or_404(number)})


@require_safe
@csp_override(MESSAGE_CSP)
def html_part(request: HttpRequest, number: int) -> HttpResponse:
    """The HTML part by itself, in a sandbox without scripts, forms and our own origin."""
    letter = _letter_or_404(number)
    if not letter.html:
        raise Http404
    response = HttpResponse(letter.html)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _letter_or_404(number: int) -> Letter:
    # a number that no bigint holds is as absent as any other
    row = MailboxMessage.objects.filter(pk=number).first() if number < 2**63 else None
    if row is None:
        raise Http404
    return Letter(row=row, mail=message_from_bytes(bytes(row.raw), policy=policy.default))


def _content(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    if not isinstance(part, EmailMessage):
        return ""
    content = part.get_content()
    return content if isinstance(content, str) else ""
