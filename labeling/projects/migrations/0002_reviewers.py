from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [
        migrations.RemoveConstraint(model_name="member", name="member_role_known"),
        migrations.AlterField(
            model_name="member",
            name="role",
            field=models.CharField(
                choices=[
                    ("owner", "owner"),
                    ("reviewer", "reviewer"),
                    ("annotator", "annotator"),
                    ("researcher", "researcher"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                name="member_role_known",
                condition=models.Q(("role__in", ["owner", "reviewer", "annotator", "researcher"])),
            ),
        ),
    ]
