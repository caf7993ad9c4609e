"""Names that files can have on every system: Windows forbids more of them than others."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?", re.IGNORECASE | re.DOTALL)
_END = " ."


def name_fault(name: str) -> str:
    """Return why a file on some system cannot have a name, or a name that begins with it; empty if it can."""
    if found := _FORBIDDEN.search(name):
        return f"{found[0]!r} cannot stand in the name of a file"
    if _DEVICE.fullmatch(name):
        return "on Windows it is the name of a device"
    if name.endswith(tuple(_END)):
        return "a name ends with neither a full stop nor a space"
    return "" if name else "it is empty"


def portable_name(text: str) -> str:
    """Return a name like the text that a file can have on every system; empty if nothing is left of it."""
    name = _FORBIDDEN.sub("_", text).strip(_END)
    return f"{name}_" if _DEVICE.fullmatch(name) else name
