"""What the sandbox remembers. A card number is never among it."""

from django.db import models
from django.db.models import Q


class Named(models.Model):
    """Anything with an id in the manner of the processor, such as `cus_…`."""

    id = models.CharField(primary_key=True, max_length=80)
    created_at = models.DateTimeField()
    metadata = models.JSONField(default=dict)

    class Meta:
        """Each kind has a table of its own."""

        abstract = True

    def __str__(self) -> str:
        """The id."""
        return self.id


class Customer(Named):
    """Whom a card belongs to."""

    email = models.CharField(max_length=512, blank=True)
    name = models.CharField(max_length=512, blank=True)
    description = models.TextField(blank=True)
    preferred_locales = models.JSONField(default=list)
    deleted = models.BooleanField(default=False)


class Method(Named):
    """A saved card: how it behaves and its last four digits, never its number."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True)
    behavior = models.CharField(max_length=40)
    brand = models.CharField(max_length=20)
    last4 = models.CharField(max_length=4)
    exp_month = models.PositiveSmallIntegerField()
    exp_year = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=32)
    set_up = models.BooleanField(default=False)
    was_attached = models.BooleanField(default=False)


class SetupIntent(Named):
    """The saving of one card."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT)
    status = models.CharField(max_length=30, default="requires_payment_method")
    method = models.ForeignKey(Method, on_delete=models.PROTECT, null=True)
    description = models.TextField(blank=True)
    last_error = models.JSONField(null=True)


class Session(Named):
    """One hosted card page."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT)
    setup_intent = models.OneToOneField(SetupIntent, on_delete=models.PROTECT)
    status = models.CharField(max_length=10, default="open")
    success_url = models.TextField()
    cancel_url = models.TextField(blank=True)
    locale = models.CharField(max_length=10, blank=True)
    client_reference_id = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=200)
    expires_at = models.DateTimeField()


class Intent(Named):
    """One payment, which succeeds at most once."""

    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True)
    method = models.ForeignKey(Method, on_delete=models.PROTECT, null=True)
    status = models.CharField(max_length=30)
    description = models.TextField(blank=True)
    receipt_email = models.CharField(max_length=512, blank=True)
    capture_method = models.CharField(max_length=20)
    payment_method_types = models.JSONField(default=list)
    client_secret = models.CharField(max_length=120)
    return_url = models.TextField(blank=True)
    origin = models.CharField(max_length=200, blank=True)
    next_action = models.CharField(max_length=30, blank=True)
    challenge = models.CharField(max_length=60, blank=True)
    last_error = models.JSONField(null=True)
    canceled_at = models.DateTimeField(null=True)
    cancellation_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        """Listing asks by customer, newest first."""

        indexes = (models.Index(fields=["customer", "-created_at"], name="sandbox_intents"),)


class Charge(Named):
    """One try to take the money, paid or failed."""

    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="charges")
    method = models.ForeignKey(Method, on_delete=models.PROTECT)
    amount = models.BigIntegerField()
    amount_refunded = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10)
    disputed = models.BooleanField(default=False)
    failure_code = models.CharField(max_length=60, blank=True)
    decline_code = models.CharField(max_length=60, blank=True)
    failure_message = models.TextField(blank=True)

    class Meta:
        """The database itself refuses a second success and a refund of more than was taken."""

        constraints = (
            models.UniqueConstraint(
                fields=["intent"], condition=Q(status="succeeded"), name="sandbox_paid_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_refunded__gte=0) & Q(amount_refunded__lte=models.F("amount")),
                name="sandbox_refund_within_charge",
            ),
        )


class Refund(Named):
    """Money given back."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=40, blank=True)


class BalanceTransaction(Named):
    """One line of the sandbox's books."""

    kind = models.CharField(max_length=10)
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, null=True)
    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, null=True)
    amount = models.BigIntegerField()
    fee = models.BigIntegerField()
    currency = models.CharField(max_length=3)


class Event(Named):
    """Something that happened, with the object as it then was."""

    kind = models.CharField(max_length=60)
    body = models.JSONField()
    request_id = models.CharField(max_length=60, blank=True)
    idempotency_key = models.CharField(max_length=255, blank=True)

    class Meta:
        """Listing asks newest first."""

        indexes = (models.Index(fields=["-created_at"], name="sandbox_events"),)


class Delivery(models.Model):
    """One event on its way to the webhook address. Times are the machine's, not the sandbox's."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    url = models.TextField()
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(null=True)

    class Meta:
        """The sender asks for what is not delivered, by its due time."""

        indexes = (
            models.Index(
                fields=["due_at", "id"],
                condition=Q(delivered_at__isnull=True),
                name="sandbox_undelivered",
            ),
        )

    def __str__(self) -> str:
        """Event and tries."""
        return f"{self.event_id} after {self.attempts}"


class KeptAnswer(models.Model):
    """The first answer under an idempotency key."""

    key = models.CharField(max_length=255, unique=True)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    request_id = models.CharField(max_length=60)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        """The key."""
        return self.key


class Fault(models.Model):
    """A misfortune that a test has ordered."""

    kind = models.CharField(max_length=20)
    endpoint = models.CharField(max_length=200)
    remaining = models.PositiveIntegerField(null=True)
    rate = models.FloatField(default=1.0)
    milliseconds = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Kind and where."""
        return f"{self.kind} {self.endpoint}"


class Control(models.Model):
    """The sandbox's clock offset; one row."""

    offset_seconds = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """The offset."""
        return f"{self.offset_seconds:+d} s"
