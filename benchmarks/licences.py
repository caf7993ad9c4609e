"""
The licences of what a user installs: ``python -m benchmarks.licences``.

Lists the distributions that the project needs at run time, directly or not, with version and licence. It fails if the
only licence of one is the GPL or AGPL, or is unknown.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_REFUSED = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)


def main() -> int:
    """Print a line for each distribution; return 1 if a licence is refused."""
    refused = False
    for name, found in sorted(required("teialign").items()):
        known = licence(found)
        free = any(each and not _REFUSED.search(each) for each in re.split(r" OR ", known))
        refused |= not free
        print(f"{name} {found.version}: {known or 'unknown'}{'' if free else '  REFUSED'}")
    return int(refused)


def required(name: str) -> dict[str, Distribution]:
    """Return a distribution and all that it needs, by name; what is not needed on this machine is left out."""
    found: dict[str, Distribution] = {}
    waiting = [name]
    while waiting:
        key = canonicalize_name(waiting.pop())
        if key not in found:
            try:
                found[key] = distribution(key)
            except PackageNotFoundError:
                sys.exit(f"{key} is not installed: install the project first")
            waiting += requirements(found[key])
    return found


def requirements(found: Distribution) -> Iterator[str]:
    """Yield the names of what a distribution needs here, without its extras."""
    for requirement in map(Requirement, found.requires or ()):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name


def licence(found: Distribution) -> str:
    """Return the licence that a distribution declares: as an expression, by classifiers, or in words."""
    expressions, classifiers, words = (
        found.metadata.get_all(field) or [] for field in ("License-Expression", "Classifier", "License")
    )
    named = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: ")]
    return " AND ".join(expressions or named or [each.strip().partition("\n")[0] for each in words])


if __name__ == "__main__":
    sys.exit(main())
