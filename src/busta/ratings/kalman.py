"""Adjusted plus-minus as a filter: what the margin says of each man beyond his box score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.ratings.game_days import walk_days
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

    player_sd: float
    team_sd: float
    team_carry: float
    home_mean: float
    home_sd: float
    margin_clip: float
    noise_sd: float
    forget_days: int


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
    teams = np.unique(games.keys["team_id"].to_numpy())
    walk = _Walk(games, players, values, actual_minutes, _Filter(len(teams), settings))
    columns = {
        "day": pairs["game_date"].to_numpy().astype("datetime64[D]").astype(np.int64),
        "home": pairs["home"].to_numpy(),
        "away": pairs["away"].to_numpy(),
        "home_team": np.searchsorted(teams, pairs["home_team_id"].to_numpy()),
        "away_team": np.searchsorted(teams, pairs["away_team_id"].to_numpy()),
        "court": np.where(pairs["is_neutral"].to_numpy(), 0.0, 1.0),
        "margin": pairs["home_margin"].to_numpy(),
    }
    is_learnt = has_box[columns["home"]] & has_box[columns["away"]] & np.isfinite(columns["margin"])
    for day in walk_days(pairs):
        today = [
            {name: column[i] for name, column in columns.items()} | {"is_learnt": is_learnt[i]}
            for i in range(day.rows.start, day.rows.stop)
        ]
        walk.step(today, str(pairs["season"].iat[day.rows.start]))
    return Adjustment(walk.deviation, walk.team_effect)


class _Walk:
    def __init__(
        self, games: TeamGames, players: np.ndarray, values: np.ndarray, minutes: np.ndarray, state: _Filter
    ) -> None:
        self.games, self.players, self.values, self.minutes = games, players, values, minutes
        self.state = state
        self.season = ""
        self.deviation = np.full(len(players), np.nan)
        self.team_effect = np.full(len(games.keys), np.nan)

    def step(self, today: list[dict], season: str) -> None:
        if np.isnan(self.values[self.games.starts[today[0]["home"]]]):
            return
        if season != self.season:
            self.season = season
            self.state.new_season(int(today[0]["day"]))
        for game in today:
            self.write_down(game)
        for game in today:
            if game["is_learnt"]:
                self.learn(game)

    def write_down(self, game: dict) -> None:
        for side in ("home", "away"):
            place = game[side]
            rows = slice(self.games.starts[place], self.games.ends[place])
            self.state.admit(self.players[rows], game["day"])
            self.deviation[rows] = self.state.mean[self.state.places(self.players[rows])] / _MINUTES
            self.team_effect[place] = self.state.mean[1 + game[f"{side}_team"]]

    def learn(self, game: dict) -> None:
        index = [np.array([0, 1 + game["home_team"], 1 + game["away_team"]])]
        effect = [np.array([game["court"], 1.0, -1.0])]
        explained = 0.0
        for side, sign in (("home", 1.0), ("away", -1.0)):
            rows = slice(self.games.starts[game[side]], self.games.ends[game[side]])
            minutes = self.minutes[rows]
            index.append(self.state.places(self.players[rows]))
            effect.append(sign * minutes / _MINUTES)
            explained += sign * (minutes * self.values[rows]).sum()
            self.state.last_seen |= dict.fromkeys(self.players[rows][minutes > 0].tolist(), game["day"])
        clip = self.state.settings.margin_clip
        margin = float(np.clip(game["margin"], -clip, clip))
        self.state.learn(np.concatenate(index), np.concatenate(effect), margin - explained)
