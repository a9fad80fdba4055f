"""The code of a region that ended may be given to another one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("regions", "0002_paths")]
    operations = [
        migrations.AlterField("region", "code", models.CharField(db_index=True, max_length=13)),
        migrations.AddConstraint(
            "region",
            models.UniqueConstraint(
                condition=models.Q(until=None), fields=["code"], name="code_once_at_a_time"
            ),
        ),
    ]
