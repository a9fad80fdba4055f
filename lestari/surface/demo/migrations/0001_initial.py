from django.db import migrations, models

import lestari.foundation.kernel.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DemoMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scale", models.CharField(max_length=20)),
                ("loaded_on", models.DateField(default=lestari.foundation.kernel.clock.today)),
                ("finished", models.BooleanField(default=False)),
            ],
        ),
    ]
