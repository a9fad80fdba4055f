"""The tables as the applied migrations made them, whatever the present models say; and the transaction that holds tables and rows together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from lestari.foundation.ledger.transactions import write_transaction

Name: TypeAlias = tuple[str, str]
#: What belongs to a place and not to the records: who is signed in there, and which backups lie beside it.
LEFT_OUT = frozenset({"sessions.Session", "safekeeping.Backup"})


def applied() -> list[Name]:
    """Return the migrations that the database has been through, app and name, in order of their names."""
    return sorted(MigrationLoader(connection).applied_migrations)


def missing() -> list[Name]:
    """Return the migrations of this version that the database has not been through."""
    loader = MigrationLoader(connection)
    return sorted(set(loader.graph.nodes) - set(loader.applied_migrations))


def unknown(names: Iterable[Name]) -> list[Name]:
    """Return those of these migrations that this version does not have: they are of a newer one."""
    loader = MigrationLoader(connection)
    return sorted(set(names) - set(loader.disk_migrations))


def models_after(names: Iterable[Name]) -> list[type[Model]]:
    """Return the models as these migrations make them, without those that are left out."""
    loader = MigrationLoader(connection)
    nodes = [name for name in names if name in loader.graph.nodes]
    return _kept(loader.project_state(nodes).apps, nodes)


def _kept(apps: Any, names: Iterable[Name]) -> list[type[Model]]:
    """Return the models of a state whose rows are kept: those that these migrations made."""
    made = {app for app, _name in names}
    models: Iterable[type[Model]] = apps.get_models(include_auto_created=True)
    return [one for one in models if one._meta.app_label in made and one._meta.label not in LEFT_OUT]


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Hold tables and rows in one transaction: whatever ends it, a fault or a power cut, leaves what was there before."""
    with connection.constraint_checks_disabled(), write_transaction():
        yield
        connection.check_constraints()


def make_tables(names: Iterable[Name]) -> list[type[Model]]:
    """Make the tables of an empty database as these migrations do, and return their models."""
    executor = MigrationExecutor(connection)
    leaves, wanted = executor.loader.graph.leaf_nodes(), set(names)
    whole = executor.migration_plan(leaves, clean_start=True)
    plan = [step for step in whole if (step[0].app_label, step[0].name) in wanted]
    state = executor.migrate(leaves, plan=plan)
    connection.check_constraints()  # some that migrations added would be judged at once from here on
    return _kept(state.apps, wanted)


def migrate(told: list[Name]) -> None:
    """Go through the missing migrations; `told` gets each when it begins, so that the last is the one that failed."""

    def tell(action: str, migration: Any = None, *_more: Any) -> None:
        if action == "apply_start":
            told.append((migration.app_label, migration.name))
        if action == "apply_success":
            connection.check_constraints()  # PostgreSQL alters no table whose checks are still to come

    executor = MigrationExecutor(connection, tell)
    executor.migrate(executor.loader.graph.leaf_nodes())
    call_command("migrate", interactive=False, verbosity=0)  # what Django does after all migrations


def go_on_counting(models: Iterable[type[Model]]) -> None:
    """Let automatic keys go on behind the rows that came with theirs."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def is_empty() -> bool:
    """Say whether the database has no tables at all."""
    return not connection.introspection.table_names()
