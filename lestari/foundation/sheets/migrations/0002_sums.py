from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("sheets", "0001_initial")]

    operations = [migrations.AddField("import", "sums", models.JSONField(default=dict))]
