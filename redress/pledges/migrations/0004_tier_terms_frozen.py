"""What a tier asks and gives is not changed behind the backs of those who pledged."""

from django.db import migrations

CREATE = """
CREATE FUNCTION pledges_tier_terms_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pledges_pledge
                WHERE campaign_id IN (OLD.campaign_id, NEW.campaign_id)
                  AND activated_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the tiers of campaign % are frozen',
                        COALESCE(NEW.campaign_id, OLD.campaign_id)
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;
CREATE TRIGGER pledges_tier_terms_frozen
    BEFORE INSERT OR UPDATE OR DELETE ON campaigns_tierterms
    FOR EACH ROW EXECUTE FUNCTION pledges_tier_terms_frozen();
"""
DROP = """
DROP TRIGGER pledges_tier_terms_frozen ON campaigns_tierterms;
DROP FUNCTION pledges_tier_terms_frozen();
"""


class Migration(migrations.Migration):
    """Guard the tiers of a campaign as its other terms."""

    dependencies = [
        ("campaigns", "0006_unfinished_rows_and_tier_rules"),
        ("pledges", "0003_guards"),
    ]
    operations = [migrations.RunSQL(CREATE, DROP)]
