"""Migrations run where there are rows already, not only in an empty database."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from redress.campaigns.models import CoalitionMember
from tests.factories.campaigns import CampaignFactory

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = """
    INSERT INTO campaigns_coalitionmember
           (campaign_id, kind, position, name, url, signatory_name, signatory_title, confirmed_at)
    VALUES (%s, 'supporter', 1, 'Harbor Families', 'https://harbor.example.org', 'Rosa Díaz',
            '{}', now())
"""


def migrate(name):
    executor = MigrationExecutor(connection)
    executor.migrate([("campaigns", name)] if name else executor.loader.graph.leaf_nodes())


class TestCoalition:
    def test_takes_back_what_no_organization_confirmed(self):
        campaign = CampaignFactory()
        try:
            migrate("0007_transfers")
            with connection.cursor() as cursor:
                cursor.execute(BEFORE, [campaign.pk])
        finally:
            migrate(None)

        member = CoalitionMember.objects.get()
        assert (member.name, member.confirmed_at, member.ending) == ("Harbor Families", None, "")
