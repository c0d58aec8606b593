"""`manage.py grant EMAIL ROLE`: give a role of the house from the server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from redress.accounts import granting
from redress.accounts.models import HouseRole, User
from redress.core import clock


class Command(BaseCommand):
    """The way to the first operator; later ones are granted on the staff's pages."""

    help = "Give a role of the house to the account with this address."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom, and what."""
        parser.add_argument("email")
        parser.add_argument("role", choices=HouseRole.Role.values)

    def handle(self, *args: Any, **options: Any) -> None:
        """Give it, or say that it is held already."""
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("No account has this address. Let the person sign in once.")
        try:
            made = granting.grant(user=user, role=options["role"], by=None, now=clock.now())
        except granting.NoAccount:
            raise CommandError("This account is closed.") from None
        self.stdout.write(f"{user.email} is {options['role']} {'now' if made else 'already'}.")
