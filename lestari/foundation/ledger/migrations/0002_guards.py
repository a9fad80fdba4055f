"""Put up what the database itself refuses."""

from django.db import migrations

from lestari.foundation.ledger.guards import statements


def put_up(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(put_up, migrations.RunPython.noop)]
