"""What was known of every man on a team's books on the evening before each of its games."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

RATE_STATISTICS = (
    "fgm",
    "fga",
    "fg3m",
    "fg3a",
    "ftm",
    "fta",
    "oreb",
    "dreb",
    "ast",
    "stl",
    "blk",
    "tov",
    "pf",
    "plus_minus",
)
_NEVER = -(10**6)
# A man who has just come to a team is taken to have played half of its games.
_NEWCOMER_SHARE = 0.5
_MAX_REST_DAYS = 10


@dataclass(frozen=True)
class PlayerStateSettings:
    """How fast the past of a player fades.

    Attributes
    ----------
    rate_half_life
        Games after which a box-score line counts half in the per-minute rates.
    plus_minus_half_life
        The same for plus/minus, which is far noisier.
    rate_prior_minutes, plus_minus_prior_minutes
        Minutes of a low-minute man that every player is taken to have played already.
    minutes_decay
        Weight of the past in the moving average of minutes, per game played.
    minutes_season_carry
        Share of that weight kept at the start of a new season.
    minutes_prior
        Minutes a game of a man nobody has seen.
    share_decay
        Weight of the past in the share of his team's games that a man played, per game of the team.
    roster_days
        A man is on the books of the team of his last appearance for so many days.
    low_minutes
        Average minutes a game below which a man counts as a low-minute man.
    """

    rate_half_life: float
    plus_minus_half_life: float
    rate_prior_minutes: float
    plus_minus_prior_minutes: float
    minutes_decay: float
    minutes_season_carry: float
    minutes_prior: float
    share_decay: float
    roster_days: int
    low_minutes: float


class _State:
    def __init__(self, n_players: int, n_teams: int, settings: PlayerStateSettings) -> None:
        k = len(RATE_STATISTICS)
        self.settings = settings
        self.sums = np.zeros((n_players, k))
        self.minutes = np.zeros((n_players, k))
        self.weighted_minutes = np.zeros(n_players)
        self.weight = np.zeros(n_players)
        self.last_minutes = np.zeros(n_players)
        self.last_day = np.full(n_players, _NEVER)
        self.last_team = np.full(n_players, -1)
        self.played_share = np.zeros(n_players)
        self.team_games = np.zeros(n_teams)
        self.team_games_at_last = np.zeros(n_players)
        self.team_last_day = np.full(n_teams, _NEVER)
        self.note_day = np.full(n_players, _NEVER)
        self.note_is_out = np.zeros(n_players, dtype=bool)
        self.note_is_day_to_day = np.zeros(n_players, dtype=bool)
        self.note_is_season_ending = np.zeros(n_players, dtype=bool)
        self.low_sums = np.zeros(k)
        self.low_minutes = np.zeros(k)
        decay = np.full(k, 0.5 ** (1 / settings.rate_half_life))
        decay[-1] = 0.5 ** (1 / settings.plus_minus_half_life)
        self.decay = decay
        prior = np.full(k, settings.rate_prior_minutes)
        prior[-1] = settings.plus_minus_prior_minutes
        self.prior = prior

    def new_season(self) -> None:
        self.weighted_minutes *= self.settings.minutes_season_carry
        self.weight *= self.settings.minutes_season_carry

    def expected_minutes(self, who: np.ndarray) -> np.ndarray:
        return (self.weighted_minutes[who] + self.settings.minutes_prior) / (self.weight[who] + 1.0)

    def rates(self, who: np.ndarray) -> np.ndarray:
        low = self.low_sums / np.maximum(self.low_minutes, 1.0)
        return (self.sums[who] + self.prior * low) / (self.minutes[who] + self.prior)

    def candidates(self, day: int, teams: np.ndarray, slot_of_team: np.ndarray) -> dict[str, np.ndarray]:
        on_books = (self.last_team >= 0) & (day - self.last_day <= self.settings.roster_days)
        who = np.flatnonzero(on_books)
        who = who[slot_of_team[self.last_team[who]] >= 0]
        team = self.last_team[who]
        since_note = (day - self.note_day[who]).astype(float)
        is_open = self.note_day[who] >= self.last_day[who]
        return {
            "player": who,
            "slot": slot_of_team[team],
            "expected_minutes": self.expected_minutes(who),
            "last_minutes": self.last_minutes[who],
            "experience": self.weight[who],
            "games_missed": self.team_games[team] - self.team_games_at_last[who],
            "days_since_played": (day - self.last_day[who]).astype(float),
            "share_played": self.played_share[who],
            "note_age": np.where(is_open, since_note, np.nan),
            "note_out": np.where(is_open, self.note_is_out[who], np.nan),
            "note_day_to_day": np.where(is_open, self.note_is_day_to_day[who], np.nan),
            "note_season_ending": np.where(is_open, self.note_is_season_ending[who], np.nan),
            "note_after_last_game": (self.note_day[who] > self.last_day[who]).astype(float),
            "team_games": self.team_games[team],
            "team_rest": np.minimum(day - self.team_last_day[team], _MAX_REST_DAYS).astype(float),
            "rates": self.rates(who),
        }

    def add_notes(self, notes: dict[str, np.ndarray]) -> None:
        # Notes come in the order of their rows: the last note of a man on a day stands.
        who = notes["player"]
        self.note_day[who] = notes["day"]
        self.note_is_out[who] = notes["is_out"]
        self.note_is_day_to_day[who] = notes["is_day_to_day"]
        self.note_is_season_ending[who] = notes["is_season_ending"]

    def add_games(self, day: int, teams: np.ndarray, rows: dict[str, np.ndarray]) -> None:
        self.team_games[teams] += 1
        self.team_last_day[teams] = day
        # Every man on the books of a team that played has one more chance to have played.
        on_books = np.isin(self.last_team, teams)
        self.played_share[on_books] *= self.settings.share_decay
        who, minutes = rows["player"], rows["minutes"]
        x = rows["statistics"]
        self.sums[who] = self.sums[who] * self.decay + x
        self.minutes[who] = self.minutes[who] * self.decay + minutes[:, None]
        decay = self.settings.minutes_decay
        is_low = self.expected_minutes(who) < self.settings.low_minutes
        self.low_sums += np.add.reduce(x[is_low], axis=0)
        self.low_minutes += np.add.reduce(minutes[is_low])
        self.weighted_minutes[who] = self.weighted_minutes[who] * decay + minutes
        self.weight[who] = self.weight[who] * decay + 1.0
        self.last_minutes[who] = minutes
        self.last_day[who] = day
        moved = self.last_team[who] != rows["team"]
        self.played_share[who] = np.where(moved, _NEWCOMER_SHARE, self.played_share[who])
        self.played_share[who] += 1 - self.settings.share_decay
        self.last_team[who] = rows["team"]
        self.team_games_at_last[who] = self.team_games[rows["team"]]


@dataclass(frozen=True)
class Candidates:
    """Men on the books of a team on the evening before its game.

    Attributes
    ----------
    table
        One row per (team-game, player), as of the end of the day before the game: keys, ``expected_minutes`` (if
        he plays), what his past and the notes say about his playing, and ``played``, ``minutes`` (what then
        happened: null where no box score of the game is known; never a feature).
    rates
        Array of shape (rows of table, statistics): per-minute rates, same order.
    """

    table: pd.DataFrame
    rates: np.ndarray


def walk_player_states(
    team_games: pd.DataFrame, player_games: pd.DataFrame, notes: pd.DataFrame, settings: PlayerStateSettings
) -> Candidates:
    """Walk through the days and write down, before each, what was known of every man on the books.

    Parameters
    ----------
    team_games
        ``prm_team_games``: one row per team and game, played or not.
    player_games
        ``prm_player_games``: one row per player and game.
    notes
        ``prm_injury_notes``; a note is known on the day after its date, never before.
    settings
        How fast the past fades.

    Returns
    -------
    Candidates
        In the order of game_date, game_id, team_id, player_id.
    """
    games = team_games.sort_values(["game_date", "game_id", "team_id"], ignore_index=True)
    players = np.sort(player_games["player_id"].unique())
    teams = np.sort(games["team_id"].unique())
    state = _State(len(players), len(teams), settings)
    box = _by_day(_box_arrays(player_games, players, teams))
    news = _by_day(_note_arrays(notes, players))
    news_days = sorted(news)
    day_of_game = _day_number(games["game_date"])
    team_of_game = np.searchsorted(teams, games["team_id"].to_numpy())
    season_of_game = games["season"].to_numpy()
    was_played = games["points"].notna().to_numpy()
    starts = np.flatnonzero(np.r_[True, day_of_game[1:] != day_of_game[:-1]])
    chunks, season, next_note = [], None, 0
    for first, end in zip(starts, np.r_[starts[1:], len(games)], strict=True):
        day = int(day_of_game[first])
        if season_of_game[first] != season:
            season = season_of_game[first]
            state.new_season()
        while next_note < len(news_days) and news_days[next_note] < day:
            state.add_notes(news[news_days[next_note]])
            next_note += 1
        slot_of_team = np.full(len(teams), -1)
        slot_of_team[team_of_game[first:end]] = np.arange(first, end)
        chunks.append(state.candidates(day, team_of_game[first:end], slot_of_team))
        if day in box:
            state.add_games(day, team_of_game[first:end][was_played[first:end]], box[day])
    return _assemble(chunks, games, players, player_games)


def _day_number(dates: pd.Series) -> np.ndarray:
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def _box_arrays(rows: pd.DataFrame, players: np.ndarray, teams: np.ndarray) -> dict[str, np.ndarray]:
    rows = rows.sort_values(["game_date", "game_id", "team_id", "player_id"])
    return {
        "day": _day_number(rows["game_date"]),
        "player": np.searchsorted(players, rows["player_id"].to_numpy()),
        "team": np.searchsorted(teams, rows["team_id"].to_numpy()),
        "minutes": rows["minutes"].to_numpy(dtype=float),
        "statistics": rows[list(RATE_STATISTICS)].fillna(0.0).to_numpy(dtype=float),
    }


def _note_arrays(notes: pd.DataFrame, players: np.ndarray) -> dict[str, np.ndarray]:
    known = notes[notes["player_id"].isin(players)].sort_values("note_date", kind="stable")
    return {
        "day": _day_number(known["note_date"]),
        "player": np.searchsorted(players, known["player_id"].to_numpy(dtype=np.int64)),
        "is_out": (known["state"] == "out").to_numpy(),
        "is_day_to_day": known["is_day_to_day"].to_numpy(dtype=bool),
        "is_season_ending": known["is_season_ending"].to_numpy(dtype=bool),
    }


def _by_day(arrays: dict[str, np.ndarray]) -> dict[int, dict[str, np.ndarray]]:
    days, starts = np.unique(arrays["day"], return_index=True)
    ends = np.r_[starts[1:], len(arrays["day"])]
    return {
        int(day): {name: values[first:end] for name, values in arrays.items()}
        for day, first, end in zip(days, starts, ends, strict=True)
    }


def _assemble(
    chunks: list[dict[str, np.ndarray]], games: pd.DataFrame, players: np.ndarray, player_games: pd.DataFrame
) -> Candidates:
    columns = {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}
    rates = columns.pop("rates")
    player, slot = columns.pop("player"), columns.pop("slot")
    order = np.lexsort((player, slot))
    keys = games[["season", "game_id", "game_date", "team_id"]].iloc[slot[order]].reset_index(drop=True)
    table = keys.assign(
        player_id=players[player[order]], **{name: values[order] for name, values in columns.items()}
    )
    happened = player_games[["game_id", "team_id", "player_id", "minutes"]]
    table = table.merge(happened, how="left", on=["game_id", "team_id", "player_id"])
    has_box = table["game_id"].isin(player_games["game_id"].unique())
    table["played"] = table["minutes"].notna().astype(float).where(has_box)
    table["minutes"] = table["minutes"].fillna(0.0).where(has_box)
    return Candidates(table, rates[order])
