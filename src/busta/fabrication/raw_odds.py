"""Invented odds in the layouts of the odds archives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.fabrication.book_settings import BookSettings
from busta.fabrication.bookmaker import american_price, decimal_price
from busta.fabrication.odds_tables import quotes_at
from busta.fabrication.settings import LeagueSettings
from busta.fabrication.tables import SeasonTables

ARCHIVE_BOOKS = (
    "pinnacle", "fiveDimes", "bookmaker", "BOL", "Bovada", "Heritage", "Intertops", "youwager", "justbet", "sportsbet",
)  # fmt: skip
MORNING_BOOKS = ("draftkings", "fanduel", "williamhill_us", "bovada", "betonlineag", "betmgm")
_FIRST_ROTATION = 501


@dataclass(frozen=True)
class Archive:
    """What every archive writes about.

    Attributes
    ----------
    tables
        The season.
    clubs
        The clubs.
    book
        What the books charge.
    """

    tables: SeasonTables
    clubs: pd.DataFrame
    book: BookSettings

    @property
    def games(self) -> pd.DataFrame:
        """The games of the season."""
        return self.tables.games


def sbr(archive: Archive, opening: pd.DataFrame, closing: pd.DataFrame) -> pd.DataFrame:
    """Write the spreadsheet of opening and closing lines.

    Parameters
    ----------
    archive
        What is written about.
    opening, closing
        Quotes of every game.

    Returns
    -------
    pandas.DataFrame
        Two rows a game, visitor first; one of ``Open``, ``Close`` and ``2H`` is the total, the other the unsigned
        spread on the favourite's row, ``pk`` for none. ``VH`` is ``N`` in both rows on a neutral floor.
    """
    games = archive.games
    second_half = closing[["spread", "total"]].round() / 2
    prices = _moneylines(closing, archive.book.moneyline_overround)
    sides = []
    for side, letter, name in (("away", "V", "away"), ("home", "H", "home")):
        club = archive.clubs["sbr"].to_numpy()[games[side]]
        quarters = {
            label: games[f"{name}_q{n}"] for n, label in enumerate(("1st", "2nd", "3rd", "4th"), start=1)
        }
        columns = {
            "Date": games["game_date"].dt.month * 100 + games["game_date"].dt.day,
            "Rot": 0,
            "VH": np.where(games["is_neutral"], "N", letter),
            "Team": club,
            **quarters,
            "Final": games[f"{name}_points"],
            "Open": _two_row_cells(opening["spread"], opening["total"], letter),
            "Close": _two_row_cells(closing["spread"], closing["total"], letter),
            "ML": prices[side],
            "2H": _two_row_cells(second_half["spread"], second_half["total"], letter),
        }
        sides.append(pd.DataFrame(columns))
    rows = pd.concat(sides).sort_index(kind="stable").reset_index(drop=True)
    return rows.assign(Rot=_FIRST_ROTATION + np.arange(len(rows)) % 400)


def closing_lines(archive: Archive, closing: pd.DataFrame) -> pd.DataFrame:
    """Write closing lines with the scores by quarter.

    Parameters
    ----------
    archive
        What is written about.
    closing
        Quotes of every game.

    Returns
    -------
    pandas.DataFrame
        One row a game; ``season`` is the second year; ``id_spread`` and ``id_total`` are results, as in the archive.
    """
    games, code = archive.games, archive.clubs["close"].to_numpy()
    prices = _moneylines(closing, archive.book.moneyline_overround)
    spread = closing["spread"]
    is_home_favoured = spread.le(0)
    covered = np.where(is_home_favoured, 1, -1) * (games["home_points"] - games["away_points"]) - spread.abs()
    over = games["home_points"] + games["away_points"] - closing["total"]
    columns: dict[str, object] = {
        "season": archive.tables.year + 1,
        "date": games["game_date"].dt.strftime("%Y-%m-%d"),
        "regular": games["season_type"].eq("regular"),
        "playoffs": games["season_type"].eq("playoffs"),
        "away": code[games["away"]],
        "home": code[games["home"]],
        "score_away": games["away_points"],
        "score_home": games["home_points"],
    }
    for side in ("away", "home"):
        columns |= {f"q{n}_{side}": games[f"{side}_q{n}"] for n in range(1, 5)}
        columns[f"ot_{side}"] = games[f"{side}_ot"]
    columns |= {
        "whos_favored": np.where(is_home_favoured, "home", "away"),
        "spread": spread.abs(),
        "total": closing["total"],
        "moneyline_away": prices["away"].astype(float),
        "moneyline_home": prices["home"].astype(float),
        "h2_spread": np.round(spread.abs()) / 2,
        "h2_total": np.round(closing["total"]) / 2,
        "id_spread": _result(covered),
        "id_total": _result(over),
    }
    return pd.DataFrame(columns)


def oddsportal(archive: Archive, closing: pd.DataFrame) -> pd.DataFrame:
    """Write average closing moneylines.

    Parameters
    ----------
    archive
        What is written about.
    closing
        Quotes of every game.

    Returns
    -------
    pandas.DataFrame
        One row a game but the final of the cup, the latest first, prices as text with their sign.
    """
    games, name = archive.games, archive.clubs["oddsportal"].to_numpy()
    prices = _moneylines(closing, archive.book.moneyline_overround)
    kinds = {"playoffs": "Play Offs", "play_in": "Promotion - Play Offs"}
    columns = {
        "date": games["game_date"].dt.strftime("%d %b %Y"),
        "season_type": games["season_type"].map(kinds).fillna("Regular"),
        "neutral": games["is_neutral"].astype(int),
        "team_1": name[games["home"]],
        "team_2": name[games["away"]],
        "points_1": games["home_points"],
        "points_2": games["away_points"],
        "moneyline_1": _signed(prices["home"]),
        "moneyline_2": _signed(prices["away"]),
        "game_url": "https://fabricated.invalid/" + games["game_id"],
    }
    # The real archive lacks the final of the cup.
    rows = pd.DataFrame(columns)[games["season_type"].ne("cup_final")]
    return rows.iloc[::-1].reset_index(drop=True)


def many_books(
    archive: Archive,
    market: pd.DataFrame,
    opening: pd.DataFrame,
    settings: LeagueSettings,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Write the opening line and ten books' closing lines with prices.

    Parameters
    ----------
    archive
        What is written about.
    market
        What the market expects.
    opening
        The opening quotes.
    settings
        The league.
    rng
        Source of chance: each book's own view and what the archive lacks.

    Returns
    -------
    pandas.DataFrame
        Three rows a game: moneyline, spread and total.
    """
    games, name = archive.games, archive.clubs["books"].to_numpy()
    day = games["game_date"].dt.strftime("%Y%m%d")
    away, home = name[games["away"]], name[games["home"]]
    frame: dict[str, object] = {"game_id": day + "_NBA_" + home + "_" + away, "Date": day}
    teams = {"away_Team": away, "home_Team": home}
    quarters = {
        f"{side}_{n}Q": games[f"{side}_q{n}"].astype(float) for side in ("away", "home") for n in range(1, 5)
    }
    scores = {f"{side}_score": games[f"{side}_points"].astype(float) for side in ("away", "home")}
    base = pd.DataFrame(frame)
    parts = [
        base.assign(bet_type=kind, **teams, **quarters, **scores) for kind in ("moneyline", "spread", "total")
    ]
    rows = pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)
    charged = archive.book
    margins = charged.opening_overround, charged.opening_moneyline_overround
    blocks = [_book_block("open", opening, margins, 1.0, rng)]
    for book in ARCHIVE_BOOKS:
        quotes = quotes_at(market, "close", settings, rng)
        margins = charged.overround, charged.moneyline_overround
        blocks.append(_book_block(book, quotes, margins, 1 - charged.missing_share, rng))
    return pd.concat([rows, *blocks], axis=1)


def morning_spreads(
    archive: Archive, market: pd.DataFrame, settings: LeagueSettings, rng: np.random.Generator
) -> pd.DataFrame:
    """Write the spreads of several books at nine in the morning, Pacific time.

    Parameters
    ----------
    archive
        What is written about.
    market
        What the market expects.
    settings
        The league.
    rng
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        One row per game and book, prices decimal.
    """
    games = archive.games
    taken = (
        (games["game_date"] + pd.Timedelta(hours=9))
        .dt.tz_localize("America/Los_Angeles")
        .dt.tz_convert("UTC")
    )
    taken = taken - pd.Timedelta(minutes=4, seconds=20)
    name = archive.clubs["name"].replace("LA Clippers", "Los Angeles Clippers").to_numpy()
    parts = []
    for book in MORNING_BOOKS:
        quotes = quotes_at(market, "morning", settings, rng)
        home = quotes["spread_probability"].to_numpy()
        columns = {
            "timestamp": _zulu(taken),
            "id": "fabricated" + games["game_id"],
            "commence_time": _zulu(games["tip_off_utc"]),
            "home_team": name[games["home"]],
            "away_team": name[games["away"]],
            "bookmaker": book,
            "last_update": _zulu(taken - pd.Timedelta(seconds=40)),
            "home_point": quotes["spread"],
            "home_price": np.round(decimal_price(home, archive.book.overround), 2),
            "away_point": 0.0 - quotes["spread"],
            "away_price": np.round(decimal_price(1 - home, archive.book.overround), 2),
        }
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)


def fanduel(archive: Archive, quotes: pd.DataFrame) -> pd.DataFrame:
    """Write one book's spread, total and moneylines.

    Parameters
    ----------
    archive
        What is written about.
    quotes
        The book's closing quotes.

    Returns
    -------
    pandas.DataFrame
        One row a game; a positive ``Spread`` means that the home side is favoured. ``Points`` and ``Win_Margin`` are
        results, as in the archive.
    """
    games, name = archive.games, archive.clubs["oddsportal"].to_numpy()
    prices = _moneylines(quotes, archive.book.moneyline_overround)
    columns = {
        "Date": games["game_date"].dt.strftime("%Y-%m-%d"),
        "Home": name[games["home"]],
        "Away": name[games["away"]],
        "OU": quotes["total"],
        "Spread": 0.0 - quotes["spread"],
        "ML_Home": prices["home"],
        "ML_Away": prices["away"],
        "Points": games["home_points"] + games["away_points"],
        "Win_Margin": games["home_points"] - games["away_points"],
        "Days_Rest_Home": 2,
        "Days_Rest_Away": 2,
    }
    return pd.DataFrame(columns)


def _moneylines(quotes: pd.DataFrame, overround: float) -> dict[str, pd.Series]:
    home = quotes["win_probability"].to_numpy()
    prices = {"home": american_price(home, overround), "away": american_price(1 - home, overround)}
    return {side: pd.Series(price, index=quotes.index) for side, price in prices.items()}


def _two_row_cells(spread: pd.Series, total: pd.Series, letter: str) -> pd.Series:
    # The favourite's row bears the spread; a level game's spread stands on the home row.
    is_spread_here = spread.le(0) if letter == "H" else spread.gt(0)
    cells = spread.abs().where(is_spread_here, total).astype(object)
    return cells.mask(is_spread_here & spread.eq(0), "pk")


def _result(difference: pd.Series) -> np.ndarray:
    return np.select([difference > 0, difference < 0], [1, 0], 2)


def _signed(price: pd.Series) -> pd.Series:
    return price.map("{:+d}".format)


def _zulu(times: pd.Series) -> pd.Series:
    return times.dt.strftime("%Y-%m-%dT%H:%M:%SZ")


def _book_block(
    book: str,
    quotes: pd.DataFrame,
    margins: tuple[float, float],
    kept_share: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    count, (overround, moneyline_overround) = len(quotes), margins
    home, over = quotes["spread_probability"].to_numpy(), quotes["total_probability"].to_numpy()
    prices = _moneylines(quotes, moneyline_overround)
    nothing = np.full(count, np.nan)
    spread, total = quotes["spread"].to_numpy(), quotes["total"].to_numpy()
    cells: dict[str, tuple[np.ndarray, ...]] = {
        f"away_{book}_line": (prices["away"].to_numpy(), 0.0 - spread, total),
        f"away_{book}_odds": (nothing, american_price(1 - home, overround), american_price(over, overround)),
        f"home_{book}_line": (prices["home"].to_numpy(), spread, total),
        f"home_{book}_odds": (nothing, american_price(home, overround), american_price(1 - over, overround)),
    }
    # Games by rows, the three kinds of bet by columns, read row by row: the order of the table.
    is_kept = (rng.random((count, 3)) < kept_share).ravel()
    columns = {
        name: np.where(is_kept, np.column_stack(kinds).ravel(), np.nan) for name, kinds in cells.items()
    }
    return pd.DataFrame(columns).astype("float32")
