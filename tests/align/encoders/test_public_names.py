"""The public names of encoders and training, and those that were renamed."""

from __future__ import annotations

import pytest

import align.encoders
import align.training


@pytest.mark.parametrize("package", [align.encoders, align.training])
def test_renamed_names_work_with_a_warning(package: object) -> None:
    for old, new in package._RENAMED.items():
        assert old not in package.__all__
        assert new in package.__all__
        with pytest.warns(DeprecationWarning, match=f"{old} is now {new}"):
            assert getattr(package, old) is getattr(package, new)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = package.Nothing
