from types import SimpleNamespace

import pytest

from busta.ratings.ranges import check_above_zero, check_share

SETTINGS = SimpleNamespace(one=1, none=0, half=0.5, two=2.0, unknown=float("nan"))


def test_values_in_range_pass() -> None:
    check_above_zero("Thing", SETTINGS, "one", "half", "two")
    check_share("Thing", SETTINGS, "none", "half", "one")


@pytest.mark.parametrize("name", ["none", "unknown"])
def test_a_setting_that_is_not_above_zero_is_refused_by_name(name) -> None:
    with pytest.raises(ValueError, match=f"Thing {name}: expected more than 0, was "):
        check_above_zero("Thing", SETTINGS, "one", name)


@pytest.mark.parametrize("name", ["two", "unknown"])
def test_a_share_outside_0_to_1_is_refused_by_name(name) -> None:
    with pytest.raises(ValueError, match=f"Thing {name}: expected 0 to 1, was "):
        check_share("Thing", SETTINGS, "half", name)
