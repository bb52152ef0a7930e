"""Leaks planted in markets about players, from their quotes to their bets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.evaluation import mean_mix
from busta.features.player_history import History, Past
from busta.pipelines.backtesting import player_nodes as backtesting_nodes
from busta.pipelines.calibration import player_nodes as calibration_nodes
from busta.pipelines.ingestion import props_nodes
from busta.pipelines.stacking import player_nodes as stacking_nodes
from busta.probability import prop_blend

Patch = pytest.MonkeyPatch
_DAY = pd.Timedelta(days=1)
_QUESTION = ["game_id", "player_id", "market"]


def box_score_of_the_day(patch: Patch) -> None:
    honest = History.before

    def before(history: History, questions: pd.DataFrame, *by: Any) -> Past:
        return honest(history, questions.assign(game_date=questions["game_date"] + _DAY), *by)

    patch.setattr(History, "before", before)


def league_of_the_day(patch: Patch) -> None:
    honest = mean_mix.league_ratio

    def ratio(rows: pd.DataFrame, days: int, prior_rows: float) -> np.ndarray:
        early = rows.assign(game_date=rows["game_date"] - _DAY)
        both = pd.concat([early, rows.assign(actual=np.nan)], ignore_index=True)
        return honest(both, days, prior_rows)[len(rows) :]

    patch.setattr(mean_mix, "league_ratio", ratio)


def distribution_of_all_seasons(patch: Patch) -> None:
    honest = calibration_nodes.fit_season_distributions

    def fit(*arguments: Any) -> Any:
        made = honest(*arguments)
        return replace(made, by_season=dict.fromkeys(made.by_season, made.latest))

    patch.setattr(calibration_nodes, "fit_season_distributions", fit)


def blend_of_its_own_week(patch: Patch) -> None:
    honest = prop_blend._forward

    def forward(*arguments: Any) -> prop_blend.WeekBlends:
        made = honest(*arguments)
        ahead = [(*one[1:], one[-1]) for one in (made.blends, made.covariances)]
        return prop_blend.WeekBlends(made.weeks, *ahead)

    patch.setattr(prop_blend, "_forward", forward)


def main_line_of_the_close(patch: Patch) -> None:
    honest = props_nodes.prop_lines

    def lines(*arguments: Any) -> pd.DataFrame:
        made = honest(*arguments)
        close = made.loc[made["moment"] == "close", [*_QUESTION, "line"]]
        known = made[_QUESTION].merge(close, on=_QUESTION, how="left")["line"]
        return made.assign(line=known.fillna(made["line"]).to_numpy())

    patch.setattr(props_nodes, "prop_lines", lines)


def best_price_of_the_day(patch: Patch) -> None:
    honest = backtesting_nodes.book_quotes

    def quoted(quotes: pd.DataFrame, rules: Any) -> pd.DataFrame:
        offer = [*_QUESTION, "book", "line"]
        best = quotes.groupby(offer, as_index=False)[["price_over", "price_under"]].max()
        made = honest(quotes, rules)
        prices = made[offer].merge(best, on=offer, how="left")
        return made.assign(**{name: prices[name].to_numpy() for name in ("price_over", "price_under")})

    patch.setattr(backtesting_nodes, "book_quotes", quoted)


def only_men_who_played(patch: Patch) -> None:
    honest = stacking_nodes.put_to_lines

    def put(*arguments: Any) -> pd.DataFrame:
        made = honest(*arguments)
        return made[~made["is_void"]].reset_index(drop=True)

    patch.setattr(stacking_nodes, "put_to_lines", put)
