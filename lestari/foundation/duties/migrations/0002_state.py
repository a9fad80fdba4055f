"""Each duty knows its record's state; `lestari rebuild duties` makes them anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="duty", name="state", field=models.CharField(default="", max_length=30)
        ),
    ]
