"""Parameters of the quotes on players, as they stand in the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from busta.params.props import PropsParams


@pytest.fixture
def written(repository: Path) -> dict[str, Any]:
    """The block ``props`` of the configuration."""
    return yaml.safe_load((repository / "conf/base/parameters_props.yml").read_text())["props"]


def test_the_configuration_is_complete(written: dict[str, Any]) -> None:
    props = PropsParams.model_validate(written)
    assert props.crossed_books == {"props_pra": ["betrivers", "unibet"]}
    assert props.plausible.overround.low < 1 < props.plausible.overround.high


@pytest.mark.parametrize(
    ("name", "value"),
    [("day_begins", "3 a.m."), ("off_others", 0), ("close_minutes", 0), ("closing", 5), ("plausible", {})],
)
def test_a_wrong_value_names_its_key(written: dict[str, Any], name: str, value: Any) -> None:
    with pytest.raises(ValidationError, match=name):
        PropsParams.model_validate({**written, name: value})
