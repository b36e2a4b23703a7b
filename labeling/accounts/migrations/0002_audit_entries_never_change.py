from django.db import migrations

# The actor may be emptied when an account is deleted; nothing else of an entry changes.
FORWARD = """
CREATE FUNCTION audit_entries_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.actor_id IS NULL
        AND (NEW.id, NEW.at, NEW.action, NEW.subject, NEW.subject_id, NEW.project_id, NEW.detail)
        IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.action, OLD.subject, OLD.subject_id, OLD.project_id, OLD.detail)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit entries never change';
END $$;
CREATE TRIGGER audit_entries_never_change BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_entries_never_change();
"""
BACKWARD = """
DROP TRIGGER audit_entries_never_change ON accounts_auditentry;
DROP FUNCTION audit_entries_never_change();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
