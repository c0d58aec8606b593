"""People whose cards are saved, and the cards."""

from redress.sandbox import cards, happening, shapes
from redress.sandbox.answers import Body, Refusal
from redress.sandbox.calls import Call, find, named
from redress.sandbox.cards import Behavior, TestCard
from redress.sandbox.models import Customer, Method, Session
from redress.sandbox.naming import new_id, sandbox_time
from redress.sandbox.parameters import checked, metadata, text, words


def create(call: Call) -> Body:
    """`POST /v1/customers`."""
    known = {
        "email": text,
        "name": text,
        "description": text,
        "metadata": metadata,
        "preferred_locales": words,
    }
    asked = checked(call.params, known)
    if len(asked.get("email", "")) > 512:
        raise Refusal(code="email_invalid", param="email", message="Invalid email address")
    row = Customer.objects.create(id=new_id("cus", 14), created_at=sandbox_time(), **asked)
    return shapes.customer(row)


def retrieve(call: Call) -> Body:
    """`GET /v1/customers/{id}`."""
    checked(call.params, {})
    return shapes.customer(find(Customer.objects.all(), kind="customer", ref=call.ref))


def delete(call: Call) -> Body:
    """`DELETE /v1/customers/{id}`: its cards can never be used again."""
    checked(call.params, {})
    living = Customer.objects.filter(deleted=False).select_for_update()
    row = find(living, kind="customer", ref=call.ref)
    row.deleted, row.email, row.name, row.description, row.metadata = True, "", "", "", {}
    row.save()
    Session.objects.filter(customer=row, status="open").update(status="expired")
    Method.objects.filter(customer=row).update(customer=None)
    return shapes.customer(row)


def living_customer(ref: str) -> Customer:
    """The customer that a parameter names; a deleted one is as good as none."""
    living = Customer.objects.filter(deleted=False)
    return named(living, kind="customer", ref=ref, param="customer")


def save_card(
    card: TestCard, *, exp_month: int, exp_year: int, customer: Customer | None, set_up: bool
) -> Method:
    """Keep what may be kept of a test card."""
    return Method.objects.create(
        id=new_id("pm"),
        created_at=sandbox_time(),
        customer=customer,
        behavior=card.behavior.name,
        brand=card.brand,
        last4=card.number[-4:],
        exp_month=exp_month,
        exp_year=exp_year,
        fingerprint=cards.fingerprint(card),
        set_up=set_up,
        was_attached=customer is not None,
    )


def method_of_token(token: str) -> Method | None:
    """A card of nobody, made from one of the API's test names; None when it is no such name."""
    card = cards.BY_TOKEN.get(token)
    return None if card is None else _save_token(card, customer=None)


def _save_token(card: TestCard, *, customer: Customer | None) -> Method:
    year = sandbox_time().year + 1
    return save_card(card, exp_month=12, exp_year=year, customer=customer, set_up=False)


def behavior_of(method: Method) -> Behavior:
    """How this card behaves."""
    return cards.BEHAVIORS[method.behavior]


def retrieve_method(call: Call) -> Body:
    """`GET /v1/payment_methods/{id}`."""
    checked(call.params, {})
    return shapes.method(find(Method.objects.all(), kind="PaymentMethod", ref=call.ref))


def attach(call: Call) -> Body:
    """`POST /v1/payment_methods/{id}/attach`."""
    asked = checked(call.params, {"customer": text}, ["customer"])
    owner = living_customer(asked["customer"])
    card = cards.BY_TOKEN.get(call.ref)
    if card is not None:
        _refuse_at_setup(card.behavior)
        return shapes.method(_save_token(card, customer=owner))
    row = find(Method.objects.all(), kind="PaymentMethod", ref=call.ref)
    if row.customer_id:
        message = "The payment method you provided has already been attached to a customer."
        raise Refusal(code="payment_method_already_attached", message=message)
    message = "This PaymentMethod was previously used or detached; it may not be used again."
    raise Refusal(message=message)


def _refuse_at_setup(behavior: Behavior) -> None:
    decline = cards.DECLINES.get(behavior.at_setup)
    if decline is not None:
        raise Refusal(
            status=402,
            kind="card_error",
            code=decline.code,
            message=decline.message,
            extra={"decline_code": decline.decline_code, "advice_code": decline.advice_code},
            keep=True,
        )


def detach(call: Call) -> Body:
    """`POST /v1/payment_methods/{id}/detach`: for good."""
    checked(call.params, {})
    row = find(Method.objects.select_for_update(), kind="PaymentMethod", ref=call.ref)
    if not row.customer_id:
        message = (
            "The payment method you provided is not attached to a customer"
            " so detachment is impossible."
        )
        raise Refusal(message=message)
    row.customer = None
    row.save()
    happening.record("payment_method.detached", shapes.method(row), call=call)
    return shapes.method(row)
