"""Forms about people: inviting somebody, choosing a role, handing a campaign over."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from redress.accounts.models import Organization
from redress.accounts.permissions import OrganizationRole, TeamRole, team_words
from redress.campaigns.models import Campaign, Membership
from redress.supporters.mailboxes import LONGEST, AddressRefused, clean_address

SENTENCE = _("Please write an e-mail address that can be reached.")
TOO_MANY_TODAY = _("You have invited thirty people within a day. Please go on tomorrow.")


class AddressField(forms.CharField):
    """An e-mail address in its normal form and in lower case."""

    def __init__(self, **kwargs: Any) -> None:
        """A box for one address."""
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "off"}))
        kwargs.setdefault("error_messages", {"required": SENTENCE})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Refuse what no message reaches."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return clean_address(typed).lower()
        except AddressRefused:
            raise forms.ValidationError(SENTENCE) from None


class RoleForm(forms.Form):
    """A role of the team."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=TeamRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a role.")},
    )
    use_required_attribute = False

    def roles(self) -> list[tuple[Any, str, list[str]]]:
        """Each radio with its role's name and what the role may do."""
        return [
            (radio, str(radio.data["label"]), [str(words) for words in team_words(role)])
            for radio, (role, _label) in zip(self["role"], TeamRole.choices, strict=True)
        ]


class _Invite(forms.Form):
    email = AddressField(
        label=_("E-mail address"),
        help_text=_("The invitation works only for this address, for 14 days."),
    )
    language = forms.ChoiceField(
        label=_("Language of the message"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a language.")},
    )
    use_required_attribute = False


class InviteForm(_Invite, RoleForm):
    """Whom to invite into a team, with which role, and in which language to write."""

    field_order = ("email", "role", "language")


class OrganizationRoleForm(forms.Form):
    """A role in an organization."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=OrganizationRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a role.")},
    )
    use_required_attribute = False


class OrganizationInviteForm(_Invite, OrganizationRoleForm):
    """Whom to invite into an organization."""

    field_order = ("email", "role", "language")


class TransferForm(forms.Form):
    """To whom the campaign shall belong, confirmed by typing its number."""

    to = forms.ChoiceField(
        label=_("To whom"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose who shall own the campaign.")},
    )
    number = forms.CharField(
        label=_("Number of the campaign"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the number to confirm.")},
    )
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        campaign: Campaign,
        members: Iterable[Membership],
        organizations: Iterable[Organization],
        **kwargs: Any,
    ) -> None:
        """Offer these members and organizations as receivers."""
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        people = [
            (f"person-{member.pk}", f"{member.user} ({member.get_role_display()})")
            for member in members
        ]
        groups = [(f"organization-{row.pk}", row.name) for row in organizations]
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*people, *groups]
        self.fields["number"].help_text = _("Type %(number)s to confirm.") % {
            "number": campaign.number
        }

    def clean_number(self) -> str:
        """The campaign's own number, in either case."""
        typed = str(self.cleaned_data["number"]).strip().upper()
        if typed != self.campaign.number.upper():
            raise forms.ValidationError(_("This is not the number of the campaign."))
        return typed

    @property
    def receiver(self) -> tuple[str, int]:
        """`person` or `organization`, and its row. Call it on a valid form."""
        kind, _dash, key = self.cleaned_data["to"].partition("-")
        return kind, int(key)
