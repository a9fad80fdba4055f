"""Remarks are kept round by round: what stands on a version that was sent back becomes its first round."""

from django.db import migrations, models


def by_round(apps, schema_editor):
    versions, stays = _tables(apps, schema_editor)
    versions.filter(remarks={}).update(remarks=[])
    for version in versions.exclude(remarks=[]).iterator():
        since = stays.filter(record=version.pk, state="sent_back").order_by("-since").values_list("since", flat=True)
        on = str(since.first() or version.created_at.date())
        version.remarks = [
            {"round": 1, "section": section, "text": text, "on": on, "answered": None}
            for section, text in version.remarks.items()
        ]
        version.save(update_fields=["remarks"])


def by_section(apps, schema_editor):
    versions, _stays = _tables(apps, schema_editor)
    versions.filter(remarks=[]).update(remarks={})
    for version in versions.exclude(remarks={}).iterator():
        last = version.remarks[-1]["round"]
        version.remarks = {
            row["section"]: row["text"]
            for row in version.remarks
            if row["answered"] is None and row["round"] == last
        }
        version.save(update_fields=["remarks"])


def _tables(apps, schema_editor):
    alias = schema_editor.connection.alias
    return (
        apps.get_model("knowledge", "InnovationVersion").objects.using(alias),
        apps.get_model("workflow", "Stay").objects.using(alias),
    )


class Migration(migrations.Migration):

    dependencies = [
        ("knowledge", "0001_initial"),
        ("workflow", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="innovationversion",
            name="remarks",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(by_round, by_section),
    ]
