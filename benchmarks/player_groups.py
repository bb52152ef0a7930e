"""What every optional group of player features is worth: the error of the mean with it and without it.

Of each market, LightGBM with the Tweedie loss of the configuration is fitted on the seasons before, season by season,
with the groups of the market's block, and with one group more at a time. The same rows, the same seed; the difference
of the absolute error has an interval by day. A second seed with the same features says how much is chance of the fit.
``python -m benchmarks.player_groups --data <data root of a finished run>``
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from benchmarks.stages import machine
from busta.evaluation.bootstrap import BootstrapRules, draw_days, mean_estimate, paired_difference
from busta.features.player_groups import QUESTIONS
from busta.features.player_questions import PLAYER_KEYS
from busta.features.player_registry import THEMES, player_feature_columns, player_group
from busta.features.player_store import build_player_store
from busta.learners.base import FitContext, Rows
from busta.learners.registry import build_learner
from busta.nba.player_statistics import quantity
from busta.params.player_features import PlayerFeatureParams

PROJECT = Path(__file__).parents[1]
MARKETS = ("points", "rebounds", "assists", "threes")
SEASONS = ("2021-22", "2022-23", "2023-24")
LEARNER = "tweedie_lightgbm"
SEEDS = (1, 2)
DEFAULT, CHANCE, ALL = "groups of the block", "the same, another seed", "all of these"
RULES = BootstrapRules(draws=1000, seed=1, level=0.95)
COLUMNS = ["market", "step", "season", "features", "n", "mae", "change", "low", "high"]


@dataclass(frozen=True)
class Question:
    """One market's rows and what is known of them.

    Attributes
    ----------
    name
        The market.
    rows
        Rows of men who played: the keys, and ``actual``.
    features
        All features of these rows, of the block and of the optional themes.
    block
        Names of the features of the block.
    optional
        Theme to the names of its features.
    """

    name: str
    rows: pd.DataFrame
    features: pd.DataFrame
    block: list[str]
    optional: dict[str, list[str]]

    @property
    def steps(self) -> dict[str, tuple[list[str], int]]:
        """Step to its features and its seed."""
        every = [name for names in self.optional.values() for name in names]
        single = {theme: (self.block + names, SEEDS[0]) for theme, names in self.optional.items()}
        first = {DEFAULT: (self.block, SEEDS[0]), CHANCE: (self.block, SEEDS[1])}
        return first | single | {ALL: (self.block + every, SEEDS[0])}


def written(name: str) -> dict[str, Any]:
    """A file of parameters of the configuration."""
    text = (PROJECT / "conf" / "base" / f"parameters_{name}.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def read(data: Path, name: str) -> pd.DataFrame:
    """A table of a finished run, the newest version of it."""
    layer = "03_primary" if name.startswith("prm_") else "04_feature"
    path = data / layer / f"{name}.parquet"
    return pd.read_parquet(max(path.glob(f"*/{path.name}")) if path.is_dir() else path)


def optional_themes(block: Sequence[str]) -> list[str]:
    """Themes that a market's block does not name and that are known the evening before."""
    others = [theme for theme in THEMES if theme not in block]
    return [theme for theme in others if player_group(theme, MARKETS[:1]).information == "evening"]


def question(data: Path, market: str) -> Question:
    """Put a market's rows beside all features."""
    chosen = written("markets")["markets"][market]
    parts, themes = chosen["parts"], chosen["feature_groups"]
    optional = optional_themes(themes)
    asked, box = read(data, QUESTIONS), read(data, "prm_player_games")
    block = player_feature_columns(themes, parts)
    store = read(data, "features_players")[[*PLAYER_KEYS, *block]]
    rows = asked[["season", "game_date", *PLAYER_KEYS]].merge(
        box[PLAYER_KEYS].assign(actual=quantity(box, parts)),
        on=PLAYER_KEYS,
        how="inner",
        validate="one_to_one",
    )
    features = store.merge(more_features(data, asked, optional, parts), on=PLAYER_KEYS, validate="one_to_one")
    features = (
        rows[PLAYER_KEYS].merge(features, on=PLAYER_KEYS, validate="one_to_one").drop(columns=PLAYER_KEYS)
    )
    names = {theme: player_feature_columns([theme], parts) for theme in optional}
    return Question(market, rows, features, block, names)


def more_features(
    data: Path, asked: pd.DataFrame, themes: Iterable[str], parts: Sequence[str]
) -> pd.DataFrame:
    """Make the features of optional themes, filled as in the store."""
    params = PlayerFeatureParams(**written("features")["player_features"])
    groups = [player_group(theme, parts) for theme in themes]
    tables = {name: read(data, name) for group in groups for name in group.inputs}
    made = [group.build(tables, params.settings_of(group.theme)) for group in groups]
    return build_player_store(asked, made, groups).drop(columns=["season", "game_date", "team_id"])


def forecast(asked: Question, names: list[str], seed: int) -> np.ndarray:
    """Forecast every row of the tested seasons with models of the seasons before; null elsewhere."""
    learner = build_learner(LEARNER, written("modeling")["modeling"]["learners"][LEARNER])
    context = FitContext(seed=seed, residual_rows=2_500)
    season, out = asked.rows["season"].to_numpy(), np.full(len(asked.rows), np.nan)
    x, y = asked.features[names], asked.rows["actual"].to_numpy()
    for tested in SEASONS:
        train, test = season < tested, season == tested
        n = int(train.sum())
        rows = Rows(x[train], y[train], np.zeros(n), np.ones(n), np.zeros(n, dtype=int))
        model = learner.fit(rows, rows.where(np.zeros(n, dtype=bool)), context)
        out[test] = model.predict(x[test]).mean
    return out


def measure(asked: Question) -> pd.DataFrame:
    """Measure every step of a market: one row per step and season, and one for all seasons."""
    means = {step: forecast(asked, *wanted) for step, wanted in asked.steps.items()}
    records = []
    for season in ("all", *SEASONS):
        rows = asked.rows["season"].isin(SEASONS if season == "all" else [season]).to_numpy()
        days = draw_days(asked.rows.loc[rows, "game_date"], RULES)
        actual = asked.rows.loc[rows, "actual"].to_numpy()
        errors = {step: np.abs(actual - mean[rows]) for step, mean in means.items()}
        for step, error in errors.items():
            change = paired_difference(error, errors[DEFAULT], days)
            interval = (change.value, change.low, change.high)
            mae = mean_estimate(error, days).value
            features = len(asked.steps[step][0])
            records.append((asked.name, step, season, features, len(error), mae, *interval))
    return pd.DataFrame(records, columns=COLUMNS)


def page(results: pd.DataFrame) -> str:
    """The results as a page of Markdown."""
    lines = [
        "# What optional groups of player features are worth",
        "",
        f"Measured {date.today().isoformat()} by `python -m benchmarks.player_groups` on {machine()}.",
        "",
        "Mean absolute error of the mean forecast (LightGBM, Tweedie loss, refitted every season) of everybody who",
        f"played in {SEASONS[0]} to {SEASONS[-1]}: the groups of the market's block, and with one more. Change against",
        "the block on the same rows, with its 95 % interval by day; below 0 the group helps. What another seed",
        "changes is chance of the fit: a change no larger is none.",
    ]
    for market, rows in results.groupby("market", sort=False):
        seasons = [season for season in rows["season"].unique() if season != "all"]
        lines += ["", f"## {str(market).capitalize()}", ""]
        lines += [f"| step | features | MAE | change | interval | {' | '.join(seasons)} |"]
        lines += ["|---|---|---|---|---|" + "---|" * len(seasons)]
        for step, found in rows.groupby("step", sort=False):
            one = found[found["season"] == "all"].iloc[0]
            changes = found.set_index("season").loc[seasons, "change"]
            lines.append(
                f"| {step} | {one['features']} | {one['mae']:.4f} | {one['change']:+.4f} "
                f"| {one['low']:+.4f} to {one['high']:+.4f} | {' | '.join(f'{x:+.4f}' for x in changes)} |"
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure the markets asked for, and write ``player_groups.csv`` and ``player_groups.md``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data root of a finished run")
    parser.add_argument("--markets", nargs="+", default=MARKETS, choices=MARKETS)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of the results")
    arguments = parser.parse_args()
    results: list[pd.DataFrame] = []
    for market in arguments.markets:
        results.append(measure(question(arguments.data, market)))
        both = pd.concat(results, ignore_index=True)
        both.round(5).to_csv(arguments.out / "player_groups.csv", index=False)
        (arguments.out / "player_groups.md").write_text(page(both), encoding="utf-8")


if __name__ == "__main__":
    main()
