"""The approver's pages: which campaigns wait, what was read, and one button with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from redress.accounts.permissions import Ability
from redress.campaigns.models import Campaign
from redress.campaigns.permitting import owners_of, role_of
from redress.core import clock
from redress.publishing import approving
from redress.web.staff.permitting import person_of, staff_page

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Sentence = str | _StrPromise

REFUSALS: Mapping[type[approving.NotApproved], Sentence] = {
    approving.MayNotApprove: _("Your role does not allow this."),
    approving.TeamMayNotApprove: _(
        "You are in this campaign's team. Somebody else of the house has to judge it."
    ),
    approving.NoReason: _("Write why, in your own words."),
    approving.CampaignNotOpen: _("This campaign is not open, so nothing can be decided about it."),
    approving.DeadlinePassed: _(
        "The deadline has passed. A late approval does not count, so none was written."
    ),
    approving.NoCounselSignOff: _(
        "Counsel has not signed off the text as it stands now. That comes first."
    ),
    approving.TextHasChanged: _(
        "The text changed after you opened this page. Read it again, then decide."
    ),
    approving.AlreadyApproved: _("This campaign is approved already."),
    approving.NothingToWithdraw: _("No approval stands, so there is nothing to withdraw."),
}
CHECKLIST: Mapping[str, Sentence] = {
    "read": _("I have read the petition whose hash stands above."),
    "condition": _(
        "A condition is never an official's act: pledges depend on support and on our own"
        " approval, and on nothing that an agency, legislator or officer does."
    ),
    "money": _("The beneficiary, its tax class and the use of the money are right and complete."),
    "conflict": _("I am not in this campaign's team and have no interest of my own in it."),
}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write why, in your own words.")},
    )


class ApprovalForm(ReasonForm):
    """The checklist, each point ticked, and why."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    field_order = (*CHECKLIST, "reason", "seen")

    def __init__(self, *args: object, **kwargs: object) -> None:
        """One required box for each point of the list."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, label in CHECKLIST.items():
            self.fields[name] = forms.BooleanField(
                label=label, error_messages={"required": _("Tick this if it is so.")}
            )
        self.fields["reason"].help_text = _(
            "Kept with the approval and the hash of the text. It is not shown to the public."
        )
        self.order_fields(self.field_order)

    @property
    def checklist(self) -> list[forms.BoundField]:
        """The boxes, in their order."""
        return [self[name] for name in CHECKLIST]


@require_safe
@staff_page(Ability.APPROVE_CAMPAIGN)
def approvals(request: HttpRequest) -> HttpResponse:
    """Campaigns that wait for an approval, and those that have one."""
    return render(
        request,
        "staff/approvals.html",
        {
            "waiting": [approving.look_at(campaign) for campaign in approving.waiting()[:50]],
            "approved": list(approving.approved()[:50]),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Ability.APPROVE_CAMPAIGN)
def approval(request: HttpRequest, number: str) -> HttpResponse:
    """All that an approver has to know about one campaign; POST approves."""
    campaign = _campaign_or_404(number)
    if request.method != "POST":
        return _page(request, campaign)
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, form=form)
    try:
        approving.approve(
            campaign_id=campaign.pk,
            approver=person_of(request),
            reason=form.cleaned_data["reason"],
            now=clock.now(),
            seen_sha256=form.cleaned_data["seen"],
        )
    except approving.NotApproved as refusal:
        form.add_error(None, str(REFUSALS[type(refusal)]))
        return _page(request, campaign, form=form)
    return HttpResponseRedirect(reverse("staff_approval", args=[number]))


@require_POST
@staff_page(Ability.APPROVE_CAMPAIGN)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw the standing approval, with a reason, before the deadline."""
    campaign = _campaign_or_404(number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, withdrawing=form)
    try:
        approving.revoke(
            campaign_id=campaign.pk,
            approver=person_of(request),
            reason=form.cleaned_data["reason"],
            now=clock.now(),
        )
    except approving.NotApproved as refusal:
        form.add_error(None, str(REFUSALS[type(refusal)]))
        return _page(request, campaign, withdrawing=form)
    return HttpResponseRedirect(reverse("staff_approval", args=[number]))


def _campaign_or_404(number: str) -> Campaign:
    campaign = (
        Campaign.objects.public()
        .filter(number=number, is_record=False)
        .select_related("agency", "beneficiary")
        .first()
    )
    if campaign is None:
        raise Http404
    return campaign


def _page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    form: ApprovalForm | None = None,
    withdrawing: ReasonForm | None = None,
) -> HttpResponse:
    found = approving.look_at(campaign)
    refused = form is not None or withdrawing is not None
    return render(
        request,
        "staff/approval.html",
        {
            "found": found,
            "campaign": campaign,
            "is_of_team": bool(role_of(user=person_of(request), campaign=campaign)),
            "owners": owners_of(campaign),
            "is_open": campaign.status in approving.OPEN,
            "is_over": campaign.deadline_at is None or clock.now() >= campaign.deadline_at,
            "form": form or ApprovalForm(initial={"seen": found.text_sha256}),
            "withdrawing": withdrawing or ReasonForm(),
        },
        status=422 if refused else 200,
    )
