"""Invented pages of lines on players with several snapshots a day, and the lines of PrizePicks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.fabrication.player_expectations import MARKETS
from busta.fabrication.prop_archive import PropArchive, coded, market_names, zulu
from busta.fabrication.prop_book import STAGES
from busta.fabrication.prop_books import PropBookmaker, books_of, prices
from busta.fabrication.prop_names import bare_names, plain_names

PAGE_MARKETS = {
    "points": "Points", "rebounds": "Rebounds", "assists": "Assists", "points_rebounds": "Pts+Rebs",
    "points_assists": "Pts+Asts", "points_rebounds_assists": "Pts+Rebs+Asts", "rebounds_assists": "Rebs+Asts",
}  # fmt: skip
PICK_MARKETS = PAGE_MARKETS | {"threes": "3-PT Made", "steals": "Steals", "blocks": "Blocked Shots"}
_PAGE_STAGES = ("page_3", "page_1", "page_2")
_NO_OPPONENT_SHARE = 0.001
_PICKS = PropBookmaker("prizepicks", "", "", "", 0.0, 1, tuple(MARKETS), "prizepicks")
_PICK_SECONDS_BEFORE = 30 * 60
_WHOLE_SHARE = {"points": 0.2, "assists": 0.9, "rebounds": 0.9, "rebounds_assists": 0.7}
_WHOLE_SHARE_OF_OTHERS = 0.1
_FANTASY = {"points": 1.0, "rebounds": 1.2, "assists": 1.5, "steals": 3.0, "blocks": 3.0}
_FANTASY_SHARE, _COMBO_SHARE = 0.5, 0.1


def rotowire_props(archive: PropArchive) -> pd.DataFrame:
    """Write the pages of several snapshots a day.

    Parameters
    ----------
    archive
        What is written about.

    Returns
    -------
    pandas.DataFrame
        One row per snapshot, man, kind and book. A game of the afternoon may have begun before the last snapshot.
    """
    rng = archive.chance("prop pages")
    covers = archive.last_games(archive.props.page_share)
    books = books_of("page", archive.props.page_books)
    parts = []
    for stage in _PAGE_STAGES[: archive.props.pages]:
        for number, book in enumerate(books):
            quotes = archive.quotes(book, stage, covers, tuple(PAGE_MARKETS))
            over, under = prices(book, quotes["probability"].to_numpy(), archive.props.overround)
            seen = archive.seen(STAGES.index(stage), quotes["man"].to_numpy())
            parts.append(quotes.assign(book=number, over=over, under=under, seen=seen))
    return _page_rows(archive, pd.concat(parts, ignore_index=True), [book.page for book in books], rng)


def prizepicks(archive: PropArchive) -> pd.DataFrame:
    """Write the lines of PrizePicks, once a day.

    Parameters
    ----------
    archive
        What is written about.

    Returns
    -------
    pandas.DataFrame
        One row per snapshot, man (or two men) and kind; kinds that are no market are among them.
    """
    rng = archive.chance("prop picks")
    quotes = archive.quotes(
        _PICKS, "page_3", archive.last_games(archive.props.page_share), tuple(PICK_MARKETS)
    )
    share = np.array([_WHOLE_SHARE.get(market, _WHOLE_SHARE_OF_OTHERS) for market in MARKETS])
    is_whole = (rng.random(len(quotes)) < share[quotes["market"]] / 2) & quotes["line"].gt(1.0)
    value = quotes["line"] + 0.5 * is_whole * np.where(quotes["probability"] > 0.5, 1, -1)
    kinds = market_names(PICK_MARKETS)
    lines = pd.DataFrame(
        {"man": quotes["man"], "Value": value, "Prop": coded(quotes["market"].to_numpy(), kinds)}
    )
    return _pick_rows(archive, lines, _fantasy(archive, quotes, rng), _pairs(archive, quotes, rng))


def _page_rows(
    archive: PropArchive, quotes: pd.DataFrame, books: list[str], rng: np.random.Generator
) -> pd.DataFrame:
    men, code = archive.men, archive.clubs["code"].to_numpy()
    games = archive.tables.games.iloc[men["game"]]
    is_home = men["side"].eq(0).to_numpy()
    opponent = np.where(is_home, code[games["away"]], "@" + code[games["home"]])
    man = quotes["man"].to_numpy()
    rows = pd.DataFrame(
        {
            "snapshot_utc": quotes["seen"].astype("datetime64[ms]"),
            "player": pd.Categorical(bare_names(men["name"].to_numpy(dtype=object))).take(man),
            "opp": pd.Categorical(opponent).take(man),
            "prop": coded(quotes["market"].to_numpy(), market_names(PAGE_MARKETS)).astype("category"),
            "book": coded(quotes["book"].to_numpy(), books).astype("category"),
            "line": quotes["line"].astype("float32"),
            "over_price": quotes["over"].astype("Int32"),
            "under_price": quotes["under"].astype("Int32"),
        }
    )
    rows.loc[rng.random(len(rows)) < archive.props.missing_price_share, "under_price"] = pd.NA
    rows.loc[rng.random(len(rows)) < _NO_OPPONENT_SHARE, "opp"] = None
    return rows.sort_values(["player", "prop", "book", "snapshot_utc"], kind="stable", ignore_index=True)


def _fantasy(archive: PropArchive, quotes: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    weight = np.array([_FANTASY.get(market, 0.0) for market in MARKETS])
    parts = quotes[quotes["market"].map(dict(enumerate(weight))).gt(0)]
    score = (parts["mean"] * weight[parts["market"]]).groupby(parts["man"]).sum()
    chosen = score[rng.random(len(score)) < _FANTASY_SHARE]
    return pd.DataFrame(
        {"man": chosen.index, "Value": np.round(2 * chosen.to_numpy()) / 2, "Prop": "Fantasy Score"}
    )


def _pairs(archive: PropArchive, quotes: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    points = quotes[quotes["market"].eq(list(MARKETS).index("points"))]
    day = archive.tables.games["game_date"].to_numpy()[points["game"]]
    one, other = points.iloc[:-1], points.iloc[1:]
    is_pair = (day[1:] == day[:-1]) & (rng.random(len(one)) < _COMBO_SHARE)
    return pd.DataFrame(
        {
            "man": one["man"].to_numpy()[is_pair],
            "other": other["man"].to_numpy()[is_pair],
            "Value": (one["line"].to_numpy() + other["line"].to_numpy())[is_pair],
            "Prop": "Points (Combo)",
        }
    )


def _pick_rows(archive: PropArchive, *parts: pd.DataFrame) -> pd.DataFrame:
    rows = pd.concat(parts, ignore_index=True)
    men = archive.men
    name = plain_names(men["name"].to_numpy(dtype=object))
    code = archive.clubs["code"].to_numpy()[men["team"]]
    letter = men["position"].str[0].to_numpy(dtype=object)
    man, is_pair = rows["man"].to_numpy(dtype=int), rows["other"].notna().to_numpy()
    other = rows["other"].fillna(0).to_numpy(dtype=int)
    team = np.where(is_pair, _joined(code, man, other), code[man])
    position = np.where(is_pair, _joined(letter, man, other), letter[man])
    seen = archive.seen(STAGES.index("page_3"), man) - np.timedelta64(_PICK_SECONDS_BEFORE, "s")
    table = pd.DataFrame(
        {
            "snapshot_utc": zulu(seen),
            "Name": np.where(is_pair, name[man] + " + " + name[other], name[man]),
            "Team": team + " - " + position,
            "Value": rows["Value"].astype(float),
            "Prop": rows["Prop"],
        }
    ).sort_values("snapshot_utc", kind="stable", ignore_index=True)
    return table.astype(dict.fromkeys(("snapshot_utc", "Name", "Team", "Prop"), "category"))


def _joined(texts: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    is_same = texts[one] == texts[other]
    return np.asarray(np.where(is_same, texts[one], texts[one] + "/" + texts[other]))
