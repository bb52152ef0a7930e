"""What every archive of lines on players is written from: the market, the games it covers, the men and the clubs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.fabrication.player_expectations import MARKETS
from busta.fabrication.prop_book import PropMarket, Viewpoint, book_lines
from busta.fabrication.prop_books import PropBookmaker
from busta.fabrication.prop_settings import PropSettings
from busta.fabrication.tables import SeasonTables


@dataclass(frozen=True)
class PropArchive:
    """What an archive of lines on players is written from.

    Attributes
    ----------
    tables
        The season.
    clubs
        The clubs.
    market
        What the market expects of each man.
    props
        How many lines there are.
    shade
        Share of a statistic's standard deviation by which all lines are put up.
    chance
        Gives a source of chance by name.
    """

    tables: SeasonTables
    clubs: pd.DataFrame
    market: PropMarket
    props: PropSettings
    shade: float
    chance: Callable[[str], np.random.Generator]

    @property
    def men(self) -> pd.DataFrame:
        """The men who may be quoted, in the order of ``market.rows``."""
        return self.tables.listed.iloc[self.market.rows]

    def quotes(
        self, book: PropBookmaker, stage: str, covers: np.ndarray, markets: tuple[str, ...] | None = None
    ) -> pd.DataFrame:
        """Let a book put up its lines.

        Parameters
        ----------
        book
            The book.
        stage
            The snapshot.
        covers
            Whether the archive has a game: (game,).
        markets
            The markets of the archive; all by default.

        Returns
        -------
        pandas.DataFrame
            As `book_lines`, with the ``game`` (row of the games).
        """
        wanted = book.markets if markets is None else tuple(m for m in markets if m in book.markets)
        game = self.men["game"].to_numpy()
        props = self.props
        view = Viewpoint(props.book_error_sd, props.line_error_sd, props.missing_share, self.shade, wanted)
        rows = book_lines(self.market, stage, covers[game], view, self.chance(f"prop book {book.feed}"))
        return rows.assign(game=game[rows["man"].to_numpy()])

    def last_games(self, share: float) -> np.ndarray:
        """Choose the last games of the season.

        Parameters
        ----------
        share
            Share of all games.

        Returns
        -------
        numpy.ndarray
            Boolean, by game; whole days.
        """
        dates = self.tables.games["game_date"]
        if share <= 0:
            return np.zeros(len(dates), dtype=bool)
        first = dates.sort_values().iloc[min(int((1 - share) * len(dates)), len(dates) - 1)]
        return dates.ge(first).to_numpy()

    def team_names(self, side: str) -> np.ndarray:
        """Write the full names of the home or away sides.

        Parameters
        ----------
        side
            ``home`` or ``away``.

        Returns
        -------
        numpy.ndarray
            One name per game.
        """
        return np.asarray(self.clubs["oddsportal"].to_numpy()[self.tables.games[side]])

    def seen(self, stage: int, man: np.ndarray) -> np.ndarray:
        """Say when a snapshot was taken.

        Parameters
        ----------
        stage
            Number of the snapshot.
        man
            Numbers of men.

        Returns
        -------
        numpy.ndarray
            UTC, to the second.
        """
        return np.asarray(self.market.seen_utc[stage][man])


def event_ids(games: pd.DataFrame) -> np.ndarray:
    """Give every game an id such as an odds service would.

    Parameters
    ----------
    games
        Games with ``game_id``.

    Returns
    -------
    numpy.ndarray
        32 hexadecimal digits per game.
    """
    ids = games["game_id"].astype("str")
    halves = [pd.util.hash_pandas_object(ids + end, index=False) for end in ("a", "b")]
    return (halves[0].map("{:016x}".format) + halves[1].map("{:016x}".format)).to_numpy(dtype=object)


def coded(codes: np.ndarray, values: list[str]) -> pd.Series:
    """Write numbers as the texts that they stand for.

    Parameters
    ----------
    codes
        Numbers of texts.
    values
        The texts.

    Returns
    -------
    pandas.Series
        Text.
    """
    return pd.Series(pd.array(values, dtype="str").take(codes))


def market_names(names: dict[str, str]) -> list[str]:
    """List an archive's names of the markets in our order.

    Parameters
    ----------
    names
        Our id to the archive's name; markets that it lacks may be missing.

    Returns
    -------
    list of str
        One per market, empty where there is none.
    """
    return [names.get(market, "") for market in MARKETS]


def zulu(times: np.ndarray) -> pd.Series:
    """Write moments as text.

    Parameters
    ----------
    times
        UTC.

    Returns
    -------
    pandas.Series
        Text such as ``2024-03-02T13:58:29Z``.
    """
    distinct, codes = np.unique(times, return_inverse=True)
    return coded(codes, [f"{text}Z" for text in np.datetime_as_string(distinct.astype("datetime64[s]"))])
