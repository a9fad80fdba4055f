"""On PostgreSQL a range over paths needs bytewise order: other collations pass over the dots."""

from django.db import migrations


def order_bytewise(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in ("regions_region", "regions_regionperiod"):
            schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN path TYPE varchar(14) COLLATE "C"')
        schema_editor.execute('ALTER TABLE regions_region ALTER COLUMN key TYPE varchar(100) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_initial")]
    operations = [migrations.RunPython(order_bytewise, migrations.RunPython.noop)]
