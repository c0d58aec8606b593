"""`manage.py revoke EMAIL ROLE`: take a role of the house from the server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from redress.accounts import granting
from redress.accounts.models import HouseRole, User
from redress.core import clock


class Command(BaseCommand):
    """Takes a role, unless the house would be left without an operator."""

    help = "Take a role of the house from the account with this address."

    def add_arguments(self, parser: CommandParser) -> None:
        """From whom, and what."""
        parser.add_argument("email")
        parser.add_argument("role", choices=HouseRole.Role.values)

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it, or say that it was not held."""
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("No account has this address.")
        try:
            taken = granting.revoke(user=user, role=options["role"], by=None, now=clock.now())
        except granting.LastOperator:
            raise CommandError(
                "The house would have no operator. Grant the role to somebody else first."
            ) from None
        self.stdout.write(
            f"{user.email} is no {options['role']} {'any more' if taken else 'anyway'}."
        )
