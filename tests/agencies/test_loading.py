"""Every entry of our rule file loads with its marks; a changed entry is a new version."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from redress.agencies.loading import (
    RULES_FILE,
    AgencyFileWrong,
    Loaded,
    load_agencies,
    read_entries,
)
from redress.agencies.models import Agency, PetitionRule

pytestmark = pytest.mark.django_db
ENTRIES = read_entries(RULES_FILE)


@pytest.fixture
def written(tmp_path):
    """Writes a changed copy of the file and answers its path."""

    def write(change):
        document = json.loads(RULES_FILE.read_text(encoding="utf-8"))
        change(document)
        path = tmp_path / "agencies.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write


class TestLoadAgencies:
    def test_loads_every_entry(self):
        assert load_agencies() == Loaded(agencies=62, new_versions=62)

        assert Agency.objects.filter(jurisdiction="federal").count() == 41
        assert PetitionRule.objects.filter(verified=True).count() == 31
        assert PetitionRule.objects.filter(clock_count__isnull=False).count() == 25

    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
    def test_keeps_the_entry_with_its_marks(self, entry):
        load_agencies()

        rule = PetitionRule.objects.get(agency__code=entry["id"])
        assert rule.data == entry
        assert rule.clock_count == entry["clock"]["count"]
        assert rule.verified_fields == entry["verified_fields"]
        assert ("to verify" in entry["source"]) == ("source" in rule.marked_to_verify)
        assert rule.full_clean(exclude=["agency"]) is None

    def test_again_changes_nothing(self):
        load_agencies()

        assert load_agencies() == Loaded(agencies=62, new_versions=0)
        assert PetitionRule.objects.count() == 62

    def test_a_changed_entry_is_a_new_version(self, written):
        load_agencies()

        def change(document):
            document["entries"][0]["notes"] = "read again"

        assert load_agencies(path=written(change)).new_versions == 1

        dhs = Agency.objects.get(code="us-dhs")
        assert [rule.notes[:10] for rule in dhs.petition_rules.order_by("version")] == [
            "The words ",
            "read again",
        ]
        assert PetitionRule.objects.newest_of(dhs).version == 2

    def test_knows_the_words_that_dhs_wants(self):
        load_agencies()

        dhs = Agency.objects.get(code="us-dhs")
        rule = PetitionRule.objects.newest_of(dhs)
        assert rule.title_words == ["Petition for Rulemaking", "Rulemaking Petition"]
        assert rule.rejected_methods == ["courier"]
        assert dhs.caption_name == "U.S. Department of Homeland Security"
        assert PetitionRule.objects.get(agency__code="us-fda").title_words == ["Citizen Petition"]
        assert PetitionRule.objects.get(agency__code="us-nhtsa").language == "en"
        assert Agency.objects.get(code="us-tsa").parent == dhs

    def test_a_loaded_rule_cannot_be_edited(self):
        load_agencies()

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            PetitionRule.objects.update(notes="other")

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            (lambda d: d.update(schema=1), "is not a list of petition rules of schema 2"),
            (lambda d: d["entries"][3].pop("clock"), "Entry 'us-fema' lacks clock"),
            (lambda d: d["entries"][1].update(parent="us-moon"), "'us-tsa' has an unknown parent"),
            (lambda d: d["entries"].append(d["entries"][0]), "'us-dhs' stands in the file twice"),
        ],
    )
    def test_a_wrong_file_changes_nothing(self, written, change, sentence):
        with pytest.raises(AgencyFileWrong, match=sentence):
            load_agencies(path=written(change))

        assert not Agency.objects.exists()


class TestCommand:
    def test_says_what_came_of_it(self, capsys):
        call_command("load_agencies")

        assert capsys.readouterr().out == "62 agencies known, 62 new versions of their rules.\n"

    def test_a_file_that_is_not_json_is_one_sentence(self, tmp_path):
        (tmp_path / "agencies.json").write_text("{")

        with pytest.raises(CommandError, match="cannot be read as JSON"):
            call_command("load_agencies", file=tmp_path / "agencies.json")
