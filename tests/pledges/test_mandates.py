"""The exact words that people agree to, and that the latest of them is kept."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.db import transaction

from redress.core.money import Money
from redress.pledges import mandates, receipts, terms
from redress.pledges.mandates import TermsMissing, mandate_text
from redress.pledges.states import Status
from redress.supporters.models import Tier
from tests.factories.campaigns import BeneficiaryFactory, CampaignFactory
from tests.factories.pledges import PledgeFactory

pytestmark = pytest.mark.django_db


class TestMandateText:
    def test_says_everything_in_english(self):
        campaign = CampaignFactory(goal_minor=100_000)

        text = mandate_text(campaign=campaign, total=Money(2915), language="en")

        assert text == (
            "I authorize Redress Legal Fund to charge the card that I save $29.15 once, and only if"
            " both happen by Friday, December 18, 2026, 7:59 PM PST: the campaign “Let them go"
            " home” reaches its goal of $1,000, and its petition is approved. Nothing is charged"
            " before then. If the card is declined, the charge may be tried again for 7 days, and"
            " never after Friday, January 1, 2027, 8:00 PM PST. I can change or cancel this,"
            " without giving a reason, by the link in my e-mail until Friday, December 18, 2026,"
            " 7:59 PM PST. Redress Legal Fund is a 501(c)(3) charity; the payment is deductible"
            " as far as the law allows."
        )

    def test_says_everything_in_spanish(self):
        campaign = CampaignFactory(
            people_goal=1_200, beneficiary=BeneficiaryFactory(name="Acción", tax_class="501c4")
        )

        text = mandate_text(campaign=campaign, total=Money(2800), language="es")

        assert text == (
            "Autorizo a Acción a cobrar $28.00 una sola vez en la tarjeta que guardo, y solo si"
            " ambas cosas ocurren hasta el viernes 18 de diciembre de 2026, 7:59 p.m. PST: la"
            " campaña «Que vuelvan a casa» alcanza su meta de $1,000 y 1,200 simpatizantes y su"
            " petición es aprobada. Antes de eso no se cobra nada. Si la tarjeta es rechazada, el"
            " cobro puede intentarse de nuevo durante 7 días, y nunca después del viernes 1 de"
            " enero de 2027, 8:00 p.m. PST. Puedo cambiar o cancelar esto, sin dar motivos,"
            " con el enlace de mi correo hasta el viernes 18 de diciembre de 2026, 7:59 p.m."
            " PST. El pago a Acción no es deducible como contribución benéfica."
        )

    @pytest.mark.parametrize("tax_class", ["501c4", "527", "none"])
    def test_promises_no_deduction_where_there_is_none(self, tax_class):
        campaign = CampaignFactory(beneficiary=BeneficiaryFactory(tax_class=tax_class))

        text = mandate_text(campaign=campaign, total=Money(500), language="en")

        assert text.endswith("is not deductible as a charitable contribution.")

    def test_falls_back_to_english(self):
        campaign = CampaignFactory()

        assert mandate_text(campaign=campaign, total=Money(500), language="fr") == mandate_text(
            campaign=campaign, total=Money(500), language="en"
        )

    def test_refuses_a_campaign_without_terms(self):
        campaign = CampaignFactory(status="draft", beneficiary=None)

        with pytest.raises(TermsMissing):
            mandate_text(campaign=campaign, total=Money(500), language="en")


class TestWriteMandate:
    def test_keeps_the_words_the_sum_and_the_hash(self, now):
        pledge = PledgeFactory(status=Status.INTENT, fee_cover_minor=115)

        kept = mandates.write_mandate(
            pledge=pledge, campaign=pledge.campaign, network_hash="n1", at=now
        )

        words = mandate_text(campaign=pledge.campaign, total=Money(2915), language="en")
        assert (kept.version, kept.wording, kept.language) == (1, "2026-11", "en")
        assert (kept.text, kept.text_sha256) == (words, hashlib.sha256(words.encode()).hexdigest())
        assert (kept.amount_minor, kept.currency) == (2915, "USD")
        assert (kept.network_hash, kept.agreed_at) == ("n1", now)

    def test_keeps_the_same_words_once_and_new_words_as_a_new_version(self, now):
        pledge = PledgeFactory(status=Status.INTENT)
        facts = {"pledge": pledge, "campaign": pledge.campaign, "network_hash": "", "at": now}
        first = mandates.write_mandate(**facts)

        assert mandates.write_mandate(**facts) == first
        pledge.amount_minor = 3000
        second = mandates.write_mandate(**facts)

        assert (second.version, second.amount_minor) == (2, 3000)
        assert mandates.latest_mandate(pledge) == second


class TestLastCharge:
    def test_is_fourteen_days_after_the_deadline(self):
        at = datetime(2026, 12, 19, 4, 0, tzinfo=UTC)

        assert mandates.last_charge_at(at) == datetime(2027, 1, 2, 4, 0, tzinfo=UTC)


class TestFeeCover:
    @pytest.mark.parametrize(
        ("minor", "cover"), [(2800, 115), (1500, 76), (500, 46), (100_000, 3018)]
    )
    def test_lets_the_amount_arrive_whole(self, minor, cover):
        """The processor takes 2.9 % + 30 ¢ of the gross; one cent less would not do."""
        gross = minor + terms.fee_cover(Money(minor)).minor

        assert terms.fee_cover(Money(minor)) == Money(cover)
        assert gross - (gross * 29 / 1000 + 30) >= minor
        assert (gross - 1) - ((gross - 1) * 29 / 1000 + 30) < minor


class TestJudgeTerms:
    @pytest.mark.parametrize(
        ("tier", "minor", "least"),
        [("ally", 499, 500), ("advocate", 1499, 1500), ("champion", 2799, 2800), ("ally", 0, 500)],
    )
    def test_refuses_less_than_the_tiers_minimum(self, tier, minor, least):
        wanted = terms.Terms(tier=Tier(tier), amount=Money(minor), cover_fee=False)

        with pytest.raises(terms.PledgeTooSmall) as refusal:
            terms.judge(wanted, CampaignFactory())

        assert refusal.value.minimum == Money(least)

    @pytest.mark.parametrize(
        ("tier", "minor"),
        [("ally", 500), ("ally", 1499), ("advocate", 1500), ("champion", 2800), ("ally", 100_000)],
    )
    def test_takes_what_is_within(self, tier, minor):
        terms.judge(
            terms.Terms(tier=Tier(tier), amount=Money(minor), cover_fee=True), CampaignFactory()
        )

    def test_sends_large_pledges_to_a_person_and_refuses_huge_ones(self):
        campaign = CampaignFactory()

        with pytest.raises(terms.PledgeNeedsReview) as review:
            terms.judge(
                terms.Terms(tier=Tier.ALLY, amount=Money(100_001), cover_fee=False), campaign
            )
        with pytest.raises(terms.PledgeTooLarge) as refusal:
            terms.judge(
                terms.Terms(tier=Tier.ALLY, amount=Money(500_001), cover_fee=False), campaign
            )

        assert review.value.maximum == Money(100_000)
        assert type(refusal.value) is terms.PledgeTooLarge
        assert refusal.value.maximum == Money(500_000)

    def test_refuses_another_currency(self):
        wanted = terms.Terms(tier=Tier.ALLY, amount=Money(5000, "EUR"), cover_fee=False)

        with pytest.raises(TypeError, match="EUR and USD"):
            terms.judge(wanted, CampaignFactory())


class TestReasonKey:
    @pytest.mark.parametrize(
        ("code", "key"),
        [
            ("insufficient_funds", "funds"),
            ("expired_card", "expired"),
            ("stolen_card", "card_unusable"),
            ("incorrect_cvc", "details"),
            ("generic_decline", "bank"),
            ("", "bank"),
        ],
    )
    def test_chooses_our_own_sentence(self, code, key):
        assert receipts.reason_key(code) == key


class TestTell:
    @pytest.mark.django_db(transaction=True)
    def test_wants_the_transaction_of_the_fact(self):
        with pytest.raises(RuntimeError):
            receipts.tell(pledge=PledgeFactory(), kind="pledge_saved", key="x")

    def test_tells_once_per_key(self):
        pledge = PledgeFactory()

        for _ in range(2):
            with transaction.atomic():
                receipts.tell(pledge=pledge, kind="pledge_saved", key="x")

        assert receipts.iso(None) is None
        assert pledge.supporter.email
        assert [row.dedupe_key for row in _messages()] == [f"pledge_saved:{pledge.pk}:x"]


def _messages():
    from redress.core.models import OutboxMessage

    return OutboxMessage.objects.all()
