"""People who sign in, the house's roles, and organizations. Supporters need no account."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from redress.accounts.session_models import Session  # noqa: F401 - a table of this package
from redress.core.clock import DATABASE_NOW
from redress.core.models import Picture


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
    # of messages; a page is in the language of its address
    language = models.CharField(
        _("language of messages"), max_length=2, choices=settings.LANGUAGES, default="en"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=DATABASE_NOW)
    # who deleted the account; the row stays only where something of theirs has to stay
    left_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    objects = UserManager()

    class Meta:
        """One account per address, whatever its case."""

        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_once"),)

    def __str__(self) -> str:
        """The name, else the address; of somebody who left, neither."""
        if self.left_at is not None:
            return gettext("somebody who has left")
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


class Organization(models.Model):
    """A group with a name of its own that runs campaigns or stands with them."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    website = models.URLField(_("website"), max_length=300, blank=True)
    # lower case, without www; "" until somebody proved an address on it
    domain = models.CharField(_("domain"), max_length=253, blank=True)
    domain_verified_at = models.DateTimeField(null=True, blank=True)
    domain_verified_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    logo = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="organizations"
    )
    created_at = models.DateTimeField(db_default=DATABASE_NOW)

    class Meta:
        """A domain belongs to one organization, and is verified or absent."""

        constraints = (
            models.UniqueConstraint(
                fields=["domain"],
                condition=models.Q(domain_verified_at__isnull=False),
                name="organization_domain_once",
            ),
            models.CheckConstraint(
                condition=models.Q(domain_verified_at__isnull=True) | ~models.Q(domain=""),
                name="organization_domain_verified",
            ),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name


class OrganizationMembership(models.Model):
    """A person's role in an organization."""

    class Role(models.TextChoices):
        """An owner runs the organization's page; a member may start campaigns in its name."""

        OWNER = "owner", _("Owner")
        MEMBER = "member", _("Member")

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="organization_memberships"
    )
    role = models.CharField(max_length=10, choices=Role)
    since = models.DateTimeField(db_default=DATABASE_NOW)

    class Meta:
        """One role per person; the database refuses to take the last owner away."""

        constraints = (
            models.UniqueConstraint(
                fields=["organization", "user"], name="organization_membership_once"
            ),
        )

    def __str__(self) -> str:
        """Which role."""
        return f"{self.organization_id}: {self.role}"


class OrganizationInvitation(models.Model):
    """An offer of a role in an organization, sent to one address; it expires."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(max_length=254)  # lower case
    role = models.CharField(max_length=10, choices=OrganizationMembership.Role)
    language = models.CharField(max_length=2, default="en")
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(db_default=DATABASE_NOW)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """One open invitation per address and organization."""

        constraints = (
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="organization_invitation_open_once",
            ),
        )

    def __str__(self) -> str:
        """Which role; never the address."""
        return f"{self.organization_id}: {self.role}"


class DomainCheck(models.Model):
    """A link on its way to an address on a domain that an organization says is its own."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="domain_checks"
    )
    email = models.EmailField(max_length=254)  # lower case
    domain = models.CharField(max_length=253)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(db_default=DATABASE_NOW)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Which domain; never the address."""
        return f"{self.organization_id}: {self.domain}"


class HouseRoleEvent(models.Model):
    """Who gave or took which role of the house; rows are never changed."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=HouseRole.Role)
    granted = models.BooleanField()  # False: taken
    by = models.ForeignKey(  # null: by the command on the server
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        """Read in order, the newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Whose role, and whether it was given or taken."""
        return f"{self.user_id} {self.role} {'granted' if self.granted else 'taken'}"
