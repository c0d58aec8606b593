"""What stands against deleting an account, and what is done for the person before."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from redress.accounts.models import User
from redress.campaigns.models import Campaign


def _owns_a_campaign(user: User) -> list[str]:
    titles = [str(campaign.title) for campaign in Campaign.objects.filter(owner=user)[:20]]
    return [
        _("You own the campaign “%(title)s”. Give it to somebody else first.") % {"title": title}
        for title in titles
    ]


def _holds_a_role(user: User) -> list[str]:
    return [
        _("You hold a role of the house: %(role)s. Ask an operator to take it from you first.")
        % {"role": role.get_role_display()}
        for role in user.house_roles.all()
    ]


# each gives sentences in the active language; one sentence is enough to refuse
REASONS: tuple[Callable[[User], list[str]], ...] = (_owns_a_campaign, _holds_a_role)


def reasons_against(user: User) -> list[str]:
    """Why the account cannot be deleted now; empty when it can."""
    return [sentence for reason in REASONS for sentence in reason(user)]
