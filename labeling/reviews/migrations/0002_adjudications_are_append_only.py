from django.db import migrations

FORWARD = """
CREATE FUNCTION adjudications_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'adjudications are append-only: add another revision instead';
END $$;
CREATE TRIGGER adjudications_append_only BEFORE UPDATE OR DELETE ON reviews_adjudication
    FOR EACH ROW EXECUTE FUNCTION adjudications_append_only();
"""
BACKWARD = """
DROP TRIGGER adjudications_append_only ON reviews_adjudication;
DROP FUNCTION adjudications_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_adjudications")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
