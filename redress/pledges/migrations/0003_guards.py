"""The database refuses a charge without a decision, changed terms, and rewritten history."""

from django.db import migrations

from redress.core.append_only import append_only

CREATE = """
-- I2: no attempt unless the pledge is being charged under its own campaign's success
CREATE FUNCTION pledges_attempt_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pledges_decision d JOIN pledges_pledge p ON p.campaign_id = d.campaign_id
         WHERE d.id = NEW.decision_id AND p.id = NEW.pledge_id
           AND d.outcome = 'succeeded' AND p.status = 'charging') THEN
        RAISE EXCEPTION 'pledge % may not be charged under decision %',
                        NEW.pledge_id, NEW.decision_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pledges_attempt_decided
    BEFORE INSERT OR UPDATE OF decision_id, pledge_id ON pledges_chargeattempt
    FOR EACH ROW EXECUTE FUNCTION pledges_attempt_decided();

-- I9: what people agreed to is not changed behind their backs
CREATE FUNCTION pledges_terms_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pledges_pledge
                WHERE campaign_id = OLD.id AND activated_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the terms of campaign % are frozen', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pledges_terms_frozen BEFORE UPDATE ON campaigns_campaign FOR EACH ROW
    WHEN ((OLD.goal_minor, OLD.people_goal, OLD.currency, OLD.deadline_local, OLD.deadline_tz,
           OLD.deadline_at, OLD.beneficiary_id)
          IS DISTINCT FROM
          (NEW.goal_minor, NEW.people_goal, NEW.currency, NEW.deadline_local, NEW.deadline_tz,
           NEW.deadline_at, NEW.beneficiary_id))
    EXECUTE FUNCTION pledges_terms_frozen();
"""
DROP = """
DROP TRIGGER pledges_terms_frozen ON campaigns_campaign;
DROP FUNCTION pledges_terms_frozen();
DROP TRIGGER pledges_attempt_decided ON pledges_chargeattempt;
DROP FUNCTION pledges_attempt_decided();
"""


class Migration(migrations.Migration):
    """Guard what was agreed, what was decided, and what was done."""

    dependencies = [
        ("campaigns", "0002_append_only"),
        ("pledges", "0002_answers_of_attempts"),
    ]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        append_only("pledges_pledgeevent"),
        append_only("pledges_mandate"),
        append_only("pledges_decision"),
    ]
