"""Laws over folds, learners, calibrators and blends, as functions that fail with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from busta.evaluation.folds import check_folds
from busta.features import registry
from busta.features.game_rows import game_row_names
from busta.features.registry import feature_columns
from busta.markets import Market, validate_roster
from busta.pipelines import calibration, modeling, stacking
from tests.laws.project_run import run
from tests.laws.time_travel import changed_columns

Data = Mapping[str, Any]
# What a forecast says; outcome and actual stand beside it and are results.
SAID = ["fold", "line", "mean", "sd", "probability_over", "probability_push"]
PUBLISHED = [
    "line",
    "probability_over",
    "probability_push",
    "probability_model",
    "probability_stacked",
    "market_probability",
]
CHANGES = 4
CALIBRATED = ["probability_calibrated", "calibrator", "calibrator_rows"]


@dataclass(frozen=True)
class Chain:
    """Modeling, calibration and stacking of one market, in memory.

    Attributes
    ----------
    market
        Name of the market.
    raw
        All parameters as written; the roster holds this market.
    """

    market: str
    raw: Mapping[str, Any]

    @property
    def block(self) -> Market:
        """The market as typed."""
        return validate_roster({"markets": {self.market: self.raw["markets"][self.market]}})[self.market]

    def run(self, stage: Any, inputs: Data) -> dict[str, Any]:
        """Run one stage; names come without the market before them."""
        roster = validate_roster({"markets": {self.market: self.raw["markets"][self.market]}})
        pipeline = stage.create_pipeline(roster)
        here = {
            name if name in pipeline.inputs() else f"{self.market}.{name}": inputs[name] for name in inputs
        }
        wanted = [name for name in pipeline.all_outputs() if "report" not in name]
        made = run(pipeline, here, {**self.raw, "markets": dict(roster_block(self))}, wanted)
        return {name.removeprefix(f"{self.market}."): data for name, data in made.items()}

    def model(self, tables: Data) -> dict[str, Any]:
        """Run modeling."""
        inputs = {name: tables[name] for name in ("features", "prm_games", "prm_market_lines")}
        # Without the day before the store has the same rows and columns; what the values are is no matter here.
        return self.run(modeling, {**inputs, "features_day_before": inputs["features"]})

    def calibrate(self, modelled: Data) -> dict[str, Any]:
        """Run calibration."""
        return self.run(calibration, {name: modelled[name] for name in modelled if name.startswith("oof_")})

    def stack(self, training_table: pd.DataFrame, calibrated: Data) -> dict[str, Any]:
        """Run stacking."""
        members = {name: calibrated[name] for name in calibrated if name.startswith("calibrated_")}
        return self.run(stacking, {"training_table": training_table, **members})

    def whole(self, tables: Data) -> dict[str, Any]:
        """Run all three."""
        modelled = self.model(tables)
        calibrated = self.calibrate(modelled)
        return modelled | calibrated | self.stack(modelled["training_table"], calibrated)


def roster_block(chain: Chain) -> dict[str, Any]:
    """The market's block as written, alone."""
    return {chain.market: chain.raw["markets"][chain.market]}


def law_folds_walk_forward(chain: Chain, modelled: Data) -> None:
    """Every day of training lies before every tested day, every later game is tested once, none is unplayed."""
    folds, rows = check_folds(modelled["folds"]), modelled["training_table"]
    tested = folds["role"] == "test"
    first, last = (
        folds[part].groupby("fold")["game_date"].agg(which)
        for part, which in ((tested, "min"), (~tested, "max"))
    )
    assert (last < first.loc[last.index]).all(), "a fold learns on a day that it tests, or later"
    asked = rows[rows["season"] >= chain.raw["modeling"]["first_test_season"]]
    assert sorted(folds.loc[tested, "game_id"]) == sorted(asked["game_id"]), "not every game is tested once"
    unplayed = rows.loc[rows["actual"].isna(), "game_id"]
    assert not folds.loc[~tested, "game_id"].isin(unplayed).any(), "an unplayed game is learned from"
    for name, models in modelled.items():
        if name.startswith("model_"):
            assert list(models.fitted) == list(folds["fold"].unique()), f"{name} has folds of its own"


def law_training_features_declared(chain: Chain, modelled: Data) -> None:
    """Learners see the declared columns of the market's groups, all of them known on the evening before."""
    market = chain.block
    groups = [registry.FEATURE_GROUPS[name] for name in market.feature_groups]
    late = [group.name for group in groups if group.information != "evening"]
    assert not late, f"groups of a later moment: {', '.join(late)}"
    assert market.combine is not None
    columns = (feature_columns(market.feature_groups, scope=scope) for scope in ("team", "game"))
    team, game = columns
    declared = game_row_names(team, market.combine, game)
    for name, models in modelled.items():
        if name.startswith("model_"):
            strange = [column for column in models.feature_names if column not in declared]
            assert not strange, f"{name} sees {', '.join(strange)}"


def law_forecasts_before_outcomes(
    chain: Chain, tables: Data, modelled: Data, folds: Iterable[str], rng: np.random.Generator
) -> None:
    """A fold's forecasts do not change when its outcomes, and everything after it, do."""
    days = (
        modelled["folds"].query("role == 'test'").groupby("fold", sort=False)["game_date"].agg(["min", "max"])
    )
    for fold in folds:
        first, last = days.loc[fold, "min"], days.loc[fold, "max"]
        found = chain.model(later_changed(tables, first, last, rng))
        _assert_same(modelled, found, "oof_", SAID, lambda rows, last=last: rows["game_date"] <= last, fold)


def law_lines_do_not_move_forecasts(
    chain: Chain, tables: Data, modelled: Data, rng: np.random.Generator
) -> None:
    """What a learner says of the quantity does not depend on any line or price of the game."""
    lines = tables["prm_market_lines"]
    # A line of a market stays a half point or a whole one, and the rows stay where they are.
    other = lines.assign(
        market_probability=rng.uniform(0.2, 0.8, len(lines)),
        line=lines["line"].where(lines["market"] == "moneyline", rng.permutation(lines["line"])),
    )
    found = chain.model({**tables, "prm_market_lines": other})
    _assert_same(modelled, found, "oof_", ["fold", "mean", "sd"], lambda rows: rows["line"].notna(), "lines")
    if chain.block.line.constant is not None:
        _assert_same(modelled, found, "oof_", SAID, lambda rows: rows["line"].notna(), "lines")


def law_calibrator_earlier_seasons(chain: Chain, modelled: Data, rng: np.random.Generator) -> None:
    """Calibrated forecasts of a season do not change when its outcomes, and all later forecasts, do."""
    truth = chain.calibrate(modelled)
    # A choice among a few candidates may come out the same on changed outcomes: one change is not enough.
    for season in [season for season in seasons_of(modelled) for _ in range(CHANGES)]:
        changed = {
            name: _with_later(rows, season, rng, ["probability_over"])
            for name, rows in modelled.items()
            if name.startswith("oof_")
        }
        found = chain.calibrate(changed)
        _assert_same(truth, found, "calibrated_", CALIBRATED, lambda r, s=season: r["season"] <= s, season)


def law_stack_earlier_seasons(
    chain: Chain, modelled: Data, calibrated: Data, rng: np.random.Generator
) -> None:
    """Published probabilities of a season do not change when its outcomes, and all later forecasts, do."""
    table = modelled["training_table"]
    truth = chain.stack(table, calibrated)
    for season in sorted(truth["probabilities"]["season"].unique()):
        changed = {
            name: _with_later(rows, season, rng, ["probability_calibrated"])
            for name, rows in calibrated.items()
            if name.startswith("calibrated_")
        }
        found = chain.stack(_with_later(table, season, rng, ["market_probability"]), changed)
        _assert_same(truth, found, "probabilities", PUBLISHED, lambda r, s=season: r["season"] <= s, season)


def seasons_of(modelled: Data) -> list[str]:
    """Tested seasons."""
    return sorted(modelled["folds"].query("role == 'test'")["season"].unique())


def later_changed(
    tables: Data, first: pd.Timestamp, last: pd.Timestamp, rng: np.random.Generator
) -> dict[str, Any]:
    """Other results from a first day on; other features and lines after a last day."""
    games, features, lines = (tables[name] for name in ("prm_games", "features", "prm_market_lines"))
    return {
        "prm_games": _other_results(games, games["game_date"] >= first, rng),
        "features": _noisy(features, features["game_date"] > last, feature_columns_in(features), rng),
        "prm_market_lines": lines.assign(
            market_probability=lines["market_probability"].where(
                lines["game_date"] <= last, rng.uniform(0.2, 0.8, len(lines))
            ),
            line=lines["line"].where(
                (lines["game_date"] <= last) | (lines["market"] == "moneyline"), lines["line"] + 1.0
            ),
        ),
    }


def feature_columns_in(features: pd.DataFrame) -> list[str]:
    """Columns of a store beside the keys."""
    return [column for column in features if column not in ("season", "game_id", "team_id", "game_date")]


def _other_results(games: pd.DataFrame, rows: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    # Mirrored, so that who was good is bad, and blurred; results stay whole and no game is drawn.
    names = [name for name in ("home_margin", "total_points", "first_half_points") if name in games]
    centre, noise = games[names].median(), rng.normal(0.0, 10.0, (len(games), len(names)))
    other = 2 * np.round(centre) - games[names] + 2 * np.round(noise)
    return games.assign(**{name: games[name].where(~rows, other[name]) for name in names})


def _noisy(
    table: pd.DataFrame, rows: pd.Series, columns: list[str], rng: np.random.Generator
) -> pd.DataFrame:
    other = table[columns] + rng.normal(0.0, 3.0, (len(table), len(columns)))
    return table.assign(**{name: table[name].where(~rows, other[name]) for name in columns})


def _with_later(
    rows: pd.DataFrame, season: str, rng: np.random.Generator, forecasts: list[str]
) -> pd.DataFrame:
    is_late, is_later = rows["season"] >= season, rows["season"] > season
    flipped = (1 - rows["outcome"]).where(pd.Series(rng.random(len(rows)) < 0.7, rows.index), rows["outcome"])
    changed = rows.assign(outcome=rows["outcome"].where(~is_late, flipped))
    for name in forecasts:
        other = pd.Series(rng.uniform(0.1, 0.9, len(rows)), rows.index)
        changed[name] = changed[name].where(~is_later | changed[name].isna(), other)
    return changed


def _assert_same(
    truth: Data,
    found: Data,
    prefix: str,
    columns: list[str],
    past: Callable[[pd.DataFrame], pd.Series],
    since: str,
) -> None:
    names = [name for name in truth if name.startswith(prefix)]
    assert names, f"nothing was made of the name {prefix}"
    for name in names:
        expected, other = truth[name], found[name]
        expected, other = expected[past(expected)], other[past(other)]
        assert len(expected) == len(other) > 0, f"{name}, {since}: other rows"
        wrong = changed_columns(expected, other, columns)
        assert not wrong, f"{name}: what happened in {since} or later changed {', '.join(wrong)}"
