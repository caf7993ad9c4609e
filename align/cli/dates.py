"""The date that commands write into TEI headers."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def header_date(given: str | None) -> str | None:
    """
    Return the date for the headers: the one given, else that of SOURCE_DATE_EPOCH (reproducible-builds.org).

    Raises:
        TeialignError: it is not a date.
    """
    from corpus import TeialignError

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if given:
            return date.fromisoformat(given).isoformat()
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat() if epoch else None
    except (ValueError, OverflowError, OSError):
        where = "--made" if given else "SOURCE_DATE_EPOCH"
        remedy = "write a day as 2026-11-22" if given else "give seconds since 1970"
        raise TeialignError(f"{given or epoch!r} is not a date", where=where, remedy=remedy) from None
