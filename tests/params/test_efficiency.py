"""Parameters of the tests of efficiency."""

import pytest
import yaml
from pydantic import ValidationError

from busta.params.efficiency import EfficiencyParams
from tests.project import CONF


def _raw() -> dict[str, object]:
    path = CONF / "base" / "parameters_efficiency.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))["efficiency"]


def test_the_configured_tests_are_the_ones_written_down_beforehand() -> None:
    params = EfficiencyParams(**_raw())
    assert (params.early_season.days, params.early_season.last_season) == ((7, 28), "2011-12")
    assert params.biases.week_starts[:5] == (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    "changes", [{"alpha": 0}, {"margin_min_rows": 0}, {"unknown": 1}, {"biases": {"min_rows": 100}}]
)
def test_what_makes_no_sense_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        EfficiencyParams(**(_raw() | changes))
