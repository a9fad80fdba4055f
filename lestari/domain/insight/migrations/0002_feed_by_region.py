"""The feed holds on to the region's identity. It is derived: the follower fills it anew from the ledger."""

from django.db import migrations, models


def begin_anew(apps, schema_editor):
    apps.get_model("insight", "FeedItem").objects.all().delete()
    apps.get_model("ledger", "Cursor").objects.filter(follower="feed").delete()


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial"), ("ledger", "0003_replacing"), ("regions", "0002_paths")]
    operations = [
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
        migrations.RemoveIndex("feeditem", "feed_path"),
        migrations.RemoveField("feeditem", "path"),
        migrations.AddField(
            "feeditem",
            "region",
            models.ForeignKey(null=True, on_delete=models.CASCADE, related_name="+", to="regions.region"),
        ),
        migrations.AddIndex("feeditem", models.Index(fields=["region", "-on"], name="feed_region")),
    ]
