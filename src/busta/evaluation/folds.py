"""Walk-forward folds as data: built once, read by everybody who fits, calibrates, blends or scores."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

Refit = Literal["season", "month"]

FOLD_COLUMNS = ["fold", "role", "season", "game_id", "game_date", "week", "inner_fold"]
_ROLES = ("train", "early_stopping", "test")


class FoldError(ValueError):
    """Folds cannot be built from these games as asked."""


class LeakingFoldsError(FoldError):
    """A fold trains on what it is tested on, or on what comes later."""


def week_groups(games: pd.DataFrame, weeks_per_group: int) -> pd.Series:
    """Number the week groups of each season.

    Parameters
    ----------
    games
        One row per game: `season`, `game_date`.
    weeks_per_group
        Weeks (Monday to Sunday) in a group, at least 1.

    Returns
    -------
    pandas.Series
        Integer from 0 (the group of the season's first game), aligned to the rows of `games`.
    """
    monday = games["game_date"] - pd.to_timedelta(games["game_date"].dt.day_of_week, unit="D")
    first = monday.groupby(games["season"]).transform("min")
    return (((monday - first).dt.days // 7) // weeks_per_group).astype("int64").rename("week")


def walk_forward_folds(
    games: pd.DataFrame,
    *,
    first_test_season: str,
    refit: Refit,
    weeks_per_group: int,
    early_stopping_groups: int,
    min_complete_rows: int,
    inner_count: int,
) -> pd.DataFrame:
    """Build the folds of a market: train on everything before a season (or month), test on it.

    Parameters
    ----------
    games
        One row per game: `season`, `game_id`, `game_date`, `actual` (null while unplayed), `is_complete` (no
        feature had to be filled in).
    first_test_season
        First season that is tested, e.g. `2016-17`; earlier seasons are for training only.
    refit
        One fold for every season, or for every month of a season.
    weeks_per_group
        Weeks in a week group.
    early_stopping_groups
        The latest week groups of the training rows that get the role `early_stopping`; at least one group
        is left for training.
    min_complete_rows
        Where the past holds at least so many complete games, only they are trained on: a filled-in feature
        teaches that the feature says nothing.
    inner_count
        Inner folds that the week groups of the training rows are dealt to; fewer where there are fewer groups.

    Returns
    -------
    pandas.DataFrame
        One row per fold and game, ordered by test date: `fold` (`2018-19` or `2018-19/2019-01`), `role`
        (`train`, `early_stopping`, `test`), `season`, `game_id`, `game_date`, `week` (number of the week
        group in its season), `inner_fold` (from 0; -1 for tested games). Unplayed games are tested, never trained on.

    Raises
    ------
    FoldError
        When no season is to be tested, or a fold would have no game to train on.
    """
    rows = games[["season", "game_id", "game_date"]].assign(
        week=week_groups(games, weeks_per_group),
        is_played=games["actual"].notna(),
        is_complete=games["is_complete"],
    )
    rows = rows.sort_values(["game_date", "game_id"], ignore_index=True)
    tested = rows[rows["season"] >= first_test_season]
    if tested.empty:
        raise FoldError(
            f"expected games of the season {first_test_season} (first_test_season) or later, "
            f"the last was {rows['season'].max()}"
        )
    names = _fold_names(tested, refit)
    folds = [
        _fold(name, test, rows, early_stopping_groups, min_complete_rows, inner_count)
        for name, test in tested.groupby(names, sort=False, observed=True)
    ]
    return check_folds(pd.concat(folds, ignore_index=True)[FOLD_COLUMNS])


def check_folds(folds: pd.DataFrame) -> pd.DataFrame:
    """Refuse folds that could leak: the law every table of folds must pass before it is used.

    Every training and early-stopping day lies before every test day of its fold; early stopping lies after
    training; no game has two roles in a fold; no game is tested twice.

    Parameters
    ----------
    folds
        One row per fold and game, as `walk_forward_folds` returns them.

    Returns
    -------
    pandas.DataFrame
        The same table.

    Raises
    ------
    LeakingFoldsError
        Names the fold, the day and the role.
    """
    days = {role: _days(folds, role) for role in _ROLES}
    _refuse_overlap(days, "train", "test")
    _refuse_overlap(days, "early_stopping", "test")
    _refuse_overlap(days, "train", "early_stopping")
    _refuse_repeats(folds, ["fold", "game_id"], "one role for a game in a fold")
    _refuse_repeats(folds[folds["role"] == "test"], ["game_id"], "one fold that tests a game")
    return folds


def inner_folds(rows: pd.DataFrame, count: int) -> pd.Series:
    """Deal the week groups of training rows to inner folds, for choices made inside a training set.

    Parameters
    ----------
    rows
        Training rows of one fold: `season`, `week`.
    count
        Number of inner folds, at least 2.

    Returns
    -------
    pandas.Series
        Number of the inner fold, 0 to count - 1, aligned to `rows`. The games of a week group stay
        together: neighbouring days share line-ups and form.

    Raises
    ------
    FoldError
        When there are fewer week groups than inner folds.
    """
    keys = pd.MultiIndex.from_frame(rows[["season", "week"]])
    group, groups = pd.factorize(keys, sort=True)
    if count < 2 or len(groups) < count:
        raise FoldError(f"expected 2 to {len(groups)} inner folds (one week group each), was {count}")
    return pd.Series(group % count, index=rows.index, name="inner_fold")


def chronological_split(games: pd.DataFrame, *, train: float, validation: float) -> pd.DataFrame:
    """Split the played games in time order; a day is never divided.

    Parameters
    ----------
    games
        One row per game: `season`, `game_id`, `game_date`, `actual` (null while unplayed).
    train, validation
        Shares in (0, 1) of the games for the first and the second part; the rest is the test part. A day
        belongs to the part in which its first game falls.

    Returns
    -------
    pandas.DataFrame
        One row per played game: `season`, `game_id`, `game_date`, `part`
        (`train`, `validation`, `test`).
    """
    played = games.loc[games["actual"].notna(), ["season", "game_id", "game_date"]]
    played = played.sort_values(["game_date", "game_id"], ignore_index=True)
    position = pd.Series(np.arange(len(played)), index=played.index)
    share = position.groupby(played["game_date"]).transform("min") / max(len(played), 1)
    parts = np.select([share < train, share < train + validation], ["train", "validation"], "test")
    return played.assign(part=pd.Series(parts, index=played.index, dtype="str"))


def _fold_names(tested: pd.DataFrame, refit: Refit) -> pd.Series:
    if refit == "season":
        return tested["season"].rename("fold")
    return (tested["season"] + "/" + tested["game_date"].dt.strftime("%Y-%m")).rename("fold")


def _fold(
    name: object,
    test: pd.DataFrame,
    rows: pd.DataFrame,
    early_stopping_groups: int,
    min_complete_rows: int,
    inner_count: int,
) -> pd.DataFrame:
    first_day = test["game_date"].min()
    past = rows[(rows["game_date"] < first_day) & rows["is_played"]]
    if past.empty:
        raise FoldError(
            f"fold {name}: expected played games before {first_day:%Y-%m-%d} to train on, was none; "
            "first_test_season must come after the first season of the data"
        )
    if past["is_complete"].sum() >= min_complete_rows:
        past = past[past["is_complete"]]
    late = _latest_groups(past, early_stopping_groups)
    roles = np.where(late, "early_stopping", "train")
    groups = len(past[["season", "week"]].drop_duplicates())
    inner = inner_folds(past, min(inner_count, groups)) if groups > 1 else 0
    fold = pd.concat([past.assign(role=roles, inner_fold=inner), test.assign(role="test", inner_fold=-1)])
    return fold.assign(fold=str(name))


def _latest_groups(past: pd.DataFrame, count: int) -> np.ndarray:
    # Rows are in time order and a season's weeks follow each other, so the group number only grows.
    group = past.groupby(["season", "week"], sort=True).ngroup()
    kept = min(count, group.max())
    return (group > group.max() - kept).to_numpy()


def _days(folds: pd.DataFrame, role: str) -> pd.DataFrame:
    rows = folds[folds["role"] == role]
    return rows.groupby("fold", sort=False)["game_date"].agg(["min", "max"])


def _refuse_overlap(days: dict[str, pd.DataFrame], earlier: str, later: str) -> None:
    both = days[earlier].add_suffix("_earlier").join(days[later].add_suffix("_later"), how="inner")
    wrong = both[both["max_earlier"] >= both["min_later"]]
    if len(wrong):
        fold = wrong.iloc[0]
        raise LeakingFoldsError(
            f"fold {wrong.index[0]}: expected every day of the role {earlier!r} before the first day of the "
            f"role {later!r} ({fold['min_later']:%Y-%m-%d}), was {fold['max_earlier']:%Y-%m-%d}"
        )


def _refuse_repeats(folds: pd.DataFrame, key: list[str], expected: str) -> None:
    wrong = folds[folds.duplicated(key, keep="first")]
    if len(wrong):
        row = wrong.iloc[0]
        raise LeakingFoldsError(f"fold {row['fold']}, game {row['game_id']}: expected {expected}, was two")
