"""What a model for every man is worth: his own ensemble, the pooled model and his average, on the same rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, DayDraws, draw_days, safe_ratio
from busta.evaluation.folds import FoldError
from busta.evaluation.training_table import KEYS
from busta.features.player_history import History
from busta.learners.per_player import ANSWERS, MIXES, PlayerModels, fold_rows

ALL = "all"
POOLED, SEASON_AVERAGE = "pooled", "season_average"
OF_EVERYBODY = (*MIXES, POOLED, SEASON_AVERAGE)
_SCORES = {"mae": "mean_absolute_error", "rmse": "root_mean_squared_error"}


def fitted_folds(folds: pd.DataFrame, first_season: str) -> list[str]:
    """Name the folds that test a season or a later one.

    Raises
    ------
    FoldError
        When there is none.
    """
    tested = folds[folds["role"] == "test"]
    names = [str(name) for name in tested.loc[tested["season"] >= first_season, "fold"].unique()]
    if not names:
        raise FoldError(
            f"expected a tested season from {first_season} (per_player.first_season) on, "
            f"the last was {tested['season'].max()}"
        )
    return names


def forecast_players(
    models: PlayerModels, table: pd.DataFrame, folds: pd.DataFrame, means: pd.DataFrame
) -> pd.DataFrame:
    """Forecast the tested rows of every fitted fold, the pooled model and the season average beside.

    Parameters
    ----------
    models
        The fitted men.
    table, folds
        The market's training table and folds.
    means
        The market's ``means``: the out-of-fold forecast of the pooled model.

    Returns
    -------
    pandas.DataFrame
        One row per question of a tested game, by date, game and player: ``season, game_id, game_date, player_id,
        fold, games`` (rows of his fit, 0 for a man without a model), a mean for each of `ANSWERS` (null without a
        model), ``pooled`` and ``season_average`` in units of Y, as of the day before, and ``actual``.
    """
    parts = []
    for fold in models.fitted:
        rows = fold_rows(table, folds, fold)[1].reset_index(drop=True)
        parts.append(rows[[*KEYS, "actual"]].assign(fold=fold).join(models.predict(rows, fold)))
    asked = ["game_id", "player_id"]
    pooled = means[[*asked, "mean"]].rename(columns={"mean": POOLED})
    said = pd.concat(parts, ignore_index=True).merge(pooled, on=asked, how="left", validate="one_to_one")
    said[SEASON_AVERAGE] = season_average(table, said)
    said = said.sort_values(["game_date", "game_id", "player_id"], ignore_index=True)
    return said[[*KEYS, "fold", "games", *ANSWERS, POOLED, SEASON_AVERAGE, "actual"]]


def season_average(table: pd.DataFrame, questions: pd.DataFrame) -> np.ndarray:
    """Average of a man's games of this season so far, before the first that of the season before, else the pooled mean.

    Parameters
    ----------
    table
        The market's training table.
    questions
        ``season, game_date, player_id`` and ``pooled``.
    """
    columns = ["season", "game_id", "game_date", "player_id", "actual"]
    history = History(table.loc[table["actual"].notna(), columns], by=["player_id"])
    past, actual = history.before(questions), history.values("actual")
    before = past.previous_season_mean(actual)
    before = np.where(np.isfinite(before), before, questions[POOLED].to_numpy(dtype=np.float64))
    now = past.mean(actual, past.season)
    return np.where(np.isfinite(now), now, before)


def with_pooled(said: pd.DataFrame, answer: str) -> pd.DataFrame:
    """Let the pooled model answer for whoever has no model of his own.

    Parameters
    ----------
    said
        As from `forecast_players`.
    answer
        Which of `ANSWERS` speaks for the others.

    Returns
    -------
    pandas.DataFrame
        Columns ``season, game_id, game_date, player_id, fold, mean, actual``, one row per row.
    """
    made = said[[*KEYS, "fold"]].assign(mean=said[answer].fillna(said[POOLED]), actual=said["actual"])
    return made


def score_players(said: pd.DataFrame, min_games: int, rules: BootstrapRules) -> pd.DataFrame:
    """Score every forecaster on the same rows of men who played.

    Parameters
    ----------
    said
        As from `forecast_players`.
    min_games
        Named in the column ``rows``.
    rules
        Bootstrap by day; differences are paired.

    Returns
    -------
    pandas.DataFrame
        `report_per_player`: one row per season (``all`` first), set of rows (men with a model of their own; everybody,
        the pooled model answering for the others) and forecaster: ``season, rows, forecaster, n,
        mean_absolute_error, root_mean_squared_error`` and for each of the two and both baselines
        ``<mae|rmse>_minus_<pooled|season_average>`` with ``_low`` and ``_high``.
    """
    played = said[said["actual"].notna()]
    filled = played.assign(**{name: played[name].fillna(played[POOLED]) for name in ANSWERS})
    sets = {
        f"players with >= {min_games} games": (
            played[played["games"] > 0],
            (*ANSWERS, POOLED, SEASON_AVERAGE),
        ),
        "all players": (filled, OF_EVERYBODY),
    }
    records = [
        {"season": season, "rows": name} | record
        for name, (rows, forecasters) in sets.items()
        for season, part in {ALL: rows, **dict(list(rows.groupby("season")))}.items()
        if len(part)
        for record in _scores(part, forecasters, rules)
    ]
    return pd.DataFrame(records)


def _scores(
    rows: pd.DataFrame, forecasters: tuple[str, ...], rules: BootstrapRules
) -> Iterator[dict[str, object]]:
    days = draw_days(rows["game_date"], rules)
    errors = np.column_stack([rows["actual"] - rows[name] for name in forecasters])
    columns = np.column_stack([np.abs(errors), errors**2, np.ones(len(rows))])
    here, drawn = _measured(columns.sum(axis=0)[None]), _measured(days.sums(columns))
    for place, name in enumerate(forecasters):
        scores = {label: here[kind][0, place] for kind, label in _SCORES.items()}
        gaps = {
            f"{kind}_minus_{other}{end}": value
            for kind in _SCORES
            for other in (POOLED, SEASON_AVERAGE)
            for end, value in _gap(here[kind], drawn[kind], place, forecasters.index(other), days).items()
        }
        yield {"forecaster": name, "n": len(rows)} | scores | gaps


def _measured(sums: np.ndarray) -> dict[str, np.ndarray]:
    absolute, squared = np.split(sums[:, :-1], 2, axis=1)
    count = np.broadcast_to(sums[:, -1:], absolute.shape)
    return {"mae": safe_ratio(absolute, count), "rmse": np.sqrt(safe_ratio(squared, count))}


def _gap(here: np.ndarray, drawn: np.ndarray, place: int, other: int, days: DayDraws) -> dict[str, float]:
    gap = days.estimate(here[0, place] - here[0, other], drawn[:, place] - drawn[:, other])
    return {"": gap.value, "_low": gap.low, "_high": gap.high}
