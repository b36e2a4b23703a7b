import django.contrib.postgres.fields
from django.db import migrations, models

import labeling.accounts.scopes

KNOWN = ["read", "label", "export", "manage"]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_login_failures")]
    operations = [
        # The tokens that exist could do everything and go on doing so: the default fills them in.
        migrations.AddField(
            model_name="apitoken",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("read", "look at everything you may see"),
                        ("label", "take tasks, rank and skip them"),
                        ("export", "freeze and download datasets"),
                        ("manage", "change projects, members, runs and tokens"),
                    ],
                    max_length=10,
                ),
                default=labeling.accounts.scopes.all_scopes,
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                name="token_scopes_known",
                condition=models.Q(("scopes__contained_by", KNOWN), ("scopes__len__gte", 1)),
            ),
        ),
    ]
