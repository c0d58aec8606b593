"""The database keeps every campaign an owner, and every saved state as it was."""

from django.db import migrations

# judged at the end of the transaction, so that a transfer may take and give in any order
LAST_OWNER = """
    CREATE FUNCTION campaigns_last_owner_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.role = 'owner'
           AND EXISTS (SELECT FROM campaigns_campaign WHERE id = OLD.campaign_id)
           AND NOT EXISTS (SELECT FROM campaigns_membership
                            WHERE campaign_id = OLD.campaign_id AND role = 'owner')
        THEN
            RAISE EXCEPTION 'campaign % would have no owner', OLD.campaign_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_last_owner';
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER membership_last_owner
        AFTER UPDATE OR DELETE ON campaigns_membership
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION campaigns_last_owner_stays();
"""
NO_LAST_OWNER = """
    DROP TRIGGER membership_last_owner ON campaigns_membership;
    DROP FUNCTION campaigns_last_owner_stays();
"""
# only the name of somebody who deleted their account may be taken off
KEPT_WORDS = """
    CREATE FUNCTION campaigns_revision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.author_id IS NULL AND to_jsonb(NEW) - 'author_id' = to_jsonb(OLD) - 'author_id'
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a saved state is never changed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'revision_stays';
    END $$;
    CREATE TRIGGER revision_stays BEFORE UPDATE ON campaigns_revision
        FOR EACH ROW EXECUTE FUNCTION campaigns_revision_stays();
"""
NO_KEPT_WORDS = """
    DROP TRIGGER revision_stays ON campaigns_revision;
    DROP FUNCTION campaigns_revision_stays();
"""


class Migration(migrations.Migration):
    """Guard memberships and revisions."""

    dependencies = [("campaigns", "0003_drafts_and_teams")]
    operations = [
        migrations.RunSQL(LAST_OWNER, NO_LAST_OWNER),
        migrations.RunSQL(KEPT_WORDS, NO_KEPT_WORDS),
    ]
