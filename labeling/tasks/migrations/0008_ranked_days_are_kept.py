from django.db import migrations

FORWARD = """
INSERT INTO tasks_rankedday (project_id, annotator_id, day, count)
SELECT t.project_id, a.annotator_id, (COALESCE(a.ended_at, a.leased_at) AT TIME ZONE 'UTC')::date, count(*)
FROM tasks_assignment a JOIN tasks_task t ON t.id = a.task_id
WHERE a.status = 'submitted' AND a.practice_round_id IS NULL
GROUP BY t.project_id, a.annotator_id, (COALESCE(a.ended_at, a.leased_at) AT TIME ZONE 'UTC')::date;

CREATE FUNCTION tasks_ranked_day_more() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tasks_rankedday AS kept (project_id, annotator_id, day, count)
    SELECT t.project_id, NEW.annotator_id, (COALESCE(NEW.ended_at, NEW.leased_at) AT TIME ZONE 'UTC')::date, 1
    FROM tasks_task t WHERE t.id = NEW.task_id
    ON CONFLICT (project_id, annotator_id, day) DO UPDATE SET count = kept.count + 1;
    RETURN NULL;
END $$;
CREATE FUNCTION tasks_ranked_day_less() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tasks_rankedday SET count = count - 1
    WHERE project_id = (SELECT t.project_id FROM tasks_task t WHERE t.id = OLD.task_id)
    AND annotator_id = OLD.annotator_id AND day = (COALESCE(OLD.ended_at, OLD.leased_at) AT TIME ZONE 'UTC')::date;
    RETURN NULL;
END $$;
CREATE FUNCTION tasks_ranked_days_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tasks_rankedday AS kept SET count = kept.count - lost.count FROM (
        SELECT t.project_id, a.annotator_id, (COALESCE(a.ended_at, a.leased_at) AT TIME ZONE 'UTC')::date AS day,
            count(*) AS count
        FROM gone a JOIN tasks_task t ON t.id = a.task_id
        WHERE a.status = 'submitted' AND a.practice_round_id IS NULL GROUP BY 1, 2, 3
    ) lost
    WHERE (kept.project_id, kept.annotator_id, kept.day) = (lost.project_id, lost.annotator_id, lost.day);
    RETURN NULL;
END $$;

CREATE TRIGGER ranked_day_first AFTER INSERT ON tasks_assignment FOR EACH ROW
    WHEN (NEW.status = 'submitted' AND NEW.practice_round_id IS NULL)
    EXECUTE FUNCTION tasks_ranked_day_more();
CREATE TRIGGER ranked_days_gone AFTER DELETE ON tasks_assignment
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tasks_ranked_days_gone();
CREATE TRIGGER ranked_day_less AFTER UPDATE OF status, ended_at ON tasks_assignment FOR EACH ROW
    WHEN (OLD.status = 'submitted' AND OLD.practice_round_id IS NULL
        AND (OLD.status, OLD.ended_at) IS DISTINCT FROM (NEW.status, NEW.ended_at))
    EXECUTE FUNCTION tasks_ranked_day_less();
CREATE TRIGGER ranked_day_more AFTER UPDATE OF status, ended_at ON tasks_assignment FOR EACH ROW
    WHEN (NEW.status = 'submitted' AND NEW.practice_round_id IS NULL
        AND (OLD.status, OLD.ended_at) IS DISTINCT FROM (NEW.status, NEW.ended_at))
    EXECUTE FUNCTION tasks_ranked_day_more();
"""
BACKWARD = """
DROP TRIGGER ranked_day_first ON tasks_assignment;
DROP TRIGGER ranked_days_gone ON tasks_assignment;
DROP TRIGGER ranked_day_less ON tasks_assignment;
DROP TRIGGER ranked_day_more ON tasks_assignment;
DROP FUNCTION tasks_ranked_day_more();
DROP FUNCTION tasks_ranked_day_less();
DROP FUNCTION tasks_ranked_days_gone();
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0007_ranked_days")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
