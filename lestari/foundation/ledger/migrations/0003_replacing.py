"""Put up what SQLite has to refuse besides."""

from django.db import migrations

from lestari.foundation.ledger.guards import SQLITE_REPLACING


def put_up(apps, schema_editor):
    for statement in SQLITE_REPLACING if schema_editor.connection.vendor == "sqlite" else ():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards")]
    operations = [migrations.RunPython(put_up, migrations.RunPython.noop)]
