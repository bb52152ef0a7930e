"""Adjusted plus-minus as a filter: what the margin says of each man beyond his box score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.ratings.game_days import GameDay, walk_days
from busta.ratings.lineups import TeamGames
from busta.ratings.ranges import check_above_zero, check_share

_MINUTES = 48.0


@dataclass(frozen=True)
class KalmanSettings:
    """Prior and noise of the filter, in points of margin.

    Attributes
    ----------
    player_sd
        Prior sd of a man's deviation from his box-score value, per 48 minutes.
    team_sd
        Prior sd of a team's effect (coaching, fit), per game.
    team_carry
        Share of the team effect kept at a new season.
    home_mean, home_sd
        Prior of the home advantage.
    margin_clip
        The measured margin is clipped here: garbage time says little.
    noise_sd
        Noise of one game's margin.
    forget_days
        A man not seen for so long goes back to the prior at a new season.
    """

    player_sd: float
    team_sd: float
    team_carry: float
    home_mean: float
    home_sd: float
    margin_clip: float
    noise_sd: float
    forget_days: int

    def __post_init__(self) -> None:
        names = ("player_sd", "team_sd", "home_sd", "margin_clip", "noise_sd", "forget_days")
        check_above_zero("Kalman filter", self, *names)
        check_share("Kalman filter", self, "team_carry")


@dataclass(frozen=True)
class Adjustment:
    """What the margins of earlier days say beyond the box scores, as of the evening before each game.

    Attributes
    ----------
    deviation
        Per candidate: points per minute above his box-score value.
    team_effect
        Per team-game: points of the team beyond its men.
    """

    deviation: np.ndarray
    team_effect: np.ndarray


class _Filter:
    """Mean and covariance of home advantage, team effects and player deviations, grown as teams and men appear.

    Sizes depend on the past alone, so that no later row can change the last bit of an earlier result.
    """

    def __init__(self, settings: KalmanSettings) -> None:
        self.settings = settings
        self.mean = np.array([float(settings.home_mean)])
        self.covariance = np.array([[float(settings.home_sd**2)]])
        self.teams: dict[int, int] = {}
        self.players: dict[int, int] = {}
        self.last_seen: dict[int, int] = {}

    def new_season(self, day: int) -> None:
        kept = [p for p in self.players if day - self.last_seen[p] <= self.settings.forget_days]
        index = np.array([0, *self.teams.values(), *(self.players[p] for p in kept)])
        self.mean = self.mean[index]
        self.covariance = self.covariance[np.ix_(index, index)]
        self.teams = {team: 1 + i for i, team in enumerate(self.teams)}
        self.players = {p: 1 + len(self.teams) + i for i, p in enumerate(kept)}
        self.last_seen = {p: self.last_seen[p] for p in kept}
        carry, teams = self.settings.team_carry, np.arange(1, 1 + len(self.teams))
        self.mean[teams] *= carry
        self.covariance[teams, :] *= carry
        self.covariance[:, teams] *= carry
        self.covariance[teams, teams] += self.settings.team_sd**2 * (1 - carry**2)

    def admit(self, teams: list[int], players: list[int], day: int) -> None:
        new_players = [p for p in players if p not in self.players]
        self.last_seen |= dict.fromkeys(new_players, day)
        self._grow(self.teams, [t for t in teams if t not in self.teams], self.settings.team_sd)
        self._grow(self.players, new_players, self.settings.player_sd)

    def _grow(self, places: dict[int, int], new: list[int], sd: float) -> None:
        if not new:
            return
        size = len(self.mean)
        added = np.arange(size, size + len(new))
        grown = np.zeros((size + len(new), size + len(new)))
        grown[:size, :size] = self.covariance
        grown[added, added] = sd**2
        self.covariance = grown
        self.mean = np.concatenate([self.mean, np.zeros(len(new))])
        places |= dict(zip(new, added.tolist(), strict=True))

    def learn(self, measured: list[_Measured]) -> None:
        # The games of one day are learnt together: the same as one after the other, with one pass over the
        # covariance instead of many.
        gain = np.stack([m.effect @ self.covariance[m.index] for m in measured])
        variance = np.stack([gain[:, m.index] @ m.effect for m in measured], axis=1)
        np.fill_diagonal(variance, variance.diagonal() + self.settings.noise_sd**2)
        surprise = np.array([m.margin - m.effect @ self.mean[m.index] for m in measured])
        self.mean += np.linalg.solve(variance, surprise) @ gain
        scaled = np.linalg.solve(np.linalg.cholesky(variance), gain)
        self.covariance -= scaled.T @ scaled


@dataclass(frozen=True)
class _Measured:
    index: np.ndarray  # places in the state that a margin speaks of
    effect: np.ndarray  # how much of each it holds
    margin: float  # points beyond the box scores


def adjust_for_margins(
    pairs: pd.DataFrame,
    games: TeamGames,
    players: np.ndarray,
    values: np.ndarray,
    actual_minutes: np.ndarray,
    has_box: np.ndarray,
    settings: KalmanSettings,
) -> Adjustment:
    """Run the filter over all days; each day is written down first and learnt from afterwards.

    Parameters
    ----------
    pairs
        Games with the positions of their two team-games (`pair_home_and_away`), by date and id.
    games
        The segments of the candidates.
    players
        player_id per candidate.
    values
        Box-score value per minute per candidate, points; missing before the first season with weights.
    actual_minutes
        Minutes then played, per candidate.
    has_box
        Per team-game, whether its box score is known; other games are not learnt from.
    settings
        Prior and noise.

    Returns
    -------
    Adjustment
        Missing where values are.
    """
    walk = _Walk(games, players, values, actual_minutes, _Filter(settings))
    is_learnt = has_box[pairs["home"]] & has_box[pairs["away"]] & np.isfinite(pairs["home_margin"])
    learnt = pairs[is_learnt]
    first_of_day = np.searchsorted(learnt["game_date"], games.keys["game_date"])
    end_of_day = np.searchsorted(learnt["game_date"], games.keys["game_date"], side="right")
    for day in walk_days(games.keys):
        first = day.rows.start
        rows = slice(games.starts[first], games.ends[day.rows.stop - 1])
        if np.isnan(values[rows.start]):
            continue
        walk.write_down(day, rows)
        walk.learn(learnt.iloc[first_of_day[first] : end_of_day[first]])
    return Adjustment(walk.deviation, walk.team_effect)


class _Walk:
    def __init__(
        self, games: TeamGames, players: np.ndarray, values: np.ndarray, minutes: np.ndarray, state: _Filter
    ) -> None:
        self.games, self.players, self.values, self.minutes = games, players, values, minutes
        self.teams = games.keys["team_id"].to_numpy()
        self.seasons = games.keys["season"].to_numpy()
        self.days = games.keys["game_date"].to_numpy().astype("datetime64[D]").astype(np.int64)
        self.state = state
        self.season = ""
        self.deviation = np.full(len(players), np.nan)
        self.team_effect = np.full(len(games.keys), np.nan)

    def write_down(self, day: GameDay, rows: slice) -> None:
        number = int(self.days[day.rows.start])
        if self.seasons[day.rows.start] != self.season:
            self.season = self.seasons[day.rows.start]
            self.state.new_season(number)
        teams, players = self.teams[day.rows].tolist(), self.players[rows].tolist()
        self.state.admit(teams, players, number)
        self.deviation[rows] = self.state.mean[[self.state.players[p] for p in players]] / _MINUTES
        self.team_effect[day.rows] = self.state.mean[[self.state.teams[t] for t in teams]]

    def learn(self, today: pd.DataFrame) -> None:
        if len(today):
            columns = (today[name] for name in ("home", "away", "is_neutral", "home_margin"))
            self.state.learn([self.measure(*game) for game in zip(*columns, strict=True)])

    def measure(self, home: int, away: int, is_neutral: bool, margin: float) -> _Measured:
        index, effect = [[0]], [np.array([0.0 if is_neutral else 1.0])]
        clip = self.state.settings.margin_clip
        beyond = float(np.clip(margin, -clip, clip))
        for place, sign in ((home, 1.0), (away, -1.0)):
            rows = slice(self.games.starts[place], self.games.ends[place])
            minutes, players = self.minutes[rows], self.players[rows].tolist()
            index.append([self.state.teams[self.teams[place]], *(self.state.players[p] for p in players)])
            effect.append(sign * np.append(1.0, minutes / _MINUTES))
            beyond -= sign * (minutes * self.values[rows]).sum()
            seen = self.players[rows][minutes > 0].tolist()
            self.state.last_seen |= dict.fromkeys(seen, int(self.days[place]))
        return _Measured(np.concatenate(index), np.concatenate(effect), beyond)
