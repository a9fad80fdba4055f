from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgets', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='allocation',
            name='cut_from',
            field=models.DateField(null=True),
        ),
    ]
