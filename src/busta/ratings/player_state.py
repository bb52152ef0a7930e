"""What was known of every man on a team's books on the evening before each of its games."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.ratings.game_days import walk_days
from busta.ratings.ranges import check_above_zero, check_share

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
    newcomer_share
        Share of its games that a man who has just come to a team is taken to have played.
    roster_days
        A man is on the books of the team of his last appearance for so many days.
    rest_days_cap
        Days without a game of the team beyond which more of them make no difference.
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
    newcomer_share: float
    roster_days: int
    rest_days_cap: int
    low_minutes: float

    def __post_init__(self) -> None:
        above_zero = (
            *("rate_half_life", "plus_minus_half_life", "rate_prior_minutes", "plus_minus_prior_minutes"),
            *("minutes_prior", "roster_days", "rest_days_cap", "low_minutes"),
        )
        check_above_zero("Player state", self, *above_zero)
        check_share(
            "Player state", self, "minutes_decay", "minutes_season_carry", "share_decay", "newcomer_share"
        )


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
        self.team_games_before_season = np.zeros(n_teams)
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
        self.team_games_before_season = self.team_games.copy()
        self.weighted_minutes *= self.settings.minutes_season_carry
        self.weight *= self.settings.minutes_season_carry

    def expected_minutes(self, who: np.ndarray) -> np.ndarray:
        return (self.weighted_minutes[who] + self.settings.minutes_prior) / (self.weight[who] + 1.0)

    def rates(self, who: np.ndarray) -> np.ndarray:
        low = self.low_sums / np.maximum(self.low_minutes, 1.0)
        return (self.sums[who] + self.prior * low) / (self.minutes[who] + self.prior)

    def candidates(self, day: int, teams: np.ndarray) -> dict[str, np.ndarray]:
        on_books = (self.last_team >= 0) & (day - self.last_day <= self.settings.roster_days)
        who = np.flatnonzero(on_books)
        # Team by team in the order asked for, and within a team by player.
        slot, place = np.nonzero(teams[:, None] == self.last_team[who])
        who = who[place]
        team = self.last_team[who]
        since_note = (day - self.note_day[who]).astype(float)
        is_open = self.note_day[who] >= self.last_day[who]
        return {
            "player": who,
            "slot": slot,
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
            "team_games": (self.team_games - self.team_games_before_season)[team],
            "team_rest": np.minimum(day - self.team_last_day[team], self.settings.rest_days_cap).astype(
                float
            ),
            "rates": self.rates(who),
        }

    def add_notes(self, notes: dict[str, np.ndarray]) -> None:
        # Notes come in the order of their rows: the last note of a man on a day stands.
        who = notes["player"]
        self.note_day[who] = notes["day"]
        self.note_is_out[who] = notes["is_out"]
        self.note_is_day_to_day[who] = notes["is_day_to_day"]
        self.note_is_season_ending[who] = notes["is_season_ending"]

    def add_games(self, day: int, rows: dict[str, np.ndarray]) -> None:
        teams = np.unique(rows["team"])
        self.team_games[teams] += 1
        # Every man on the books of a team with a box score has one more chance to have played.
        on_books = np.isin(self.last_team, teams)
        self.played_share[on_books] *= self.settings.share_decay
        who, minutes = rows["player"], rows["minutes"]
        # A statistic nobody counted tells nothing: neither its sum nor its minutes grow.
        is_counted = np.isfinite(rows["statistics"])
        x, under = np.where(is_counted, rows["statistics"], 0.0), minutes[:, None] * is_counted
        self.sums[who] = self.sums[who] * self.decay + x
        self.minutes[who] = self.minutes[who] * self.decay + under
        decay = self.settings.minutes_decay
        is_low = self.expected_minutes(who) < self.settings.low_minutes
        self.low_sums += np.add.reduce(x[is_low], axis=0)
        self.low_minutes += np.add.reduce(under[is_low], axis=0)
        self.weighted_minutes[who] = self.weighted_minutes[who] * decay + minutes
        self.weight[who] = self.weight[who] * decay + 1.0
        self.last_minutes[who] = minutes
        self.last_day[who] = day
        has_moved = self.last_team[who] != rows["team"]
        newcomer = self.settings.newcomer_share * self.settings.share_decay
        self.played_share[who] = np.where(has_moved, newcomer, self.played_share[who])
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

    Raises
    ------
    ValueError
        If a box score is of a team without team games.
    """
    games = team_games.sort_values(["game_date", "game_id", "team_id"], ignore_index=True)
    players = np.sort(player_games["player_id"].unique())
    teams = np.sort(games["team_id"].unique())
    state = _State(len(players), len(teams), settings)
    box = _by_day(_box_arrays(player_games, players, teams))
    news = _by_day(_note_arrays(notes, players))
    news_days = deque(sorted(news))
    day_of_game = _day_number(games["game_date"])
    team_of_game = np.searchsorted(teams, games["team_id"].to_numpy())
    was_played = games["points"].notna().to_numpy()
    chunks = []
    for today in walk_days(games):
        day = int(day_of_game[today.rows.start])
        if today.is_new_season:
            state.new_season()
        while news_days and news_days[0] < day:
            state.add_notes(news[news_days.popleft()])
        chunk = state.candidates(day, team_of_game[today.rows])
        chunks.append(chunk | {"slot": chunk["slot"] + today.rows.start})
        state.team_last_day[team_of_game[today.rows][was_played[today.rows]]] = day
        if day in box:
            state.add_games(day, box[day])
    return _assemble(chunks, games, players, player_games)


def _day_number(dates: pd.Series) -> np.ndarray:
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def _box_arrays(rows: pd.DataFrame, players: np.ndarray, teams: np.ndarray) -> dict[str, np.ndarray]:
    unknown = rows.loc[~rows["team_id"].isin(teams), ["game_id", "team_id"]]
    if len(unknown):
        game_id, team_id = unknown.iloc[0]
        raise ValueError(
            f"Box score of game {game_id}: expected a team of the team games, was {team_id} "
            f"({len(unknown)} such rows)."
        )
    rows = rows.sort_values(["game_date", "game_id", "team_id", "player_id"])
    return {
        "day": _day_number(rows["game_date"]),
        "player": np.searchsorted(players, rows["player_id"].to_numpy()),
        "team": np.searchsorted(teams, rows["team_id"].to_numpy()),
        "minutes": rows["minutes"].fillna(0.0).to_numpy(dtype=float),
        "statistics": rows[list(RATE_STATISTICS)].to_numpy(dtype=float),
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
    ends = np.append(starts[1:], len(arrays["day"]))[: len(starts)]
    return {
        int(day): {name: values[first:end] for name, values in arrays.items()}
        for day, first, end in zip(days, starts, ends, strict=True)
    }


def _assemble(
    chunks: list[dict[str, np.ndarray]], games: pd.DataFrame, players: np.ndarray, player_games: pd.DataFrame
) -> Candidates:
    parts: dict[str, list[np.ndarray]] = {name: [chunk[name] for chunk in chunks] for name in chunks[0]}
    columns = {name: np.concatenate(part) for name, part in parts.items()}
    rates, player, slot = columns.pop("rates"), columns.pop("player"), columns.pop("slot")
    keys = games[["season", "game_id", "game_date", "team_id"]].iloc[slot].reset_index(drop=True)
    table = keys.assign(player_id=players[player], **columns)
    happened = player_games[["game_id", "team_id", "player_id"]].assign(
        minutes=player_games["minutes"].fillna(0.0)
    )
    table = table.merge(happened, how="left", on=["game_id", "team_id", "player_id"], validate="many_to_one")
    boxed = pd.MultiIndex.from_frame(happened[["game_id", "team_id"]].drop_duplicates())
    has_box = pd.MultiIndex.from_frame(table[["game_id", "team_id"]]).isin(boxed)
    table["played"] = table["minutes"].notna().astype(float).where(has_box)
    table["minutes"] = table["minutes"].fillna(0.0).where(has_box)
    return Candidates(table, rates)
