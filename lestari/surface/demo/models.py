"""The mark of a database that holds the invented province."""

from __future__ import annotations

from functools import cache

from django.db import models

from lestari.foundation.kernel import clock


class DemoMark(models.Model):
    """One row: this database holds invented people and figures. `scale` says how much, `loaded_on` around which day."""

    scale = models.CharField(max_length=20)
    loaded_on = models.DateField(default=clock.today)
    finished = models.BooleanField(default=False)


@cache
def is_demo() -> bool:
    """Say whether this database holds the demo. Asked once a process; the loader clears what it knew (`is_demo.cache_clear()`)."""
    return DemoMark.objects.exists()
