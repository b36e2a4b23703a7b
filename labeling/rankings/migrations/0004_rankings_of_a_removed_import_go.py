from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION rankings_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Rankings that came in a file go with it when the import is removed; those that people gave here never go.
    IF TG_OP = 'DELETE' AND OLD.assignment_id IS NULL AND EXISTS (
        SELECT FROM tasks_task t JOIN prompts_prompt p ON p.id = t.prompt_id
        JOIN prompts_import i ON i.id = p.source_id WHERE t.id = OLD.task_id AND i.status = 'removing'
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rankings are append-only: submit another revision instead';
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION rankings_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rankings are append-only: submit another revision instead';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("rankings", "0003_flags_ratings_and_confidence"), ("prompts", "0004_import_states")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
