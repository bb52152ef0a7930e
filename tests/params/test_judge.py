"""The parameters of the judge."""

from __future__ import annotations

from dataclasses import fields

import pytest
from pydantic import ValidationError

from busta.evaluation.judge import JudgeRules
from busta.params.judge import JudgeParams
from tests.laws.project_run import parameters


def test_the_configuration_names_every_rule_and_no_other() -> None:
    given = parameters("base")["judge"]
    assert set(given) - {"shown_refusals"} == {field.name for field in fields(JudgeRules)} - {"assumed_price"}
    assert JudgeParams(**given).rules(1.9).assumed_price == 1.9


@pytest.mark.parametrize("change", [{"suspicion_level": 1.0}, {"min_games": 0}, {"wins_above_close": 0.02}])
def test_a_rule_that_cannot_be_is_refused(change: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        JudgeParams(**(parameters("base")["judge"] | change))
