"""Parameters of the blend at the lines of players."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from busta.params.prop_blend import PropBlendParams
from busta.probability.prop_blend import PropBlendRules


def _block(repository: Path) -> dict[str, object]:
    text = (repository / "conf/base/parameters_prop_blend.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["prop_blend"]


def test_the_rules_are_those_of_the_file(repository: Path) -> None:
    assert PropBlendParams.model_validate(_block(repository)).rules == PropBlendRules(500, 100.0)


def test_a_blend_without_a_pull_is_refused(repository: Path) -> None:
    with pytest.raises(ValidationError, match="ridge"):
        PropBlendParams.model_validate(_block(repository) | {"ridge": 0})
