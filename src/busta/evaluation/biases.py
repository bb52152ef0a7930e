"""Is one side of the line favoured more often than it should be, in some kind of game?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from busta.evaluation.bias_groups import BiasRules, game_groups, spread_groups
from busta.evaluation.clustered import Tested, mean_by_day
from busta.evaluation.returns import returns_by_day
from busta.odds.consensus import line_prices

QUANTITIES = {"moneyline": "home_margin", "ats": "home_margin", "total": "total_points"}
CALENDAR = ("back-to-back", "rest", "week", "month", "weekday", "stage", "floor")
# Which kinds of games are asked of which side.
ASKED: Mapping[str, tuple[str, ...]] = {
    "home": ("all", "role", "size", *CALENDAR),
    "favourite": ("all", "role", "size", "week", "month", "stage", "floor"),
    "over": ("all", "size", *CALENDAR),
}
SIDES: Mapping[str, tuple[str, ...]] = {
    "moneyline": ("home", "favourite"),
    "ats": ("home", "favourite"),
    "total": ("over",),
}
NAMES = {
    ("moneyline", "home"): "home wins",
    ("moneyline", "favourite"): "favourite wins",
    ("ats", "home"): "home covers",
    ("ats", "favourite"): "favourite covers",
    ("total", "over"): "over",
}
MONEY = ("roi", "roi_low", "roi_high", "roi_against", "roi_against_low", "roi_against_high")
BIAS_COLUMNS = [
    "family",
    "test",
    "market",
    "moment",
    "group",
    "share",
    "fair",
    *Tested.__dataclass_fields__,
    *MONEY,
    "share_assumed",
]


def betting_sides(
    lines: pd.DataFrame, quotes: pd.DataFrame, games: pd.DataFrame, assumed_price: float
) -> pd.DataFrame:
    """Say how over and under of every line ended, what they were given and what they cost.

    Parameters
    ----------
    lines
        ``prm_market_lines``.
    quotes
        ``prm_quotes``, for prices.
    games
        ``prm_games``.
    assumed_price
        Decimal price of both sides where the archives have none.

    Returns
    -------
    pandas.DataFrame
        One row per played game, market and moment: season, game_id, game_date, market, moment, line, spread (line of
        ats at that moment, null without), fair (the market's probability of over), is_price_assumed, price_over,
        price_under, and result: 1 over, -1 under, 0 push. Openings only where a second archive confirms them.
    """
    is_asked = lines["market"].isin(list(QUANTITIES)) & lines["player_id"].isna()
    # An opening has no time stamp and may be mistyped: what is said of openings rests on those of two archives.
    # Only one archive has opening moneylines.
    is_told_once = (lines["moment"] != "open") | (lines["market"] == "moneyline")
    is_sure = is_told_once | lines["book_confirmed"].fillna(value=False).astype(bool)
    own = lines[is_asked & is_sure].reset_index(drop=True)
    prices = line_prices(own, quotes)
    is_assumed = prices.isna().any(axis=1)
    prices = prices.mask(is_assumed, assumed_price)
    rows = own[["season", "game_id", "game_date", "market", "moment", "line"]].assign(
        fair=own["market_probability"], is_price_assumed=is_assumed, **prices
    )
    spread = rows.loc[rows["market"] == "ats", ["game_id", "moment", "line"]].rename(
        columns={"line": "spread"}
    )
    rows = rows.merge(spread, how="left", on=["game_id", "moment"], validate="many_to_one")
    played = games.loc[games["is_played"], ["game_id", *set(QUANTITIES.values())]]
    rows = rows.merge(played, on="game_id", validate="many_to_one")
    actual = pd.Series(np.nan, rows.index)
    for market, quantity in QUANTITIES.items():
        actual = actual.mask(rows["market"] == market, rows[quantity])
    return rows.assign(result=np.sign(actual - rows["line"])).drop(columns=list(set(QUANTITIES.values())))


def bias_tests(
    sides: pd.DataFrame, games: pd.DataFrame, team_games: pd.DataFrame, rules: BiasRules, level: float
) -> pd.DataFrame:
    """Test every side in every kind of game.

    Parameters
    ----------
    sides
        From `betting_sides`.
    games, team_games
        ``prm_games, prm_team_games``.
    rules
        Kinds of games.
    level
        Coverage of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row per test, columns `BIAS_COLUMNS`; market and moment make a family. ``estimate`` is the share of decided
        games that the side won (``share``) minus what the market gave it (``fair``), expected 0. ``roi`` is the profit
        of one unit on the side at the quoted price, where there is none at the assumed one, pushes returned;
        ``roi_against`` that of the other side; ``share_assumed`` the share of games without a quoted price.
    """
    known = game_groups(games, team_games, rules)
    found: list[dict[str, object]] = []
    for (market, moment), rows in sides.groupby(["market", "moment"], sort=True):
        calendar = known.reindex(rows["game_id"]).set_axis(rows.index)
        groups = pd.concat([calendar, spread_groups(rows["spread"], rules)], axis=1)
        place = {"family": f"bias, {market}, {moment}", "market": market, "moment": moment}
        for side in SIDES[str(market)]:
            bets = _bets(rows, side)
            named = place | {"test": NAMES[str(market), side]}
            found += [
                named | tested for tested in _tests(bets, groups[list(ASKED[side])], rules.min_rows, level)
            ]
    return pd.DataFrame(found, columns=BIAS_COLUMNS)


def _bets(rows: pd.DataFrame, side: str) -> pd.DataFrame:
    if side == "favourite":
        towards = np.sign(rows["fair"] - 0.5 if rows["market"].iloc[0] == "moneyline" else rows["line"])
    else:
        towards = pd.Series(1.0, rows.index)
    is_over = towards > 0
    bets = pd.DataFrame(
        {
            "game_date": rows["game_date"],
            "won": rows["result"] * towards,
            "fair": rows["fair"].where(is_over, 1 - rows["fair"]),
            "price": rows["price_over"].where(is_over, rows["price_under"]),
            "price_against": rows["price_under"].where(is_over, rows["price_over"]),
            "is_price_assumed": rows["is_price_assumed"],
        }
    )
    return bets[towards != 0]


def _tests(
    bets: pd.DataFrame, groups: pd.DataFrame, min_rows: int, level: float
) -> Iterator[dict[str, object]]:
    for _, names in groups.loc[bets.index].items():
        for group, rows in bets.groupby(names, sort=True, observed=True):
            decided = rows[rows["won"] != 0]
            if len(decided) >= min_rows:
                yield {"group": str(group)} | _measure(rows, decided, level)


def _measure(rows: pd.DataFrame, decided: pd.DataFrame, level: float) -> dict[str, object]:
    won = (decided["won"] > 0).astype(float)
    tested = mean_by_day(won - decided["fair"], decided["game_date"], level)
    found: dict[str, object] = {"share": won.mean(), "fair": decided["fair"].mean(), **vars(tested)}
    result, day = rows["won"], rows["game_date"]
    found |= returns_by_day("roi", result, rows["price"], day, level)
    found |= returns_by_day("roi_against", -result, rows["price_against"], day, level)
    return found | {"share_assumed": rows["is_price_assumed"].mean()}
