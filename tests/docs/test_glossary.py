"""The glossary and the code name the same states."""

import re
from pathlib import Path

import pytest

from redress.campaigns.states import Status as CampaignStatus
from redress.petitions.models import Status as PetitionStatus
from redress.pledges.states import Status as PledgeStatus
from redress.supporters.models import Status as SupporterStatus

GLOSSARY = Path("docs/glossary.md").read_text(encoding="utf-8")


def stated(machine):
    """The stored values that the glossary lists for one machine."""
    block = re.search(
        rf"^\*\*{machine}\*\*:(.*?)(?=^\*\*|^## )", GLOSSARY, re.MULTILINE | re.DOTALL
    )
    assert block, machine
    return block.group(1)


@pytest.mark.parametrize(
    ("machine", "statuses"),
    [("Campaign", CampaignStatus), ("Pledge", PledgeStatus), ("Supporter", SupporterStatus)],
)
class TestStates:
    def test_every_state_is_explained(self, machine, statuses):
        missing = [
            value for value in statuses.values if not re.search(rf"\b{value}\b", stated(machine))
        ]

        assert missing == []

    def test_every_explained_state_exists(self, machine, statuses):
        firsts = [
            word.strip()
            for part in re.split(r"[|\n]", stated(machine))
            for word in part.split("·")[0].split(",")
            if part.strip()
        ]

        assert sorted(firsts) == sorted(statuses.values)


class TestPetitionStates:
    def test_glossary_and_code_agree(self):
        words = set(re.findall(r"\b[a-z_]{4,}\b", stated("Petition"))) - {"side", "after", "grant"}

        assert words == set(PetitionStatus.values)
