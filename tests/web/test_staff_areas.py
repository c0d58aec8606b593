"""The operator's page of subjects."""

import pytest
from django.test import Client

from redress.accounts.models import HouseRole
from redress.campaigns.models import IssueArea
from redress.core.translated import Translated
from tests.factories.accounts import HouseRoleFactory
from tests.web.entering import enter

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
PATH = "/staff/areas/"


@pytest.fixture
def operator():
    return enter(Client(), HouseRoleFactory(role=HouseRole.Role.OPERATOR).user)


@pytest.fixture
def area():
    return IssueArea.objects.create(
        slug="education", name=Translated(en="Education", es="Educación"), position=3
    )


def names():
    return [(row.slug, row.position, dict(row.name)) for row in IssueArea.objects.order_by("pk")]


class TestAreas:
    @pytest.mark.parametrize("language", ["", "/es"])
    def test_are_listed_with_both_names(self, operator, area, language):
        html = operator.get(language + PATH).content.decode()

        assert 'value="Education"' in html
        assert 'value="Educación"' in html

    def test_are_added_at_the_end(self, operator, area):
        operator.post(
            PATH, {"area": "", "name_en": "Public transit", "name_es": "Transporte"}, headers=HERE
        )

        assert names()[1] == (
            "public-transit",
            4,
            {"en": "Public transit", "es": "Transporte"},
        )

    def test_are_renamed_at_the_same_address(self, operator, area):
        operator.post(
            PATH, {"area": area.pk, "name_en": "Schools", "name_es": "Escuelas"}, headers=HERE
        )

        assert names() == [("education", 3, {"en": "Schools", "es": "Escuelas"})]

    @pytest.mark.parametrize(
        "sent",
        [
            {"name_en": "Schools", "name_es": ""},
            {"name_en": "x" * 61, "name_es": "y"},
            {"name_en": "EDUCATION", "name_es": "Otra"},
        ],
    )
    def test_refuse_half_a_name_and_a_twin(self, operator, area, sent):
        before = names()

        answer = operator.post(PATH, {"area": "", **sent}, headers=HERE)

        assert answer.status_code == 422
        assert sent["name_en"] in answer.content.decode()
        assert names() == before

    def test_are_absent_where_there_is_none(self, operator):
        sent = {"area": "99", "name_en": "a", "name_es": "b"}

        assert operator.post(PATH, sent, headers=HERE).status_code == 404

    @pytest.mark.parametrize("role", sorted(set(HouseRole.Role.values) - {"operator"}))
    def test_are_the_operators_alone(self, role, area):
        client = enter(Client(), HouseRoleFactory(role=role).user)
        before = names()

        assert client.get(PATH).status_code == 404
        sent = {"area": "", "name_en": "a", "name_es": "b"}
        assert client.post(PATH, sent, headers=HERE).status_code == 404
        assert names() == before
