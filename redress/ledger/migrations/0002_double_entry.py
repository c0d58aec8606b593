"""The database keeps the books: balanced, sealed, in one currency per account, written once."""

from django.db import migrations

from redress.core.append_only import append_only

CREATE = r"""
ALTER TABLE ledger_account ADD CONSTRAINT account_code_known CHECK (
    code ~ '^(processor:clearing|bank|refunds:in_transit|campaign:[0-9]+:payable|match:[a-z0-9-]+|platform:(fees_expense|fee_cover_income|dispute_fees))$');

ALTER TABLE ledger_posting ADD CONSTRAINT posting_in_currency_of_account
    FOREIGN KEY (account_id, currency) REFERENCES ledger_account (id, currency);

-- a journal belongs to the transaction that wrote it, whatever the writer says
CREATE FUNCTION ledger_journal_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id()::text;
    RETURN NEW;
END
$$;
CREATE TRIGGER ledger_journal_stamp BEFORE INSERT ON ledger_journal
    FOR EACH ROW EXECUTE FUNCTION ledger_journal_stamp();

-- once its transaction is over, a journal is sealed: not even a balanced pair may be added
CREATE FUNCTION ledger_posting_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM ledger_journal
                    WHERE id = NEW.journal_id AND xid = pg_current_xact_id()::text) THEN
        RAISE EXCEPTION 'journal % is sealed', NEW.journal_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER ledger_posting_sealed BEFORE INSERT ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_posting_sealed();

CREATE FUNCTION ledger_balanced(journal bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM ledger_posting WHERE journal_id = journal) < 2 THEN
        RAISE EXCEPTION 'journal % has fewer than two postings', journal
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM ledger_posting WHERE journal_id = journal
                GROUP BY currency HAVING sum(amount_minor) <> 0) THEN
        RAISE EXCEPTION 'journal % does not balance', journal
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END
$$;
CREATE FUNCTION ledger_journal_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ledger_balanced(NEW.id);
    RETURN NULL;
END
$$;
CREATE FUNCTION ledger_posting_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ledger_balanced(NEW.journal_id);
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER ledger_journal_balanced AFTER INSERT ON ledger_journal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_journal_balanced();
-- the journal's own check may have been asked for early by SET CONSTRAINTS; a later line asks again
CREATE CONSTRAINT TRIGGER ledger_posting_balanced AFTER INSERT ON ledger_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_posting_balanced();
"""
DROP = """
DROP TRIGGER ledger_posting_balanced ON ledger_posting;
DROP TRIGGER ledger_journal_balanced ON ledger_journal;
DROP TRIGGER ledger_posting_sealed ON ledger_posting;
DROP TRIGGER ledger_journal_stamp ON ledger_journal;
DROP FUNCTION ledger_posting_balanced();
DROP FUNCTION ledger_journal_balanced();
DROP FUNCTION ledger_balanced(bigint);
DROP FUNCTION ledger_posting_sealed();
DROP FUNCTION ledger_journal_stamp();
ALTER TABLE ledger_posting DROP CONSTRAINT posting_in_currency_of_account;
ALTER TABLE ledger_account DROP CONSTRAINT account_code_known;
"""


class Migration(migrations.Migration):
    """Guard the books."""

    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        append_only("ledger_account"),
        append_only("ledger_journal"),
        append_only("ledger_posting"),
    ]
