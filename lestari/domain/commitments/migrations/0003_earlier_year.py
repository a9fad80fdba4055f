import django.db.models.deletion
import lestari.foundation.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0002_what'),
        ('regions', '0002_paths'),
    ]

    operations = [
        migrations.CreateModel(
            name='EarlierYear',
            fields=[
                ('id', models.UUIDField(default=lestari.foundation.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('year', models.PositiveSmallIntegerField()),
                ('until', models.DateField()),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='earlier_years', to='commitments.commitment')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
