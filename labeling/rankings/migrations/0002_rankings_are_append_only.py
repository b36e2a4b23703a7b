from django.db import migrations

FORWARD = """
CREATE FUNCTION rankings_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rankings are append-only: submit another revision instead';
END $$;
CREATE TRIGGER rankings_append_only BEFORE UPDATE OR DELETE ON rankings_ranking
    FOR EACH ROW EXECUTE FUNCTION rankings_append_only();
"""
BACKWARD = """
DROP TRIGGER rankings_append_only ON rankings_ranking;
DROP FUNCTION rankings_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("rankings", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
