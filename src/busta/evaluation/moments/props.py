"""Moments of the player props: how they are priced, how they move, and how often they go over."""

from __future__ import annotations

import pandas as pd

from busta.evaluation.moments.estimates import mean, ratio, sd
from busta.evaluation.moments.players import with_statistics
from busta.evaluation.moments.samples import Calendar, Moment, Spec, measure, sample_days
from busta.schemas.keys import MARKETS

GROUP = "props"
GAME_MARKETS = ("moneyline", "ats", "total")
PLAYER_MARKETS = tuple(market for market in MARKETS if market not in GAME_MARKETS)
_OFFER = ["game_id", "player_id", "market", "book"]

_OF_ALL: tuple[Spec, ...] = (
    ("all markets: share of overs", "share", mean, "is_over"),
    ("all markets: fair probability of the over", "probability", mean, "probability"),
    ("all markets: overround", "share", mean, "overround"),
    ("all markets: favourite side wins", "share", mean, "favourite_wins"),
    ("all markets: fair probability of the favourite side", "probability", mean, "favourite_probability"),
    ("all markets: Brier score of the last price", "1", mean, "squared_error"),
    ("all markets: share of lines that move, first to last", "share", mean, "has_moved"),
    (
        "all markets: mean absolute move of the fair probability, line unmoved",
        "probability",
        mean,
        "price_move",
    ),
    ("all markets: share of lines of quoted men who did not play", "share", mean, "is_absent"),
)
_MEASURED = sorted({str(spec[-1]) for spec in _OF_ALL} | {"error", "move_size"})
_OF_MEN: tuple[Spec, ...] = (
    ("quoted men who did not play: share", "share", mean, "is_absent"),
    ("markets of a quoted man in a game: mean", "count", mean, "markets"),
    ("offers of a quoted man, market and game: books, mean", "count", ratio, "offers", "markets"),
)
_OF_GAMES: tuple[Spec, ...] = (("quoted men in a game: mean", "count", mean, "men"),)


def prop_moments(quotes: pd.DataFrame, player_games: pd.DataFrame, calendar: Calendar) -> list[Moment]:
    """Measure the player props: the first and the last offer of every book before tip-off.

    Parameters
    ----------
    quotes : DataFrame
        ``prm_prop_quotes``; none at all gives no moments.
    player_games : DataFrame
        ``prm_player_games``: what the men did.
    calendar : Calendar
        Days of the league.

    Returns
    -------
    list of Moment
        Of several lines that a book quotes at once the one with the most even prices counts. A push is neither over
        nor under, a man without minutes has no result. Fair probabilities share the margin in proportion. Intervals
        by day.
    """
    offers = _offers(quotes[quotes["market"].isin(PLAYER_MARKETS)])
    if offers.empty:
        return []
    offers = _settled(offers, player_games)
    whole = sample_days(offers[["game_date", *_MEASURED]], calendar)
    markets = [market for market in PLAYER_MARKETS if (offers["market"] == market).any()]
    men = _men(offers)
    games = men.groupby(["game_date", "game_id"], as_index=False).agg(men=("player_id", "size"))
    return [
        *measure(GROUP, whole, _OF_ALL),
        *[x for m in markets for x in measure(GROUP, whole.where(offers["market"] == m), _of_market(m))],
        *measure(GROUP, sample_days(men, calendar), _OF_MEN),
        *measure(GROUP, sample_days(games, calendar), _OF_GAMES),
    ]


def _of_market(market: str) -> list[Spec]:
    return [
        (f"{market}: share of overs", "share", mean, "is_over"),
        (f"{market}: overround", "share", mean, "overround"),
        (f"{market}: sd of the result around the line", "count", sd, "error"),
        (f"{market}: mean of the result around the line", "count", mean, "error"),
        (f"{market}: mean absolute move of the line, first to last", "count", mean, "move_size"),
    ]


def _offers(quotes: pd.DataFrame) -> pd.DataFrame:
    # One number instead of four columns, and texts only at the end: a season of quotes has a million rows.
    offer = quotes.groupby(_OFFER).ngroup().to_numpy()
    numbers = quotes[["quoted_at_utc", "line", "price_over", "price_under"]].assign(offer=offer)
    numbers["imbalance"] = (1 / numbers["price_over"] - 1 / numbers["price_under"]).abs()
    numbers = numbers.sort_values(["quoted_at_utc", "imbalance"], kind="stable")
    # A ladder of lines quoted at once: the main line is the one with the most even prices.
    main = numbers.drop_duplicates(["offer", "quoted_at_utc"])
    first = main.drop_duplicates("offer")[["offer", "line", "price_over", "price_under"]]
    last = main.drop_duplicates("offer", keep="last")
    # Twice at the same moment is no move.
    times = main.groupby("offer").size().rename("times").reset_index()
    last = last.join(quotes[["game_date", *_OFFER]])
    table = last.merge(first, on="offer", suffixes=("", "_first"), validate="one_to_one")
    return table.merge(times, on="offer", validate="one_to_one")


def _settled(offers: pd.DataFrame, player_games: pd.DataFrame) -> pd.DataFrame:
    done = with_statistics(player_games[player_games["game_id"].isin(offers["game_id"].unique())])
    done = done[done["minutes"] > 0]
    long = done.melt(
        id_vars=["game_id", "player_id"],
        value_vars=list(PLAYER_MARKETS),
        var_name="market",
        value_name="result",
    )
    is_known = offers["game_id"].isin(done["game_id"].unique())
    table = offers[is_known].merge(
        long, on=["game_id", "player_id", "market"], how="left", validate="many_to_one"
    )
    error, moved = table["result"] - table["line"], table["line"] - table["line_first"]
    is_repeated = table["times"] > 1
    return _priced(
        table.assign(
            error=error,
            is_over=(error > 0).astype(float).where(error.notna() & (error != 0)),
            is_absent=table["result"].isna().astype(float),
            move_size=moved.abs().where(is_repeated),
            has_moved=(moved != 0).astype(float).where(is_repeated),
            is_still=is_repeated & (moved == 0),
        )
    )


def _priced(table: pd.DataFrame) -> pd.DataFrame:
    over, under = 1 / table["price_over"], 1 / table["price_under"]
    probability = over / (over + under)
    first = 1 / table["price_over_first"]
    first = first / (first + 1 / table["price_under_first"])
    favours_over = probability > 0.5
    wins = table["is_over"].where(favours_over, 1 - table["is_over"])
    is_even = probability.isna() | (probability == 0.5)
    return table.assign(
        probability=probability,
        overround=over + under - 1,
        favourite_wins=wins.mask(is_even),
        favourite_probability=probability.where(favours_over, 1 - probability).mask(is_even | wins.isna()),
        squared_error=(probability - table["is_over"]) ** 2,
        price_move=(probability - first).abs().where(table["is_still"]),
    )


def _men(offers: pd.DataFrame) -> pd.DataFrame:
    return offers.groupby(["game_date", "game_id", "player_id"], as_index=False).agg(
        is_absent=("is_absent", "max"), markets=("market", "nunique"), offers=("market", "size")
    )
