"""A table for what all processes count together, such as how many codes an address was sent."""

from django.db import migrations

# the shape that Django's database cache writes and reads
TABLE = """
    CREATE TABLE core_shared_cache (
        cache_key varchar(255) PRIMARY KEY,
        value text NOT NULL,
        expires timestamptz NOT NULL
    );
    CREATE INDEX core_shared_cache_expires ON core_shared_cache (expires);
"""


class Migration(migrations.Migration):
    """Make the table."""

    dependencies = [("core", "0003_pictures")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE core_shared_cache")]
