"""The one SQL function that tells the time in every guard and trigger."""

from django.db import migrations

CREATE = """
CREATE FUNCTION redress_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT clock_timestamp()
         + make_interval(secs => coalesce(nullif(current_setting('redress.clock_offset', true), ''), '0')::float8)
$$;
CREATE FUNCTION redress_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
DROP = "DROP FUNCTION redress_refuse_change(); DROP FUNCTION redress_now();"


class Migration(migrations.Migration):
    """Create the clock and the guard that append-only tables share."""

    dependencies = []
    operations = [migrations.RunSQL(CREATE, DROP)]
