"""Invented lines on players in the layouts of their four archives, small defects included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from busta.fabrication.player_expectations import MARKETS
from busta.fabrication.prop_archive import PropArchive, coded, event_ids, zulu
from busta.fabrication.prop_book import STAGES, alternate_lines, prop_market
from busta.fabrication.prop_books import PropBookmaker, books_of, prices
from busta.fabrication.prop_names import mixed_names
from busta.fabrication.prop_pages import prizepicks, rotowire_props

if TYPE_CHECKING:
    from busta.fabrication.raw_formats import RawFiles, SeasonSources

PROP_DATASETS = ("raw_props_api", "raw_props_pra", "raw_props_rotowire", "raw_prizepicks")
API_MARKETS = [f"player_{market}" for market in MARKETS]
_PULL, _EVE, _LAST = (STAGES.index(stage) for stage in ("pull", "eve", "last"))
_PULLED_TWICE = 0.12
_LONGEST_UPDATE_SECONDS = 240
_LATE_MINUTES = (20, 110)
_HANDS = 13
_FULL_ALTERNATES = ("points", "points_rebounds_assists")
_CROSSED_SHARE = 0.7
_CROSSED_SD, _CROSSED_TURN, _CROSSED_NOISE_SD = 2.4, -0.6, 4.0
_PRA = "points_rebounds_assists"
# After the last news, half an hour before tip-off: the earlier snapshot shows the same quotes.
_EARLIER = np.timedelta64(20, "m")


def props_files(sources: SeasonSources) -> RawFiles:
    """Write the files of lines on players of a season.

    Parameters
    ----------
    sources
        What they are written from.

    Returns
    -------
    dict
        For ``PROP_DATASETS``, file name to table: one file per month of pulls of all markets, one of points + rebounds
        + assists, one of pages and one of PrizePicks; none in a season before the last ``props.seasons``.
    """
    settings, label = sources.settings, sources.tables.label
    if sources.tables.year < settings.first_season + settings.seasons - settings.props.seasons:
        return {name: {} for name in PROP_DATASETS}
    market = prop_market(sources.season, sources.tables, settings, sources.chance)
    archive = PropArchive(
        sources.tables,
        sources.clubs,
        market,
        settings.props,
        settings.edges.shaded_prop_overs,
        sources.chance,
    )
    return {
        "raw_props_api": _monthly(api_props(archive)),
        "raw_props_pra": {f"pra_odds_{label}.csv": pra_odds(archive)},
        "raw_props_rotowire": {f"props_rotowire_{label}.parquet": rotowire_props(archive)},
        "raw_prizepicks": {f"prizepicks_{label}.parquet": prizepicks(archive)},
    }


def api_props(archive: PropArchive) -> pd.DataFrame:
    """Write the daily pulls of all markets.

    Parameters
    ----------
    archive
        What is written about.

    Returns
    -------
    pandas.DataFrame
        Two rows per pull, book, market, man and line, over first. Some games are in the pull of the day before too;
        the quotes of a few were updated after the start.
    """
    rng = archive.chance("prop pulls")
    covers = archive.last_games(archive.props.api_share)
    is_twice = covers & (rng.random(len(covers)) < _PULLED_TWICE)
    is_late = rng.random(len(covers)) < archive.props.late_share
    parts = []
    for number, book in enumerate(books_of("api", archive.props.api_books)):
        for stage, games in ((_EVE, is_twice), (_PULL, covers)):
            quotes = _with_alternates(archive, book, archive.quotes(book, STAGES[stage], games))
            taken = archive.seen(stage, quotes["man"].to_numpy())
            update = taken - rng.integers(0, _LONGEST_UPDATE_SECONDS, len(covers))[quotes["game"]].astype(
                "m8[s]"
            )
            parts.append(quotes.assign(book=number, taken=taken, update=update))
    quotes = pd.concat(parts, ignore_index=True)
    return _api_rows(archive, _updated_late(archive, quotes, is_late, rng))


def pra_odds(archive: PropArchive) -> pd.DataFrame:
    """Write the snapshots of points + rebounds + assists shortly before the games.

    Parameters
    ----------
    archive
        What is written about.

    Returns
    -------
    pandas.DataFrame
        One row per game, book, man and line. Some rows stand twice, some bear the UTC date, some lack a price, and
        where a book has alternate lines the prices of one often stand beside another.
    """
    rng = archive.chance("prop snapshots")
    covers = rng.random(len(archive.tables.games)) < archive.props.pra_share
    parts = []
    for number, book in enumerate(books_of("pra", archive.props.pra_books)):
        quotes = archive.quotes(book, "last", covers, (_PRA,))
        if book.has_alternates:
            quotes = _crossed(quotes, archive.chance(f"prop alternates {book.feed}"))
        over, under = prices(book, quotes["probability"].to_numpy(), archive.props.overround)
        # One of the two prices, never both.
        luck, missing = rng.random(len(quotes)), archive.props.missing_price_share
        sides = {
            "over": np.where(luck < missing / 2, np.nan, over),
            "under": np.where(luck > 1 - missing / 2, np.nan, under),
        }
        parts.append(quotes.assign(book=number, **sides))
    quotes = pd.concat(parts, ignore_index=True).sort_values(["game", "book", "man"], ignore_index=True)
    return _repeated(_pra_rows(archive, quotes, rng), quotes["game"].to_numpy(), archive, rng)


def _monthly(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    month = rows["pull_date"].str[:7]
    return {
        f"props_all_markets_{name}.parquet": part.reset_index(drop=True) for name, part in rows.groupby(month)
    }


def _with_alternates(archive: PropArchive, book: PropBookmaker, quotes: pd.DataFrame) -> pd.DataFrame:
    if not book.has_alternates:
        return quotes
    is_full = quotes["market"].isin([list(MARKETS).index(name) for name in _FULL_ALTERNATES])
    parts = [
        alternate_lines(quotes[is_full], archive.props.alternates),
        alternate_lines(quotes[~is_full], min(archive.props.alternates, 1)),
    ]
    rows = pd.concat(parts, ignore_index=True)
    # Nobody lists a line that is all but decided.
    return rows[rows["probability"].between(0.25, 0.75)].reset_index(drop=True)


def _updated_late(
    archive: PropArchive, quotes: pd.DataFrame, is_late: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    games = archive.tables.games
    start = games["tip_off_utc"].dt.tz_localize(None).to_numpy().astype("M8[s]")
    after = start + rng.integers(*_LATE_MINUTES, len(games)).astype("m8[m]")
    game = quotes["game"].to_numpy()
    update = np.where(is_late[game], after[game], quotes["update"].to_numpy().astype("M8[s]"))
    return quotes.assign(update=update, start=start[game])


def _api_rows(archive: PropArchive, quotes: pd.DataFrame) -> pd.DataFrame:
    books = books_of("api", archive.props.api_books)
    day = quotes["taken"].to_numpy().astype("M8[D]")
    quotes = quotes.assign(day=day).sort_values(
        ["day", "market", "start", "game", "book", "man", "line"], kind="stable", ignore_index=True
    )
    over, under = np.zeros((2, len(quotes)), dtype="int64")
    for number, book in enumerate(books):
        own = quotes["book"].eq(number).to_numpy()
        asked = prices(book, quotes["probability"].to_numpy()[own], archive.props.overround)
        over[own], under[own] = asked
    twice = quotes.loc[quotes.index.repeat(2)].reset_index(drop=True)
    men, game = archive.men.iloc[twice["man"]], twice["game"].to_numpy()
    columns = {
        "outcomes_name": coded(np.arange(len(twice)) % 2, ["Over", "Under"]),
        "outcomes_description": _names(men, twice["book"].to_numpy()),
        "outcomes_price": np.stack([over, under], axis=1).ravel(),
        "outcomes_point": twice["line"],
        "id": coded(game, list(event_ids(archive.tables.games))),
        "commence_time": zulu(twice["start"].to_numpy()),
        "home_team": coded(game, list(archive.team_names("home"))),
        "away_team": coded(game, list(archive.team_names("away"))),
        "bookmakers.key": coded(twice["book"].to_numpy(), [book.api for book in books]),
        "bookmakers.markets.key": coded(twice["market"].to_numpy(), API_MARKETS),
        "bookmakers.markets.last_update": zulu(twice["update"].to_numpy()),
        "pull_date": zulu(twice["day"].to_numpy()).str[:10],
    }
    return pd.DataFrame(columns)


def _names(men: pd.DataFrame, hand: np.ndarray) -> pd.Series:
    codes, distinct = pd.factorize(hand * 10_000_000 + men["player_id"].to_numpy())
    first = np.zeros(len(distinct), dtype=int)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    names = mixed_names(
        men["name"].to_numpy(dtype=object)[first], men["player_id"].to_numpy()[first] + hand[first]
    )
    return coded(codes, list(names))


def _crossed(quotes: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    count = len(quotes)
    is_crossed = rng.random(count) < _CROSSED_SHARE
    shown = np.round(rng.normal(0.0, _CROSSED_SD, count)) * is_crossed
    priced = np.round(_CROSSED_TURN * shown + rng.normal(0.0, _CROSSED_NOISE_SD, count)) * is_crossed
    main = quotes["line"].to_numpy()
    lines = {"line": np.maximum(main + priced, 0.5)}
    asked = alternate_lines(quotes.assign(**lines), 0)["probability"].to_numpy().clip(0.3, 0.7)
    return quotes.assign(line=np.maximum(main + shown, 0.5), probability=asked)


def _pra_rows(archive: PropArchive, quotes: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    games, game = archive.tables.games, quotes["game"].to_numpy()
    seen = archive.seen(_LAST, quotes["man"].to_numpy())
    utc = games["tip_off_utc"].dt.strftime("%Y-%m-%d")
    is_utc = rng.random(len(games)) < archive.props.utc_date_share
    date = games["game_date"].dt.strftime("%Y-%m-%d").mask(is_utc, utc)
    books = [book.pra for book in books_of("pra", archive.props.pra_books)]
    columns = {
        "player_name": _names(archive.men.iloc[quotes["man"]], quotes["book"].to_numpy() + _HANDS),
        "event_id": coded(game, list(event_ids(games))),
        "event_date": coded(game, list(date)),
        "home_team": coded(game, list(archive.team_names("home"))),
        "away_team": coded(game, list(archive.team_names("away"))),
        "bookmaker": coded(quotes["book"].to_numpy(), books),
        "line": quotes["line"],
        "timestamp": zulu(seen),
        "over_price": quotes["over"].astype(float),
        "under_price": quotes["under"].astype(float),
    }
    return pd.DataFrame(columns)


def _repeated(
    rows: pd.DataFrame, game: np.ndarray, archive: PropArchive, rng: np.random.Generator
) -> pd.DataFrame:
    # Three in four are mere copies; the others an earlier snapshot of the same quotes.
    is_again = rng.random(len(archive.tables.games)) < archive.props.repeated_share
    is_earlier = is_again & (rng.random(len(is_again)) < 0.25)
    copies = rows[is_again[game]]
    seen = copies["timestamp"].str[:-1].to_numpy(dtype="M8[s]")
    earlier = zulu(np.where(is_earlier[game[is_again[game]]], seen - _EARLIER, seen))
    return pd.concat([rows, copies.assign(timestamp=earlier.to_numpy())], ignore_index=True)
