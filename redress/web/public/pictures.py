"""Answering the address of a picture: to everybody once a public page shows it, else to few."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from redress.accounts.models import OrganizationMembership
from redress.accounts.permissions import Ability
from redress.campaigns.models import Campaign, CampaignQuerySet, CoalitionMember
from redress.campaigns.permitting import SecondFactorNeeded, campaign_for
from redress.core.models import Picture
from redress.core.pictures import storing
from redress.web.account.entering import person_of
from redress.web.account.strength import has_second_factor

FOR_EVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"  # an organization may withdraw its logo at any time
# whatever a browser takes the bytes for, nothing in them runs
PICTURE_CSP: dict[str, Any] = {
    "default-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
    "sandbox": True,
}


def picture_is_public(picture: Picture) -> bool:
    """Whether a public page shows it: a campaign's picture, or a logo that is allowed there."""
    public = Campaign.objects.public()
    if picture.kind == Picture.Kind.HERO:
        return public.filter(picture=picture).exists()
    standing = CoalitionMember.objects.standing().filter(logo=picture, shows_logo=True)
    return (
        public.filter(organization__logo=picture).exists()
        or standing.filter(campaign__in=public).exists()
    )


def may_see(request: HttpRequest, pictures: Iterable[Picture]) -> bool:
    """Whether the person uploaded one of these, or may see a draft that shows it."""
    if not request.user.is_authenticated:
        return False
    person = person_of(request)
    for picture in pictures:
        if picture.uploaded_by_id == person.pk:
            return True
        if OrganizationMembership.objects.filter(user=person, organization__logo=picture).exists():
            return True
        for number in _campaigns_with(picture).values_list("number", flat=True):
            try:
                campaign_for(
                    user=person,
                    number=number,
                    ability=Ability.SEE_DRAFT,
                    has_second_factor=has_second_factor(request),
                )
            except (Campaign.DoesNotExist, SecondFactorNeeded):
                continue
            return True
    return False


def _campaigns_with(picture: Picture) -> CampaignQuerySet:
    shows_it = Q(picture=picture) | Q(organization__logo=picture) | Q(members__logo=picture)
    return Campaign.objects.filter(shows_it).distinct()


def _caching(pictures: Iterable[Picture]) -> str:
    is_logo = any(picture.kind == Picture.Kind.LOGO for picture in pictures)
    return FOR_AN_HOUR if is_logo else FOR_EVER


@require_safe
@csp_override(PICTURE_CSP)
def picture(request: HttpRequest, name: str, width: int, ending: str) -> HttpResponse:
    """One variant of one picture; the type comes from our own table, not from the bytes."""
    found = storing.pictures_named(name, width=width, ending=ending)
    # asked first: an answer for everybody must not have looked at the visitor
    is_public = any(picture_is_public(one) for one in found)
    if not is_public and not (found and may_see(request, found)):
        raise Http404
    try:
        body = storing.path_of(name, width, ending).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(body, content_type=storing.CONTENT_TYPES[ending])
    response.headers["Content-Disposition"] = f'inline; filename="picture-{width}.{ending}"'
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = _caching(found) if is_public else "private, no-store"
    etag = f'"{name[:32]}-{width}-{ending}"'
    response.headers["ETag"] = etag
    unchanged = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(unchanged, HttpResponse)
    return unchanged
