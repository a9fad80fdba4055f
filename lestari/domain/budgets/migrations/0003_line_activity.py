from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgets', '0002_cut_from'),
        ('regions', '0002_paths'),
    ]

    operations = [
        migrations.AlterField(
            model_name='budgetline',
            name='activity',
            field=models.CharField(default='', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity', ''), _negated=True), models.Q(('account__startswith', '5'), _negated=True), _connector='OR'), name='line_activity'),
        ),
    ]
