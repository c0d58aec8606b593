"""Forms about an invited organization: its invitation, its answer, and the call to it."""

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from redress.campaigns import coalition_words as words
from redress.campaigns.coalition import Answer, Guest
from redress.campaigns.models import CoalitionMember
from redress.campaigns.parts.facts import NotALink, clean_link
from redress.core.models import Picture
from redress.core.translated import Translated
from redress.supporters.mailboxes import AddressRefused, clean_address
from redress.supporters.naming import NameRefused, clean_name
from redress.web.picture_form import PictureField
from redress.web.public.forms import NAME_SENTENCES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from redress.core.pictures.cleaning import Cleaned

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
_LINK = re.compile(
    r"://|\bwww\.|\b[a-z0-9-]{2,}\.(?:com|org|net|info|biz|io|gov|edu|us|me|co)\b", re.IGNORECASE
)
_PHONE = re.compile(r"\+?[0-9 ().\-/]{7,30}(?: ?(?:x|ext\.?) ?[0-9]{1,6})?", re.IGNORECASE)
LEAST_DIGITS = 7


class PlainField(forms.CharField):
    """Plain words: single blanks, nothing hidden, no markup; without a link where `links` is no."""

    def __init__(self, *, links: bool = True, **kwargs: Any) -> None:
        """`links`: whether an address of the web may stand in it."""
        super().__init__(**kwargs)
        self.links = links

    def clean(self, value: Any) -> str:
        """The text in one normal form. Raises ValidationError."""
        text = " ".join(unicodedata.normalize("NFC", super().clean(value)).split())
        if any(unicodedata.category(char)[0] == "C" for char in text):
            raise forms.ValidationError(
                _("There is a hidden character in this text. Please type it instead of pasting it.")
            )
        if "<" in text or ">" in text:
            raise forms.ValidationError(_("Please write plain words, without < and >."))
        if not self.links and (_LINK.search(text) or "@" in text):
            raise forms.ValidationError(_("Please write this without a link or an address."))
        return text


class PersonField(forms.CharField):
    """A person's name, by the same rule as a supporter's."""

    def clean(self, value: Any) -> str:
        """The name in one normal form. Raises ValidationError."""
        text = super().clean(value)
        try:
            return clean_name(text) if text else ""
        except NameRefused as refusal:
            raise forms.ValidationError(str(NAME_SENTENCES[refusal.fault])) from None


class AddressField(forms.CharField):
    """An e-mail address, in lower case."""

    def __init__(self, **kwargs: Any) -> None:
        """Shown as a field for addresses."""
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email"}))
        super().__init__(max_length=254, **kwargs)

    def clean(self, value: Any) -> str:
        """The address. Raises ValidationError."""
        text = super().clean(value)
        try:
            return clean_address(text).lower() if text else ""
        except AddressRefused:
            raise forms.ValidationError(
                _("This is no e-mail address that a message could reach.")
            ) from None


class WebsiteField(forms.CharField):
    """An https address of the web."""

    def clean(self, value: Any) -> str:
        """The address. Raises ValidationError."""
        text = super().clean(value)
        try:
            return clean_link(text)
        except NotALink:
            raise forms.ValidationError(
                _("This is no address of a website. Write it like https://example.org.")
            ) from None


class ContactForm(forms.Form):
    """The person who is to speak for the organization."""

    contact_name = PersonField(label=gettext_lazy("Name of the person"), max_length=480)
    contact_email = AddressField(
        label=gettext_lazy("E-mail address of the person"),
        help_text=gettext_lazy(
            "An address on the organization’s own domain confirms it at once. With any other"
            " address we call the organization first."
        ),
    )
    use_required_attribute = False


class InviteForm(ContactForm):
    """Whom to invite, and a word of one's own."""

    name = PlainField(label=gettext_lazy("Organization"), max_length=160)
    url = WebsiteField(
        label=gettext_lazy("Website of the organization"),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How it stands with you"),
        choices=CoalitionMember.Kind.choices,
        widget=forms.RadioSelect,
        initial=CoalitionMember.Kind.SUPPORTER,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the message"), choices=settings.LANGUAGES
    )
    note = PlainField(
        label=gettext_lazy("A word of your own"),
        links=False,
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Up to 500 letters of plain text, without links."),
    )
    field_order = ("name", "url", "kind", "contact_name", "contact_email", "language", "note")

    @property
    def guest(self) -> Guest:
        """What was typed; on a valid form."""
        return Guest(**{name: self.cleaned_data[name] for name in self.fields})


# --- the organization's own pages -----------------------------------------------------------


class ShownForm(forms.Form):
    """What of the organization may be shown; nothing is ticked beforehand."""

    allow_name = forms.BooleanField(label=words.ALLOWED["name"], required=False)
    allow_signatory = forms.BooleanField(label=words.ALLOWED["signatory"], required=False)
    allow_logo = forms.BooleanField(label=words.ALLOWED["logo"], required=False)
    logo = PictureField(
        kind=Picture.Kind.LOGO,
        label=gettext_lazy("Logo file"),
        help_text=gettext_lazy("JPEG, PNG, WebP or AVIF, at least 64 by 64 pixels."),
    )
    allow_quote = forms.BooleanField(label=words.ALLOWED["quote"], required=False)
    agree = forms.BooleanField(
        label=words.AGREEMENT,
        error_messages={"required": gettext_lazy("Without this nothing may be shown.")},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, member: CoalitionMember, **kwargs: Any) -> None:
        """Fill in what the organization has allowed so far."""
        self.member = member
        self.texts = ["title", "quote"]  # in each language, side by side
        kwargs["initial"] = {**self.initial_of(member), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            self._add("title", code, gettext_lazy("Title of the person"), most=120)
            self._add("quote", code, gettext_lazy("Sentence to quote"), most=300)

    def _add(self, name: str, code: str, label: "StrPromise", *, most: int) -> None:
        widget = (
            forms.Textarea(attrs={"rows": 3, "lang": code})
            if name == "quote"
            else forms.TextInput(attrs={"lang": code})
        )
        self.fields[f"{name}_{code}"] = PlainField(
            label=label, links=False, max_length=most, required=False, widget=widget
        )

    def initial_of(self, member: CoalitionMember) -> dict[str, Any]:
        """What stands in the row, as initial values."""
        found: dict[str, Any] = {
            f"allow_{key}": getattr(member, f"shows_{key}") for key in CoalitionMember.ALLOWED
        }
        for code in LANGUAGES:
            found[f"title_{code}"] = member.signatory_title.get(code, "")
            found[f"quote_{code}"] = member.quote.get(code, "")
        return found

    @property
    def title(self) -> list[forms.BoundField]:
        """The title in each language."""
        return [self[f"title_{code}"] for code in LANGUAGES]

    @property
    def quote(self) -> list[forms.BoundField]:
        """The sentence in each language."""
        return [self[f"quote_{code}"] for code in LANGUAGES]

    def clean(self) -> dict[str, Any]:
        """What is allowed must be there, and nothing is shown without the name."""
        cleaned = {**(super().clean() or {})}
        others = [key for key in ("signatory", "logo", "quote") if cleaned.get(f"allow_{key}")]
        if others and not cleaned.get("allow_name"):
            self.add_error("allow_name", _("Nothing can be shown without the name."))
        if not self._text("title"):
            self.add_error(
                "title_en", _("Write the title of the person, in one language at least.")
            )
        if cleaned.get("allow_quote") and not self._text("quote"):
            self.add_error("quote_en", _("Write the sentence, or do not allow to quote it."))
        no_file = not cleaned.get("logo") and self.member.logo_id is None
        if cleaned.get("allow_logo") and no_file and "logo" not in self.errors:
            self.add_error("logo", _("Choose a file, or do not allow to show a logo."))
        return cleaned

    def _text(self, name: str) -> Translated:
        found = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in LANGUAGES}
        return Translated({code: text for code, text in found.items() if text})

    @property
    def chosen_logo(self) -> "Cleaned | None":
        """A new logo that was chosen and may be shown; it is not stored yet."""
        found: Cleaned | None = self.cleaned_data["logo"]
        return found if self.cleaned_data["allow_logo"] else None

    def answer(self, *, logo: Picture | None) -> Answer:
        """What was typed; `logo` is the chosen one, stored. Without one the present logo stays."""
        allowed = frozenset(
            key for key in CoalitionMember.ALLOWED if self.cleaned_data[f"allow_{key}"]
        )
        kept = logo or self.member.logo
        return Answer(
            name=self.member.name,
            signatory_name=self.member.signatory_name,
            signatory_title=self._text("title"),
            allowed=allowed,
            quote=self._text("quote"),
            logo=kept if "logo" in allowed else None,
        )


class AnswerForm(ShownForm):
    """The organization's answer: who speaks, and what may be shown."""

    name = PlainField(label=gettext_lazy("Name of the organization, as it shall be shown"))
    signatory_name = PersonField(label=gettext_lazy("Your full name"), max_length=480)
    phone = forms.CharField(
        label=gettext_lazy("Public telephone number of the organization"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "It must stand on the organization’s website. We call it and ask for you."
        ),
    )

    def __init__(self, *args: Any, needs_phone: bool, **kwargs: Any) -> None:
        """`needs_phone`: the address proves nothing, so the organization is called."""
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 160  # type: ignore[attr-defined]
        self.needs_phone = needs_phone
        if not needs_phone:
            del self.fields["phone"]

    def initial_of(self, member: CoalitionMember) -> dict[str, Any]:
        """Name and person, as the organizer wrote them or as they answered before."""
        return super().initial_of(member) | {
            "name": member.name,
            "signatory_name": member.signatory_name or member.contact_name,
            "phone": member.phone,
        }

    def clean_phone(self) -> str:
        """A number that can be called."""
        phone = " ".join(str(self.cleaned_data["phone"]).split())
        if not phone:
            raise forms.ValidationError(_("Please write the number that we shall call."))
        digits = sum(char.isdigit() for char in phone)
        if digits < LEAST_DIGITS or not _PHONE.fullmatch(phone):
            raise forms.ValidationError(
                _("Please write a telephone number, such as +1 510 555 0147.")
            )
        return phone

    def answer(self, *, logo: Picture | None) -> Answer:
        """What was typed."""
        shown = super().answer(logo=logo)
        return Answer(
            name=self.cleaned_data["name"],
            signatory_name=self.cleaned_data["signatory_name"],
            signatory_title=shown.signatory_title,
            allowed=shown.allowed,
            quote=shown.quote,
            phone=self.cleaned_data.get("phone", ""),
            logo=shown.logo,
        )


class LinkForm(forms.Form):
    """Where a lost link is to be sent."""

    email = AddressField(label=gettext_lazy("Your e-mail address"))
    use_required_attribute = False


# --- the call -------------------------------------------------------------------------------


class CallForm(forms.Form):
    """What the caller of the house heard."""

    result = forms.ChoiceField(
        label=gettext_lazy("What did they say?"),
        choices=(
            ("yes", gettext_lazy("The person speaks for the organization, and it stands with it")),
            ("no", gettext_lazy("No, or the number is not the organization’s")),
        ),
        widget=forms.RadioSelect,
    )
    on_website = forms.BooleanField(
        label=gettext_lazy("I found this number on the organization’s own website"), required=False
    )
    spoke_with = PersonField(label=gettext_lazy("Whom did you speak with?"), max_length=480)
    answered = forms.CharField(max_length=40, widget=forms.HiddenInput)
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """A yes counts only from a number that the organization itself publishes."""
        cleaned = {**(super().clean() or {})}
        if cleaned.get("result") == "yes" and not cleaned.get("on_website"):
            self.add_error("on_website", _("A number from elsewhere proves nothing."))
        return cleaned
