from django.db import migrations


def forget(apps, schema_editor):
    """Delete the snapshots: they lack a measure that every board has now, and are worked out anew at the next look."""
    apps.get_model("preferences", "Snapshot").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('preferences', '0001_quality_board_snapshots'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
