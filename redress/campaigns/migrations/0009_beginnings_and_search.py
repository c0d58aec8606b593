"""A limit on beginnings from one network, and words to search that the database keeps fresh.

Accents are folded by one SQL function, for what is stored and for what is asked alike.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

ACCENTED = "áàâäãåāéèêëēíìîïīóòôöõōúùûüūñçýÿ"
PLAIN = "aaaaaaaeeeeeiiiiioooooouuuuuncyy"

_LETTERS = f"'{ACCENTED}{ACCENTED.upper().replace('Ÿ', '')}', '{PLAIN}{PLAIN[:-1]}'"
FOLD = (
    "CREATE FUNCTION redress_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$"
    f" SELECT translate(normalize(coalesce($1, ''), NFC), {_LETTERS}) $$"
)
VECTORS = """
CREATE FUNCTION redress_search_vector(
    configuration regconfig, title text, standfirst text, problem text
) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector(configuration, redress_fold(title)), 'A')
        || setweight(to_tsvector(configuration, redress_fold(standfirst)), 'B')
        || setweight(to_tsvector(configuration, redress_fold(problem)), 'C')
$$;
CREATE FUNCTION redress_search_refresh(bigint) RETURNS void LANGUAGE sql AS $$
    UPDATE campaigns_searchtext AS words
       SET english = redress_search_vector('english', campaign.title ->> 'en',
               campaign.standfirst ->> 'en', problem.body ->> 'en'),
           spanish = redress_search_vector('spanish', campaign.title ->> 'es',
               campaign.standfirst ->> 'es', problem.body ->> 'es')
      FROM campaigns_campaign AS campaign
      LEFT JOIN campaigns_section AS problem
             ON problem.campaign_id = campaign.id AND problem.kind = 'problem'
     WHERE campaign.id = $1 AND words.campaign_id = $1
$$;
"""
# a row is made with its campaign and else only changed: none comes back while one is deleted
TRIGGERS = """
CREATE FUNCTION redress_search_campaign() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO campaigns_searchtext (campaign_id, english, spanish) VALUES (NEW.id, '', '');
    END IF;
    PERFORM redress_search_refresh(NEW.id);
    RETURN NULL;
END
$$;
CREATE FUNCTION redress_search_section() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM redress_search_refresh(
        CASE WHEN TG_OP = 'DELETE' THEN OLD.campaign_id ELSE NEW.campaign_id END);
    RETURN NULL;
END
$$;
CREATE TRIGGER campaigns_campaign_search_new AFTER INSERT ON campaigns_campaign
    FOR EACH ROW EXECUTE FUNCTION redress_search_campaign();
CREATE TRIGGER campaigns_campaign_search AFTER UPDATE OF title, standfirst ON campaigns_campaign
    FOR EACH ROW WHEN (OLD.title IS DISTINCT FROM NEW.title
                       OR OLD.standfirst IS DISTINCT FROM NEW.standfirst)
    EXECUTE FUNCTION redress_search_campaign();
CREATE TRIGGER campaigns_section_search AFTER INSERT OR UPDATE OF body, kind OR DELETE
    ON campaigns_section FOR EACH ROW EXECUTE FUNCTION redress_search_section();
INSERT INTO campaigns_searchtext (campaign_id, english, spanish)
    SELECT id, '', '' FROM campaigns_campaign;
SELECT redress_search_refresh(id) FROM campaigns_campaign;
"""
DROP_TRIGGERS = """
DROP TRIGGER campaigns_section_search ON campaigns_section;
DROP TRIGGER campaigns_campaign_search ON campaigns_campaign;
DROP TRIGGER campaigns_campaign_search_new ON campaigns_campaign;
DROP FUNCTION redress_search_section();
DROP FUNCTION redress_search_campaign();
"""
DROP_VECTORS = """
DROP FUNCTION redress_search_refresh(bigint);
DROP FUNCTION redress_search_vector(regconfig, text, text, text);
"""
DROP_FOLD = "DROP FUNCTION redress_fold(text)"


class Migration(migrations.Migration):
    """The network of a beginning; the table of words with its triggers."""

    dependencies = [("campaigns", "0008_coalition")]

    operations = [
        migrations.AddField(
            model_name="beginning",
            name="network",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddIndex(
            model_name="beginning",
            index=models.Index(
                condition=models.Q(("network", ""), _negated=True),
                fields=["network", "created_at"],
                name="beginning_network",
            ),
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="campaigns.campaign",
                    ),
                ),
                ("english", django.contrib.postgres.search.SearchVectorField()),
                ("spanish", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["english"], name="search_english"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["spanish"], name="search_spanish"
                    ),
                ],
            },
        ),
        migrations.RunSQL(FOLD, DROP_FOLD),
        migrations.RunSQL(VECTORS, DROP_VECTORS),
        migrations.RunSQL(TRIGGERS, DROP_TRIGGERS),
    ]
