"""Giving money back, never more than was taken."""

from redress.sandbox import happening, shapes
from redress.sandbox.answers import Body, Refusal
from redress.sandbox.calls import Call, find, listing, named
from redress.sandbox.models import BalanceTransaction, Charge, Intent, Refund
from redress.sandbox.naming import new_id, sandbox_time
from redress.sandbox.parameters import LISTING, checked, choice, metadata, text, whole


def create(call: Call) -> Body:
    """`POST /v1/refunds`. The charge's lock makes two clicks wait for each other."""
    known = {
        "payment_intent": text,
        "charge": text,
        "amount": whole,
        "reason": choice("duplicate", "fraudulent", "requested_by_customer"),
        "metadata": metadata,
    }
    asked = checked(call.params, known)
    charge = _charge_of(asked.get("payment_intent", ""), asked.get("charge", ""))
    left = charge.amount - charge.amount_refunded
    if charge.disputed:
        message = f"Charge {charge.pk} has been charged back and cannot be refunded."
        raise Refusal(code="charge_disputed", message=message, keep=True)
    if left == 0:
        message = f"Charge {charge.pk} has already been refunded."
        raise Refusal(code="charge_already_refunded", message=message, keep=True)
    amount = asked.get("amount", left)
    if not 1 <= amount <= left:
        message = f"Refund amount ({amount}) must be above 0 and at most what is left ({left})."
        raise Refusal(param="amount", message=message)
    return shapes.refund(_give_back(charge, amount, asked, call=call))


def _charge_of(intent_ref: str, charge_ref: str) -> Charge:
    paid = Charge.objects.select_for_update().filter(status="succeeded")
    if intent_ref:
        named(Intent.objects.all(), kind="payment_intent", ref=intent_ref, param="payment_intent")
        charge = paid.filter(intent=intent_ref).first()
        if charge is None:
            message = (
                f"This PaymentIntent ({intent_ref}) does not have a successful charge to refund."
            )
            raise Refusal(message=message, param="payment_intent")
        return charge
    if charge_ref:
        return named(paid, kind="charge", ref=charge_ref, param="charge")
    message = (
        "One of the following params should be provided for this request: payment_intent or charge."
    )
    raise Refusal(code="parameter_missing", param="charge", message=message)


def _give_back(charge: Charge, amount: int, asked: Body, *, call: Call) -> Refund:
    now = sandbox_time()
    refund = Refund.objects.create(
        id=new_id("re"),
        created_at=now,
        metadata=asked.get("metadata", {}),
        charge=charge,
        amount=amount,
        reason=asked.get("reason", ""),
    )
    BalanceTransaction.objects.create(
        id=new_id("txn"),
        created_at=now,
        kind="refund",
        refund=refund,
        amount=-amount,
        fee=0,
        currency=charge.currency,
    )
    charge.amount_refunded += amount
    charge.save()
    happening.record("charge.refunded", shapes.charge(charge), call=call)
    return refund


def retrieve(call: Call) -> Body:
    """`GET /v1/refunds/{id}`."""
    checked(call.params, {})
    return shapes.refund(find(Refund.objects.all(), kind="refund", ref=call.ref))


def list_all(call: Call) -> Body:
    """`GET /v1/refunds`."""
    asked = checked(call.params, {**LISTING, "payment_intent": text, "charge": text})
    rows = Refund.objects.select_related("charge")
    if "payment_intent" in asked:
        rows = rows.filter(charge__intent=asked["payment_intent"])
    if "charge" in asked:
        rows = rows.filter(charge=asked["charge"])
    return listing(rows, shape=shapes.refund, url="/v1/refunds", params=asked)
