"""The database keeps every organization an owner."""

from django.db import migrations

LAST_OWNER = """
    CREATE FUNCTION accounts_last_owner_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.role = 'owner'
           AND EXISTS (SELECT FROM accounts_organization WHERE id = OLD.organization_id)
           AND NOT EXISTS (SELECT FROM accounts_organizationmembership
                            WHERE organization_id = OLD.organization_id AND role = 'owner')
        THEN
            RAISE EXCEPTION 'organization % would have no owner', OLD.organization_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_last_owner';
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER organization_last_owner
        AFTER UPDATE OR DELETE ON accounts_organizationmembership
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION accounts_last_owner_stays();
"""
NO_LAST_OWNER = """
    DROP TRIGGER organization_last_owner ON accounts_organizationmembership;
    DROP FUNCTION accounts_last_owner_stays();
"""


class Migration(migrations.Migration):
    """Guard memberships of organizations."""

    dependencies = [("accounts", "0002_organizations")]
    operations = [migrations.RunSQL(LAST_OWNER, NO_LAST_OWNER)]
