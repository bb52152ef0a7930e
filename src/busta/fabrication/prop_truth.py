"""What is true of every line on an invented player, whatever his books say: his games are played again.

How many points a man makes has no closed form: it is his share of what his side does, the share being shaken by his
minutes and his night. So the chance of each side of a line is counted: all that is known at tip-off is held (who can
play, what is expected of the game, what the coach makes of everybody), all that is luck from there on is drawn anew by
the very law of the league.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from busta.fabrication.league import fabricate_seasons
from busta.fabrication.play import play_out
from busta.fabrication.prop_book import PARTS_OF
from busta.fabrication.raw_formats import SeasonSources
from busta.fabrication.settings import LeagueSettings

_COUNTS = {
    "points": "points", "rebounds": "reb", "assists": "ast", "threes": "fg3m", "steals": "stl", "blocks": "blk",
}  # fmt: skip


class PropTruthError(ValueError):
    """A line is on nobody of the invented league."""


def true_props(settings: LeagueSettings, questions: pd.DataFrame, draws: int) -> pd.DataFrame:
    """Tell the true chances of both sides of lines on players.

    Parameters
    ----------
    settings
        The league; equal settings give the games of its raw files.
    questions
        Lines: ``game_id, player_id, market, line``.
    draws
        How often every game is played again, 1 or more. A chance p is off by sqrt(p (1 - p) / draws); the men of one
        draw of a game share its luck.

    Returns
    -------
    pandas.DataFrame
        On the index of the questions, ``over`` and ``under``: given what is known at tip-off, how often he ends above
        and below his line. The rest are pushes, and nights on which he is not used or cannot play, when the stake
        comes back.

    Raises
    ------
    PropTruthError
        If a man is not on a roster of the game.
    """
    parts = [_season_chances(sources, questions, draws) for sources in fabricate_seasons(settings)]
    found = pd.concat(parts)
    unknown = questions.index.difference(found.index)
    if len(unknown):
        first = questions.loc[unknown[0]]
        raise PropTruthError(
            f"Expected lines on men of the league, was player {first['player_id']} in game {first['game_id']} "
            f"({len(unknown)} lines)."
        )
    return found.loc[questions.index]


def _season_chances(sources: SeasonSources, questions: pd.DataFrame, draws: int) -> pd.DataFrame:
    listed, games = sources.tables.listed, sources.tables.games
    named = pd.MultiIndex.from_arrays([games["game_id"].to_numpy()[listed["game"]], listed["player_id"]])
    row = named.get_indexer(pd.MultiIndex.from_frame(questions[["game_id", "player_id"]]))
    asked, row = questions[row >= 0], row[row >= 0]
    used, game = np.unique(listed["game"].to_numpy()[row], return_inverse=True)
    # The rows of a game follow one another, as many of one side as of the other.
    places = len(listed) // (2 * len(games))
    spot = (game, *np.divmod(row % (2 * places), places))
    line, is_over, is_under = asked["line"].to_numpy(), np.zeros(len(asked)), np.zeros(len(asked))
    kinds = {str(name): rows for name, rows in asked.groupby("market").indices.items()}
    for drawn in _again(sources, used, places, draws):
        value = np.zeros(len(asked))
        for market, own in kinds.items():
            night = sum((drawn[_COUNTS[part]] for part in PARTS_OF[market]), np.zeros(1))
            value[own] = night[tuple(at[own] for at in spot)]
        beyond = np.where(drawn["seconds"][spot] > 0, np.sign(value - line), 0)
        is_over += beyond > 0
        is_under += beyond < 0
    return pd.DataFrame({"over": is_over / draws, "under": is_under / draws}, index=asked.index)


def _again(
    sources: SeasonSources, used: np.ndarray, places: int, draws: int
) -> Iterator[dict[str, np.ndarray]]:
    listed, season = sources.tables.listed, sources.season
    shape = (-1, 2, places)
    man = season.players.people.set_index("player_id").index.get_indexer(pd.Index(listed["player_id"]))
    standing = listed["standing"].to_numpy().reshape(shape)[used]
    is_fit = ~(listed["is_hurt"] | listed["is_rested"]).to_numpy().reshape(shape)[used]
    games, rng = sources.tables.games.iloc[used], sources.chance("prop truth")
    for _ in range(draws if len(used) else 0):
        yield play_out(games, season, sources.settings.play, man.reshape(shape)[used], standing, is_fit, rng)
