"""Pages of organizations: mine, one, its people, its name, logo and domain."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from redress.accounts import organizing
from redress.accounts.models import Organization, OrganizationInvitation, OrganizationMembership
from redress.accounts.permissions import ORGANIZATION_ABILITIES, Ability
from redress.core import clock
from redress.core.models import Picture
from redress.core.pictures import storing
from redress.web.account.recent import recently_signed_in
from redress.web.formatting import language
from redress.web.organize.permitting import organization_page, person_of, signed_in
from redress.web.organize.team_forms import (
    TOO_MANY_TODAY,
    AddressField,
    OrganizationInviteForm,
    OrganizationRoleForm,
)
from redress.web.picture_form import PictureField, whole_of
from redress.web.public.coalition_forms import PlainField

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

DONE: "dict[str, StrPromise]" = {
    "saved": gettext_lazy("Saved."),
    "invited": gettext_lazy("The invitation is on its way."),
    "withdrawn": gettext_lazy("The invitation does not work any more."),
    "role": gettext_lazy("The role was changed."),
    "removed": gettext_lazy("The person is not in the organization any more."),
    "asked": gettext_lazy("A link is on its way. Whoever reads that mailbox presses one button."),
}
LAST_OWNER = gettext_lazy(
    "An organization keeps an owner, and there is no other. Make somebody else an owner first."
)


class OrganizationForm(forms.Form):
    """Name and website."""

    # it stands in messages to strangers: one line of plain words
    name = PlainField(
        label=gettext_lazy("Name"),
        max_length=160,
        error_messages={"required": gettext_lazy("Please write the name.")},
    )
    website = forms.URLField(
        label=gettext_lazy("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Its domain can be proved by an e-mail address on it."),
    )
    use_required_attribute = False


class LogoForm(forms.Form):
    """The organization's mark."""

    logo = PictureField(kind=Picture.Kind.LOGO, label=gettext_lazy("Logo"))
    use_required_attribute = False


class DomainForm(forms.Form):
    """An address on the domain that is to be proved."""

    email = AddressField(
        label=gettext_lazy("An e-mail address on the domain"),
        help_text=gettext_lazy("Such as info@ followed by the domain of the website."),
    )
    use_required_attribute = False


@require_safe
@signed_in
def organizations(request: HttpRequest) -> HttpResponse:
    """The organizations to which the person belongs."""
    rows = person_of(request).organization_memberships.select_related("organization")
    return render(
        request,
        "organizations/mine.html",
        {"memberships": list(rows.order_by("organization__name", "pk"))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def create(request: HttpRequest) -> HttpResponse:
    """A new organization; whoever makes it is its first owner."""
    form = OrganizationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = organizing.create(owner=person_of(request), now=clock.now(), **form.cleaned_data)
        return HttpResponseRedirect(reverse("organization", args=[made.slug]))
    return _ask(
        request,
        None,
        title=_("A new organization"),
        form=form,
        button=_("Make the organization"),
    )


@require_safe
@organization_page(Ability.SEE_ORGANIZATION)
def organization(request: HttpRequest, organization: Organization) -> HttpResponse:
    """What the organization is, who belongs to it, and which campaigns it runs."""
    person, now = person_of(request), clock.now()
    members = list(organization.memberships.select_related("user").order_by("-role", "since", "pk"))
    mine = next(row for row in members if row.user_id == person.pk)
    may_manage = Ability.MANAGE_ORGANIZATION in ORGANIZATION_ABILITIES[mine.role]
    waiting = organization.invitations.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return render(
        request,
        "organizations/organization.html",
        {
            "organization": organization,
            "members": members,
            "me": person.pk,
            "may_manage": may_manage,
            "invitations": [
                {"row": row, "is_open": organizing.is_open(row, now=now)}
                for row in (waiting.order_by("-pk") if may_manage else ())
            ],
            "campaigns": list(organization.campaigns.order_by("-created_at", "-pk")[:50]),
            "offers": list(
                organization.offers.filter(
                    accepted_at__isnull=True, closed_at__isnull=True, expires_at__gt=now
                ).select_related("campaign")
            )
            if may_manage
            else [],
            "logo": whole_of(organization.logo),
            "done": DONE.get(request.GET.get("done", "")),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page(Ability.MANAGE_ORGANIZATION)
def edit(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Another name or website; a website on another domain takes the mark away."""
    initial = {"name": organization.name, "website": organization.website}
    form = OrganizationForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        organizing.change(organization_id=organization.pk, **form.cleaned_data)
        return _back(organization, "saved")
    text = ""
    if organization.domain_verified_at:
        text = _(
            "If the website moves to another domain, the mark that the domain is verified is gone"
            " until the new one is proved."
        )
    return _ask(
        request, organization, title=_("Name and website"), text=text, form=form, button=_("Save")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page(Ability.MANAGE_ORGANIZATION)
def logo(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Upload a logo; it is cleaned of everything but the picture."""
    is_post = request.method == "POST"
    form = LogoForm(request.POST if is_post else None, request.FILES if is_post else None)
    if is_post and form.is_valid():
        cleaned = form.cleaned_data["logo"]
        if cleaned is not None:
            organization.logo = storing.keep(
                cleaned,
                kind=Picture.Kind.LOGO,
                uploaded_by=person_of(request),
                now=clock.now(),
            )
            organization.save(update_fields=["logo"])
        return _back(organization, "saved")
    return _ask(request, organization, title=_("Logo"), form=form, button=_("Save"), has_files=True)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page(Ability.MANAGE_ORGANIZATION)
@recently_signed_in
def invite(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Ask for an address and a role; POST sends the invitation."""
    form = OrganizationInviteForm(
        request.POST if request.method == "POST" else None,
        initial={"role": "member", "language": language()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            organizing.invite(
                organization_id=organization.pk,
                by=person_of(request),
                now=clock.now(),
                **form.cleaned_data,
            )
        except organizing.TooManyToday:
            form.add_error(None, str(TOO_MANY_TODAY))
        except organizing.AlreadyMember:
            form.add_error("email", _("This person belongs to the organization already."))
        except organizing.AlreadyInvited:
            form.add_error("email", _("An invitation is on its way to this address already."))
        else:
            return _back(organization, "invited")
    return _ask(
        request,
        organization,
        title=_("Invite somebody to the organization"),
        form=form,
        button=_("Send the invitation"),
    )


@require_POST
@organization_page(Ability.MANAGE_ORGANIZATION)
@recently_signed_in
def withdraw(request: HttpRequest, organization: Organization, invitation: int) -> HttpResponse:
    """Take an invitation back: its link does not work any more."""
    try:
        organizing.withdraw(
            organization_id=organization.pk, invitation_id=invitation, now=clock.now()
        )
    except OrganizationInvitation.DoesNotExist:
        raise Http404 from None
    return _back(organization, "withdrawn")


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page(Ability.MANAGE_ORGANIZATION)
@recently_signed_in
def change_role(request: HttpRequest, organization: Organization, member: int) -> HttpResponse:
    """Another role for somebody of the organization."""
    row = _member_or_404(organization, member)
    form = OrganizationRoleForm(
        request.POST if request.method == "POST" else None, initial={"role": row.role}
    )
    if request.method == "POST" and form.is_valid():
        try:
            organizing.change_role(
                organization_id=organization.pk,
                member_id=row.pk,
                role=form.cleaned_data["role"],
                by=person_of(request),
                now=clock.now(),
            )
        except organizing.LastOwner:
            form.add_error(None, str(LAST_OWNER))
        except OrganizationMembership.DoesNotExist:
            raise Http404 from None
        else:
            return _back(organization, "role")
    return _ask(
        request,
        organization,
        title=_("The role of %(person)s") % {"person": row.user},
        form=form,
        button=_("Change the role"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page(Ability.MANAGE_ORGANIZATION)
@recently_signed_in
def remove(request: HttpRequest, organization: Organization, member: int) -> HttpResponse:
    """Take somebody out of the organization, after asking."""
    row = _member_or_404(organization, member)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            organizing.remove(
                organization_id=organization.pk,
                member_id=row.pk,
                by=person_of(request),
                now=clock.now(),
            )
        except organizing.LastOwner:
            form.add_error(None, str(LAST_OWNER))
        except OrganizationMembership.DoesNotExist:
            raise Http404 from None
        else:
            return _back(organization, "removed")
    return _ask(
        request,
        organization,
        title=_("Take %(person)s out of the organization?") % {"person": row.user},
        form=form,
        button=_("Take out of the organization"),
        danger=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page(Ability.SEE_ORGANIZATION)
@recently_signed_in
def leave(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Leave the organization, after asking; the last owner cannot."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            organizing.leave(
                organization_id=organization.pk, user=person_of(request), now=clock.now()
            )
        except organizing.LastOwner:
            form.add_error(None, str(LAST_OWNER))
        except OrganizationMembership.DoesNotExist:
            raise Http404 from None
        else:
            return HttpResponseRedirect(reverse("organizations"))
    return _ask(
        request,
        organization,
        title=_("Leave the organization?"),
        form=form,
        button=_("Leave the organization"),
        danger=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page(Ability.MANAGE_ORGANIZATION)
@recently_signed_in
def domain(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Ask for an address on the website's domain; POST sends the link that proves it."""
    form = DomainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            organizing.ask_domain(
                organization_id=organization.pk,
                email=form.cleaned_data["email"],
                by=person_of(request),
                now=clock.now(),
            )
        except organizing.OrganizationRefusal as refusal:
            form.add_error("email", _domain_sentence(refusal))
        else:
            return _back(organization, "asked")
    return _ask(
        request,
        organization,
        title=_("Prove the domain"),
        text=_(
            "We send a link to an address on the domain of the website. Whoever reads that mailbox"
            " presses one button. The page then says when the domain was verified."
        ),
        form=form,
        button=_("Send the link"),
    )


def _domain_sentence(refusal: organizing.OrganizationRefusal) -> str:
    if isinstance(refusal, organizing.TooManyToday):
        return _("Enough links have been sent for today. Please go on tomorrow.")
    if isinstance(refusal, organizing.NoWebsite):
        return _("Write the organization's website first.")
    if isinstance(refusal, organizing.OpenToAll):
        return _(
            "Anybody can have an address there, so it proves nothing. Use one on the"
            " organization's own domain."
        )
    if isinstance(refusal, organizing.DomainTaken):
        return _(
            "“%(holder)s” has proved this domain. Ask its owners to invite you; if that is not"
            " right, write to the operators of this site."
        ) % {"holder": refusal.holder}
    return _("The address is not on the domain of the website.")


def _member_or_404(organization: Organization, member: int) -> OrganizationMembership:
    row = organization.memberships.select_related("user").filter(pk=member).first()
    if row is None:
        raise Http404
    return row


def _back(organization: Organization, done: str) -> HttpResponseRedirect:
    path = reverse("organization", args=[organization.slug])
    return HttpResponseRedirect(f"{path}?done={done}")


def _ask(
    request: HttpRequest, organization: Organization | None, *, form: forms.Form, **facts: Any
) -> HttpResponse:
    facts |= {"organization": organization, "form": form, "base": "organizations/base.html"}
    facts["back"] = (
        reverse("organization", args=[organization.slug])
        if organization
        else reverse("organizations")
    )
    return render(request, "studio/team/ask.html", facts, status=422 if form.errors else 200)
