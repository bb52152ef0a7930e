"""The stage `stacking` for markets on players, run on invented means and lines."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from busta.evaluation.at_lines import LINE_COLUMNS
from busta.params.modeling import ModelingParams
from busta.params.prop_blend import PropBlendParams
from busta.pipelines.stacking import create_pipeline
from busta.probability.conformal import ConformalThresholds
from busta.probability.count_families import NegativeBinomial
from busta.probability.prop_blend import BLEND_COLUMNS, fit_prop_stack
from busta.probability.season_distributions import DistributionChoice, SeasonDistributions
from busta.schemas.outputs import AtLines, Probabilities
from tests.counted import SEASONS, SIZE, counted
from tests.markets import run_stage
from tests.priced import player_roster, priced


def fitted(market: str) -> SeasonDistributions:
    """The distributions that the counts were drawn from."""
    family = NegativeBinomial(float(np.log(SIZE[market])), 0.0)
    choice = DistributionChoice(family, 0, {}, 0, ConformalThresholds.of([], [], 0.8, 1))
    return SeasonDistributions(dict.fromkeys(SEASONS, choice), choice, 0.8)


@pytest.fixture(scope="module")
def made(repository: Path) -> dict[str, Any]:
    """Everything that the stage makes: points are quoted, rebounds by nobody."""
    blend = yaml.safe_load((repository / "conf/base/parameters_prop_blend.yml").read_text(encoding="utf-8"))
    modeling = yaml.safe_load((repository / "conf/base/parameters_modeling.yml").read_text(encoding="utf-8"))
    means = {name: rows.assign(player_id=rows["player_id"] + 1) for name, rows in counted().items()}
    roster = player_roster("points", "rebounds")
    inputs: dict[str, Any] = {f"params:markets.{market.id}": market for market in roster}
    inputs["params:prop_blend"] = PropBlendParams.model_validate(blend["prop_blend"])
    first = {"first_test_season": SEASONS[0], "first_published_season": SEASONS[2]}
    inputs["params:modeling"] = ModelingParams.model_validate(modeling["modeling"] | first)
    inputs["prm_prop_lines"] = priced(means["points"], "points", shade=0.2)
    for market in ("points", "rebounds"):
        inputs |= {f"{market}.means": means[market], f"{market}.distributions": fitted(market)}
    return run_stage(create_pipeline(roster), inputs)


def test_every_moment_with_a_line_is_blended(made: dict[str, Any]) -> None:
    rows = AtLines.validate(made["points.at_lines"])
    assert rows.groupby("moment").size().to_dict() == {"morning": 4800, "close": 4800}


def test_the_own_moment_is_published_from_the_first_season_on(made: dict[str, Any]) -> None:
    table = Probabilities.validate(made["points.probabilities"])
    assert len(table) == 2 * 1200
    assert set(table["market_moment"]) == {"morning"}
    assert set(table["members"]) == {"poisson"}
    assert table["season"].min() == SEASONS[2]


def test_a_shaded_line_is_put_right_by_what_earlier_weeks_showed(made: dict[str, Any]) -> None:
    rows = made["points.at_lines"]
    late = rows[rows["season"] == SEASONS[-1]]
    told = late[["market_probability", "probability_stacked"]].sub(late["outcome"], axis=0).pow(2).mean()
    assert told["probability_stacked"] < told["market_probability"]
    assert late["probability_stacked"].mean() < late["market_probability"].mean() - 0.02


def test_a_market_that_nobody_quotes_has_no_rows(made: dict[str, Any]) -> None:
    assert AtLines.validate(made["rebounds.at_lines"]).empty
    assert Probabilities.validate(made["rebounds.probabilities"]).empty


def test_every_market_has_a_blend_of_its_own_moments(made: dict[str, Any]) -> None:
    assert set(made["points.stack"].by_moment) == {"close", "morning"}
    assert made["rebounds.stack"].by_moment == {}


def test_what_happens_later_changes_no_belief(repository: Path, made: dict[str, Any]) -> None:
    rows = made["points.at_lines"]
    day = rows["game_date"].sort_values().iloc[len(rows) // 2]
    asked = rows[LINE_COLUMNS].copy()
    is_later = asked["game_date"] >= day
    asked.loc[is_later, "outcome"] = 1 - asked.loc[is_later, "outcome"]
    block = yaml.safe_load((repository / "conf/base/parameters_prop_blend.yml").read_text(encoding="utf-8"))
    again = fit_prop_stack(asked, PropBlendParams.model_validate(block["prop_blend"]).rules).apply(asked)
    is_known = (rows["game_date"] <= day).to_numpy()
    pd.testing.assert_frame_equal(
        again.loc[is_known, BLEND_COLUMNS], rows.loc[is_known, BLEND_COLUMNS], check_exact=True
    )
    assert not np.allclose(again["probability_stacked"], rows["probability_stacked"])
