"""Adjusted plus-minus as a filter: what the margin says of each man beyond his box score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.ratings.lineups import TeamGames

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

    player_sd: float = 0.9
    team_sd: float = 1.5
    team_carry: float = 0.5
    home_mean: float = 2.5
    home_sd: float = 1.0
    margin_clip: float = 30.0
    noise_sd: float = 12.0
    forget_days: int = 400


@dataclass(frozen=True)
class LineupEstimate:
    """Value of a line-up in points of margin against an average opponent, per team-game.

    Attributes
    ----------
    expected
        By the minutes expected on the evening before: box-score values, deviations, team effect.
    actual
        By the minutes that were then played, with the evening's values: known after the game only.
    """

    expected: np.ndarray
    actual: np.ndarray


class _Filter:
    """Mean and covariance of home advantage, team effects and player deviations, grown as men appear.

    Sizes depend on the past alone, so that no later row can change the last bit of an earlier result.
    """

    def __init__(self, n_teams: int, settings: KalmanSettings) -> None:
        self.settings = settings
        self.offset = 1 + n_teams
        self.mean = np.zeros(self.offset)
        self.mean[0] = settings.home_mean
        self.covariance = np.diag(np.r_[settings.home_sd**2, np.full(n_teams, settings.team_sd**2)])
        self.place: dict[int, int] = {}
        self.last_seen: dict[int, int] = {}

    def new_season(self, day: int) -> None:
        kept = [p for p, seen in self.last_seen.items() if day - seen <= self.settings.forget_days]
        index = np.r_[np.arange(self.offset), np.array([self.place[p] for p in kept], dtype=int)]
        self.mean = self.mean[index]
        self.covariance = self.covariance[np.ix_(index, index)]
        self.place = {p: self.offset + i for i, p in enumerate(kept)}
        self.last_seen = {p: self.last_seen[p] for p in kept}
        carry, teams = self.settings.team_carry, np.arange(1, self.offset)
        self.mean[teams] *= carry
        self.covariance[teams, :] *= carry
        self.covariance[:, teams] *= carry
        self.covariance[teams, teams] += self.settings.team_sd**2 * (1 - carry**2)

    def admit(self, players: np.ndarray, day: int) -> None:
        new = [int(p) for p in players if int(p) not in self.place]
        if not new:
            return
        size = len(self.mean)
        grown = np.zeros((size + len(new), size + len(new)))
        grown[:size, :size] = self.covariance
        added = np.arange(size, size + len(new))
        grown[added, added] = self.settings.player_sd**2
        self.covariance = grown
        self.mean = np.r_[self.mean, np.zeros(len(new))]
        self.place |= {p: size + i for i, p in enumerate(new)}
        self.last_seen |= dict.fromkeys(new, day)

    def places(self, players: np.ndarray) -> np.ndarray:
        return np.array([self.place[p] for p in players.tolist()], dtype=int)

    def learn(self, index: np.ndarray, effect: np.ndarray, surprise_of: float) -> None:
        gain = self.covariance[:, index] @ effect
        variance = gain[index] @ effect + self.settings.noise_sd**2
        surprise = surprise_of - effect @ self.mean[index]
        self.mean += gain * (surprise / variance)
        self.covariance -= np.outer(gain, gain / variance)


def filter_lineups(
    pairs: pd.DataFrame,
    games: TeamGames,
    players: np.ndarray,
    values: np.ndarray,
    expected_minutes: np.ndarray,
    actual_minutes: np.ndarray,
    has_box: np.ndarray,
    settings: KalmanSettings,
) -> LineupEstimate:
    """Run the filter over all days; each day is valued first and learnt from afterwards.

    Parameters
    ----------
    pairs
        Games with positions of their two team-games (`pair_home_and_away`), by date and id.
    games
        The segments of the candidates.
    players
        player_id per candidate.
    values
        Box-score value per minute per candidate, points; missing before the first season with weights.
    expected_minutes, actual_minutes
        Minutes per candidate.
    has_box
        Per team-game, whether its box score is known; others are valued and not learnt from.
    settings
        Prior and noise.

    Returns
    -------
    LineupEstimate
        Points per team-game, missing where values are.
    """
    walk = _Walk(games, players, values, expected_minutes, actual_minutes, settings)
    teams = np.unique(games.keys["team_id"].to_numpy())
    state = _Filter(len(teams), settings)
    columns = {
        "day": pairs["game_date"].to_numpy().astype("datetime64[D]").astype(np.int64),
        "home": pairs["home"].to_numpy(),
        "away": pairs["away"].to_numpy(),
        "home_team": np.searchsorted(teams, pairs["home_team_id"].to_numpy()),
        "away_team": np.searchsorted(teams, pairs["away_team_id"].to_numpy()),
        "court": np.where(pairs["is_neutral"].to_numpy(), 0.0, 1.0),
        "margin": pairs["home_margin"].to_numpy(),
    }
    season_of, day_of = pairs["season"].to_numpy(), columns["day"]
    starts = np.flatnonzero(np.r_[True, day_of[1:] != day_of[:-1]]) if len(pairs) else []
    season = None
    for first, end in zip(starts, np.r_[starts[1:], len(pairs)] if len(pairs) else [], strict=True):
        day_games = [{name: column[i] for name, column in columns.items()} for i in range(first, end)]
        if np.isnan(values[games.starts[day_games[0]["home"]]]):
            continue
        if season_of[first] != season:
            season = season_of[first]
            state.new_season(int(day_of[first]))
        for game in day_games:
            walk.value(state, game)
        for game in day_games:
            if has_box[game["home"]] and has_box[game["away"]] and np.isfinite(game["margin"]):
                walk.learn(state, game)
    return LineupEstimate(walk.expected, walk.actual)


class _Walk:
    def __init__(
        self,
        games: TeamGames,
        players: np.ndarray,
        values: np.ndarray,
        expected_minutes: np.ndarray,
        actual_minutes: np.ndarray,
        settings: KalmanSettings,
    ) -> None:
        self.games, self.players, self.values, self.settings = games, players, values, settings
        self.expected_minutes, self.actual_minutes = expected_minutes, actual_minutes
        self.expected = np.full(len(games.keys), np.nan)
        self.actual = np.full(len(games.keys), np.nan)

    def value(self, state: _Filter, game: dict) -> None:
        for side in ("home", "away"):
            place = game[side]
            rows = slice(self.games.starts[place], self.games.ends[place])
            state.admit(self.players[rows], game["day"])
            per_minute = self.values[rows] + state.mean[state.places(self.players[rows])] / _MINUTES
            team = state.mean[1 + game[f"{side}_team"]]
            self.expected[place] = (self.expected_minutes[rows] * per_minute).sum() + team
            self.actual[place] = (self.actual_minutes[rows] * per_minute).sum() + team

    def learn(self, state: _Filter, game: dict) -> None:
        index = [np.array([0, 1 + game["home_team"], 1 + game["away_team"]])]
        effect = [np.array([game["court"], 1.0, -1.0])]
        known = 0.0
        for side, sign in (("home", 1.0), ("away", -1.0)):
            rows = slice(self.games.starts[game[side]], self.games.ends[game[side]])
            minutes = self.actual_minutes[rows]
            index.append(state.places(self.players[rows]))
            effect.append(sign * minutes / _MINUTES)
            known += sign * (minutes * self.values[rows]).sum()
            state.last_seen |= dict.fromkeys(self.players[rows][minutes > 0].tolist(), game["day"])
        margin = float(np.clip(game["margin"], -self.settings.margin_clip, self.settings.margin_clip))
        state.learn(np.concatenate(index), np.concatenate(effect), margin - known)
