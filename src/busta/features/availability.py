"""The same line-up features once somebody has seen a line-up or an injury list, with the hour at which he saw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.features.groups import FEATURE_KEYS, FeatureColumn, FeatureGroup, Information
from busta.features.players import LINEUP_COLUMNS, lineup_features
from busta.nba.calendar import LEAGUE_ZONE
from busta.ratings.game_days import walk_days
from busta.ratings.lineups import LineupSettings
from busta.ratings.ranges import check_above_zero, check_share

UNLISTED = "unlisted"


@dataclass(frozen=True)
class AvailabilitySettings:
    """How a status becomes a probability to play.

    Attributes
    ----------
    morning_hour
        US Eastern hour of the game day up to which something counts as known in the morning.
    status_prior
        Probability to play of each status before any game with statuses is known.
    prior_weight
        Weight of that prior, in men with the status.
    likely_from, unlikely_below
        Evening probabilities between which a man counts as open; the three classes are counted apart.
    lineup
        Minutes of a team and the cap of a man.
    """

    morning_hour: int
    status_prior: Mapping[str, float]
    prior_weight: float
    likely_from: float
    unlikely_below: float
    lineup: LineupSettings

    def __post_init__(self) -> None:
        check_above_zero("Availability", self, "prior_weight")
        check_share("Availability", self, "likely_from", "unlikely_below")
        if not 0 <= self.morning_hour <= 23:
            raise ValueError(f"Availability morning_hour: expected 0 to 23, was {self.morning_hour}.")
        if self.unlikely_below > self.likely_from:
            raise ValueError(
                f"Availability unlikely_below: expected at most likely_from {self.likely_from}, "
                f"was {self.unlikely_below}."
            )
        for status, prior in self.status_prior.items():
            if not 0 <= prior <= 1:
                raise ValueError(f"Availability status_prior {status}: expected 0 to 1, was {prior}.")


def morning_ends(game_dates: pd.Series, settings: AvailabilitySettings) -> pd.Series:
    """Moment at which the morning of each game ends.

    Parameters
    ----------
    game_dates
        US Eastern dates, at midnight.
    settings
        The morning hour.

    Returns
    -------
    pandas.Series
        The morning hour by the clock on the wall, US Eastern, also on the days on which clocks are changed.
    """
    return (game_dates + pd.Timedelta(hours=settings.morning_hour)).dt.tz_localize(LEAGUE_ZONE)


def known_statuses(
    availability: pd.DataFrame, information: Information, settings: AvailabilitySettings
) -> pd.DataFrame:
    """Pick the last status of every man that was seen by a stated moment.

    Parameters
    ----------
    availability
        ``prm_availability``: one row per sighting, all before tip-off.
    information
        ``morning`` (up to the morning hour of the game day) or ``tip_off`` (the last before it; where the hour
        of tip-off is not known, no later than the morning, for it might be later than the game).
    settings
        The morning hour.

    Returns
    -------
    pandas.DataFrame
        One row per game and man: ``game_id, team_id, player_id, status``.
    """
    is_known = availability["seen_at_utc"] <= morning_ends(availability["game_date"], settings)
    if information == "tip_off":
        is_known |= availability["minutes_to_tip_off"] > 0
    seen = availability[is_known]
    # Of two sightings in one second the more telling one stands, by name of source and status: any fixed order.
    ordered = seen.sort_values(["seen_at_utc", "source", "status"], kind="stable")
    last = ordered.drop_duplicates(["game_id", "player_id"], keep="last")
    return last[["game_id", "team_id", "player_id", "status"]]


def informed_probability(
    outlook: pd.DataFrame, player_games: pd.DataFrame, statuses: pd.DataFrame, settings: AvailabilitySettings
) -> np.ndarray:
    """Replace the evening's probability to play where statuses are known.

    The share of men of a status (and class of evening probability) who played is counted over earlier days
    only, shrunk to a prior; a man without a status on a team somebody has looked at is ``unlisted``.

    Parameters
    ----------
    outlook
        ``feat_player_outlook``, sorted by date.
    player_games
        ``prm_player_games``: who played, for earlier days.
    statuses
        From `known_statuses`.
    settings
        Priors.

    Returns
    -------
    numpy.ndarray
        Probability per row of the outlook; missing where nobody has looked at the team.
    """
    rows = outlook[[*FEATURE_KEYS, "player_id", "play_probability"]]
    man = ["game_id", "team_id", "player_id"]
    rows = rows.merge(statuses, how="left", on=man, validate="many_to_one")
    is_seen = _is_in(rows, statuses, ["game_id", "team_id"])
    played = _is_in(rows, player_games, man).astype(float)
    counted = is_seen & _is_in(rows, player_games, ["game_id", "team_id"])
    names = [*settings.status_prior, UNLISTED]
    status = pd.Index(names).get_indexer(pd.Index(rows["status"].fillna(UNLISTED)))
    if (status < 0).any():
        unknown = rows.loc[status < 0, "status"].iloc[0]
        raise ValueError(f"Status of a player: expected one of {', '.join(names)}, was {unknown!r}.")
    evening = rows["play_probability"].to_numpy()
    cell = status * 3 + np.digitize(evening, [settings.unlikely_below, settings.likely_from])
    counts = _Counts(len(names) * 3)
    prior = np.array([*settings.status_prior.values(), np.nan])[status]
    # An unlisted man is as likely to play as on the evening before, until the counts say more.
    prior = np.where(np.isnan(prior), evening, prior)
    probability = np.full(len(rows), np.nan)
    for day in walk_days(rows):
        at = np.arange(day.rows.start, day.rows.stop)
        today = at[is_seen[at]]
        probability[today] = counts.shrunk(cell[today], prior[today], settings.prior_weight)
        past = at[counted[at]]
        counts.add(cell[past], played[past])
    return probability


def _is_in(rows: pd.DataFrame, table: pd.DataFrame, keys: list[str]) -> np.ndarray:
    return pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(table[keys].drop_duplicates()))


class _Counts:
    def __init__(self, n_cells: int) -> None:
        self.played, self.men = np.zeros(n_cells), np.zeros(n_cells)

    def shrunk(self, cell: np.ndarray, prior: np.ndarray, weight: float) -> np.ndarray:
        return (self.played[cell] + weight * prior) / (self.men[cell] + weight)

    def add(self, cell: np.ndarray, played: np.ndarray) -> None:
        np.add.at(self.men, cell, 1.0)
        np.add.at(self.played, cell, played)


def availability_features(
    information: Information,
    team_games: pd.DataFrame,
    outlook: pd.DataFrame,
    player_games: pd.DataFrame,
    availability: pd.DataFrame,
    settings: AvailabilitySettings,
) -> pd.DataFrame:
    """Value the line-up a team is expected to field by what was seen on the day of the game.

    Parameters
    ----------
    information
        ``morning`` or ``tip_off``; it also begins the names of the columns.
    team_games, outlook, player_games, availability
        ``prm_team_games``, ``feat_player_outlook``, ``prm_player_games`` (earlier days only are used),
        ``prm_availability``.
    settings
        How a status becomes a probability.

    Returns
    -------
    pandas.DataFrame
        One row per team and game, sorted by ``game_date, game_id, team_id``: the keys, the columns of
        `LINEUP_COLUMNS` with the prefix, and ``<information>_is_known``. Where nobody has looked at the team,
        the values of the evening before stand.
    """
    statuses = known_statuses(availability, information, settings)
    informed = informed_probability(outlook, player_games, statuses, settings)
    evening = outlook["play_probability"].to_numpy()
    changed = outlook.assign(play_probability=np.where(np.isnan(informed), evening, informed))
    features = lineup_features(team_games, changed, settings.lineup)
    is_known = _is_in(features, statuses, ["game_id", "team_id"])
    renamed = features.rename(columns={name: f"{information}_{name}" for name in LINEUP_COLUMNS})
    return renamed.assign(**{f"{information}_is_known": is_known.astype(float)})


def _columns(information: Information) -> dict[str, FeatureColumn]:
    columns = {
        f"{information}_{name}": FeatureColumn(
            f"As {name}, with what was seen by {information.replace('_', '-')}.",
            column.unit,
            missing=column.missing,
            prior=column.prior,
        )
        for name, column in LINEUP_COLUMNS.items()
    }
    said = (
        f"Whether somebody had looked at the team's line-up or injuries by {information.replace('_', '-')}."
    )
    return columns | {f"{information}_is_known": FeatureColumn(said, "0 or 1")}


def morning_features(
    team_games: pd.DataFrame,
    outlook: pd.DataFrame,
    player_games: pd.DataFrame,
    availability: pd.DataFrame,
    settings: AvailabilitySettings,
) -> pd.DataFrame:
    """Line-up features as of the morning of the game, see `availability_features`."""
    return availability_features("morning", team_games, outlook, player_games, availability, settings)


def tip_off_features(
    team_games: pd.DataFrame,
    outlook: pd.DataFrame,
    player_games: pd.DataFrame,
    availability: pd.DataFrame,
    settings: AvailabilitySettings,
) -> pd.DataFrame:
    """Line-up features as of the last sighting before tip-off, see `availability_features`."""
    return availability_features("tip_off", team_games, outlook, player_games, availability, settings)


_INPUTS = ("prm_team_games", "feat_player_outlook", "prm_player_games", "prm_availability")
MORNING = FeatureGroup("morning", morning_features, _INPUTS, _columns("morning"), "morning")
TIP_OFF = FeatureGroup("tip_off", tip_off_features, _INPUTS, _columns("tip_off"), "tip_off")
