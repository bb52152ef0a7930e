"""Moments of the books: how far results lie around lines, how lines move, what books keep for themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.evaluation.moments.estimates import correlation, mean, sd, slope
from busta.evaluation.moments.rules import MomentRules
from busta.evaluation.moments.samples import Calendar, Moment, Spec, measure, sample_days
from busta.evaluation.moments.tables import around

GROUP = "market"
QUANTITIES = {"ats": ("spread", "home_margin"), "total": ("total", "total_points")}
MOMENTS = ("open", "morning", "close")
_BOARD = ["source", "game_id", "market", "moment"]
_QUOTE = [*_BOARD, "book", "quoted_at_utc"]


def market_moments(
    games: pd.DataFrame, lines: pd.DataFrame, quotes: pd.DataFrame, calendar: Calendar, rules: MomentRules
) -> list[Moment]:
    """Measure the markets on games, of all kinds of league games.

    Parameters
    ----------
    games : DataFrame
        ``prm_games``.
    lines : DataFrame
        ``prm_market_lines``; an opening line that a second archive contradicts is left out.
    quotes : DataFrame
        ``prm_quotes``.
    calendar : Calendar
        Days of the league.
    rules : MomentRules

    Returns
    -------
    list of Moment
        Intervals by day. The slope of the result around the opening line on the move of the line is 1 where the
        books move for reasons only, 0 where they move for none.
    """
    table = _joined(games[games["is_played"]], lines)
    if table.empty:
        return []
    sample = sample_days(table, calendar)
    around_lines = [m for market in QUANTITIES for m in measure(GROUP, sample, _specs(market))]
    return [
        *around_lines,
        *measure(GROUP, sample, _WINNERS),
        *_overrounds(quotes, calendar),
        *_books(quotes, calendar, rules.min_books),
    ]


_WINNERS: tuple[Spec, ...] = (
    ("moneyline: Brier score of the close", "1", mean, "squared_error"),
    ("moneyline: sd of the closing probability", "probability", sd, "probability"),
    ("spread: favourites cover, share", "share", mean, "favourite_covers"),
    ("spread: mean of the favourite's margin around the close", "points", mean, "favourite_error"),
    ("moneyline: home wins minus closing probability", "share", mean, "surprise"),
)


def _specs(market: str) -> tuple[Spec, ...]:
    name, _ = QUANTITIES[market]
    return (
        (f"{name}: sd of the closing line around the season's mean", "points", sd, f"{market}_close_around"),
        (f"{name}: sd of the result around the close", "points", sd, f"{market}_error_close"),
        (f"{name}: mean of the result around the close", "points", mean, f"{market}_error_close"),
        (f"{name}: sd of the result around the open", "points", sd, f"{market}_error_open"),
        (f"{name}: share of overs at the close", "share", mean, f"{market}_is_over"),
        (f"{name}: share of pushes at the close", "share", mean, f"{market}_is_push"),
        (f"{name}: mean absolute move, open to close", "points", mean, f"{market}_move_open_size"),
        (f"{name}: sd of the move, open to close", "points", sd, f"{market}_move_open"),
        (f"{name}: share that does not move, open to close", "share", mean, f"{market}_is_still_open"),
        (f"{name}: mean absolute move, morning to close", "points", mean, f"{market}_move_morning_size"),
        (f"{name}: slope of the result around the open on the move", "1", slope,
         f"{market}_error_open", f"{market}_move_open"),
        (f"{name}: correlation of the result around the open with the move", "correlation", correlation,
         f"{market}_error_open", f"{market}_move_open"),
    )  # fmt: skip


def _joined(games: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    known = lines[
        lines["market"].isin([*QUANTITIES, "moneyline"]) & lines["book_confirmed"].fillna(value=True)
    ]
    found = known.assign(name=known["market"] + "_" + known["moment"])
    wide = found.pivot(index="game_id", columns="name", values="line")
    wide = wide.reindex(columns=[f"{market}_{moment}" for market in QUANTITIES for moment in MOMENTS])
    chances = found[found["name"] == "moneyline_close"].set_index("game_id")["market_probability"]
    table = games.merge(wide, left_on="game_id", right_index=True, how="inner", validate="one_to_one")
    table["probability"] = chances.reindex(table["game_id"]).to_numpy(float)
    surprise = (table["home_margin"] > 0).astype(float) - table["probability"]
    table = table.assign(surprise=surprise, squared_error=surprise**2)
    for market in QUANTITIES:
        table = table.assign(**_around_lines(table, market))
    side = np.sign(table["ats_close"]).replace(0, np.nan)
    covers = table["ats_is_over"].where(side > 0, 1 - table["ats_is_over"])
    return table.assign(
        favourite_error=side * table["ats_error_close"], favourite_covers=covers.mask(side.isna())
    )


def _around_lines(table: pd.DataFrame, market: str) -> dict[str, pd.Series]:
    result, close = table[QUANTITIES[market][1]], table[f"{market}_close"]
    error = result - close
    found = {
        f"{market}_error_close": error,
        f"{market}_close_around": around(table, f"{market}_close", ["season"]),
        f"{market}_error_open": result - table[f"{market}_open"],
        f"{market}_is_over": (error > 0).astype(float).where(error.notna() & (error != 0)),
        f"{market}_is_push": (error == 0).astype(float).where(error.notna()),
    }
    for moment in ("open", "morning"):
        move = close - table[f"{market}_{moment}"]
        found |= {f"{market}_move_{moment}": move, f"{market}_move_{moment}_size": move.abs()}
        found[f"{market}_is_still_{moment}"] = (move == 0).astype(float).where(move.notna())
    return found


def _overrounds(quotes: pd.DataFrame, calendar: Calendar) -> list[Moment]:
    priced = quotes[quotes["price_decimal"].notna() & quotes["player_id"].isna()]
    is_over = priced["selection"] == "over"
    priced = priced[["game_date", *_QUOTE]].assign(chance=1 / priced["price_decimal"])
    both = priced[is_over].merge(
        priced[~is_over].drop(columns="game_date"), on=_QUOTE, suffixes=("", "_under")
    )
    both["overround"] = both["chance"] + both["chance_under"] - 1
    named = both["market"] + ": overround, " + both["moment"]
    sample = sample_days(both[["game_date", "overround"]], calendar)
    return [
        Moment(GROUP, name, "share", mean(sample.where(named == name), "overround"))
        for name in sorted(named.unique())
    ]


def _books(quotes: pd.DataFrame, calendar: Calendar, min_books: int) -> list[Moment]:
    overs = quotes[(quotes["selection"] == "over") & quotes["market"].isin(list(QUANTITIES))]
    of_board = overs.groupby(_BOARD)
    distance = (overs["line"] - of_board["line"].transform("median")).abs()
    boards = overs[of_board["book"].transform("nunique") >= min_books]
    sample = sample_days(boards[["game_date"]].assign(distance=distance), calendar)
    named = boards["market"].map({market: name for market, (name, _) in QUANTITIES.items()})
    named = named + ": mean distance of a book from the middle one, " + boards["moment"]
    return [
        Moment(GROUP, name, "points", mean(sample.where(named == name), "distance"))
        for name in sorted(named.unique())
    ]
