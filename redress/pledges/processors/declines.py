"""Which refusals of a bank may be tried again with the same card.

Stated by Stripe's pages "Decline codes" and "Retry recommendations". What is not named here may
be tried again by the schedule, which stays far inside the card networks' limits.
"""

NEVER_AGAIN = frozenset(
    {
        "lost_card",
        "stolen_card",
        "pickup_card",
        "restricted_card",
        "fraudulent",
        "merchant_blacklist",
        "security_violation",
        "do_not_try_again",
        "stop_payment_order",
        "revocation_of_authorization",
        "revocation_of_all_authorizations",
        "invalid_account",
        "new_account_information_available",
        "card_not_supported",
        "currency_not_supported",
        "transaction_not_allowed",
        "service_not_allowed",
        "not_permitted",
        "test_mode_live_card",
        # the same stored data would be wrong again
        "expired_card",
        "incorrect_number",
        "invalid_number",
        "incorrect_cvc",
        "invalid_cvc",
        "invalid_expiry_month",
        "invalid_expiry_year",
        "incorrect_zip",
    }
)
ADVICE_AGAINST = frozenset({"do_not_try_again", "confirm_card_data"})


def may_try_again(*, code: str, decline_code: str | None, advice_code: str | None) -> bool:
    """Whether the schedule may charge the same card again; a new card may always be tried."""
    if advice_code in ADVICE_AGAINST:
        return False
    return code not in NEVER_AGAIN and decline_code not in NEVER_AGAIN
