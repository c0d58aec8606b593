"""People who sign in, the house's roles, and organizations. Supporters need no account."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from redress.core.clock import DATABASE_NOW


class UserManager(BaseUserManager["User"]):
    """Makes people; addresses are kept in lower case."""

    def create_user(self, email: str, name: str = "", password: str | None = None) -> "User":
        """A person who signs in by a code sent to the address."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_unusable_password() if password is None else user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An organizer, counsel or member of the house."""

    email = models.EmailField(_("e-mail"), unique=True, max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=DATABASE_NOW)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    objects = UserManager()

    class Meta:
        """One account per address, whatever its case."""

        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_once"),)

    def __str__(self) -> str:
        """The name, else the address."""
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name, for allauth's pages and messages."""
        return self.name


class HouseRole(models.Model):
    """What a person may do for the installation as a whole."""

    class Role(models.TextChoices):
        """The house's roles."""

        REVIEWER = "reviewer", _("Reviewer")
        APPROVER = "approver", _("Approver")
        CUSTODIAN = "custodian", _("Custodian")
        SUPPORT = "support", _("Support")
        OPERATOR = "operator", _("Operator")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="house_roles")
    role = models.CharField(max_length=20, choices=Role)
    granted_at = models.DateTimeField(db_default=DATABASE_NOW)

    class Meta:
        """A role is held once."""

        constraints = (models.UniqueConstraint(fields=["user", "role"], name="house_role_once"),)

    def __str__(self) -> str:
        """Who holds what."""
        return f"{self.user}: {self.role}"
