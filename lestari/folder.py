"""Where the data folder lies, for those who have to know before anything is made there."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def data_folder() -> Path:
    """Return the folder that LESTARI_DATA names, else ./data; it need not be there. Raises ImproperlyConfigured for a name of none."""
    named = os.environ.get("LESTARI_DATA") or "data"
    try:
        return Path(named).expanduser().resolve()
    except RuntimeError as error:  # ~somebody who is not there
        raise ImproperlyConfigured(f"LESTARI_DATA: {named} names no folder ({error}).") from error
