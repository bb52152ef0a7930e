"""Every bet on players that was on offer at the main line: the market's price, every book, and the best of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.betting.grading import RESULTS, SELECTIONS, grade, profit_per_unit
from busta.betting.offers import BEST, BET_COLUMNS, CLOSE, CONSENSUS, OfferRules
from busta.betting.value import expected_value
from busta.probability.implied_mean import implied_mean
from busta.probability.logits import Floats
from busta.probability.season_distributions import SeasonDistributions

_ASKED = ["game_id", "player_id"]
_PLACE = [*_ASKED, "moment"]
_CATEGORIES = ("moment", "information", "books", "selection")


def list_prop_bets(
    at_lines: pd.DataFrame,
    lines: pd.DataFrame,
    books: pd.DataFrame,
    fitted: SeasonDistributions,
    information: str,
    rules: OfferRules,
) -> pd.DataFrame:
    """List every bet on a player market, what we believed it was worth, and how it ended.

    Parameters
    ----------
    at_lines
        `{market}.at_lines`: what is believed is the blend of model and market.
    lines
        Rows of ``prm_prop_lines`` of the market.
    books
        The believed quotes of the market, see `busta.odds.prop_lines.book_quotes`; those at other lines than the
        main line are no offers.
    fitted
        `{market}.distributions`: they say what the close thinks of a line that has moved since.
    information
        What the model knew.
    rules
        ``least_books`` and ``most_value`` count.

    Returns
    -------
    pandas.DataFrame
        `bets_{market}`, columns `BET_COLUMNS`: one row per question, moment, ``books`` (``consensus``, ``best`` or the
        name of a book) and selection, by date; over and under apart. ``edge`` is the model's probability less
        the market's. A bet on a man who did not play is void. What is named closing is null at the close.
    """
    offers = pd.concat([_consensus(lines), _named(lines, books)], ignore_index=True)
    rows = offers.astype({"player_id": "Int64"}).merge(
        at_lines, on=_PLACE, how="inner", validate="many_to_one"
    )
    sign = np.where(rows["selection"] == "over", 1.0, -1.0)
    fair = _of(rows["market_probability"], sign)
    is_error = expected_value(fair, rows["price_decimal"], rows["probability_push"]) > rules.most_value
    rows = rows[~(is_error & (rows["books"] != CONSENSUS))]
    rows = pd.concat([rows, _best(rows, rules)], ignore_index=True)
    rows = _closed(_valued(rows), at_lines, fitted)
    return _ordered(_graded(rows).assign(information=information))


def _consensus(lines: pd.DataFrame) -> pd.DataFrame:
    sides = [
        lines[_PLACE].assign(books=CONSENSUS, selection=side, price_decimal=lines[f"price_{side}"])
        for side in SELECTIONS
    ]
    return pd.concat(sides, ignore_index=True)


def _named(lines: pd.DataFrame, books: pd.DataFrame) -> pd.DataFrame:
    believed = books[~books["is_condemned"]]
    at_main = believed.merge(lines[[*_PLACE, "line"]], on=[*_PLACE, "line"], how="inner")
    sides = [
        at_main[_PLACE].assign(books=at_main["book"], selection=side, price_decimal=at_main[f"price_{side}"])
        for side in SELECTIONS
    ]
    return pd.concat(sides, ignore_index=True)


def _of(over: pd.Series, sign: Floats) -> Floats:
    told = over.to_numpy(np.float64)
    return np.where(sign > 0, told, 1.0 - told)


def _best(rows: pd.DataFrame, rules: OfferRules) -> pd.DataFrame:
    named = rows[rows["books"] != CONSENSUS]
    place = [*_PLACE, "selection"]
    many = named.groupby(place)["line"].transform("size") >= rules.least_books
    ranked = named[many].sort_values(["price_decimal", "books"], ascending=[False, True], kind="stable")
    return ranked.drop_duplicates(place).assign(books=BEST)


def _valued(rows: pd.DataFrame) -> pd.DataFrame:
    sign = np.where(rows["selection"] == "over", 1.0, -1.0)
    told = ("probability_stacked", "probability_model", "market_probability")
    probability, model, fair = (_of(rows[name], sign) for name in told)
    return rows.assign(
        probability=probability,
        probability_se=rows["stacked_se"],
        probability_model=model,
        expected_value=expected_value(probability, rows["price_decimal"], rows["probability_push"]),
        edge=model - fair,
        is_price_assumed=False,
        is_favourite=pd.Series(pd.NA, index=rows.index, dtype="boolean"),
        is_confirmed=pd.Series(pd.NA, index=rows.index, dtype="boolean"),
    )


def _closed(rows: pd.DataFrame, at_lines: pd.DataFrame, fitted: SeasonDistributions) -> pd.DataFrame:
    # The close at the line of the bet: moved there along the distribution where the line is another by then.
    names = ["line", "market_probability"]
    close = at_lines.loc[at_lines["moment"] == CLOSE, [*_ASKED, *names]]
    early = at_lines.loc[at_lines["moment"] != CLOSE, ["season", *_PLACE, "line"]]
    both = early.merge(close, on=_ASKED, suffixes=("", "_close"), validate="many_to_one")
    mean = implied_mean(fitted, both["season"], both["line_close"], both["market_probability"])
    moved = fitted.over_push(both["season"], mean, both["line"])
    is_same = both["line"] == both["line_close"]
    both = both.assign(
        close_over=np.where(is_same, both["market_probability"], moved.over),
        close_push=moved.push,
        line_moved=both["line_close"] - both["line"],
    )
    known = [*_PLACE, "close_over", "close_push", "line_moved"]
    rows = rows.merge(both[known], on=_PLACE, how="left", validate="many_to_one")
    sign = np.where(rows["selection"] == "over", 1.0, -1.0)
    value, has_close = np.full(len(rows), np.nan), rows["close_over"].notna().to_numpy()
    value[has_close] = expected_value(
        *(
            column[has_close]
            for column in (_of(rows["close_over"], sign), rows["price_decimal"], rows["close_push"])
        )
    )
    return rows.assign(closing_line_value=sign * rows["line_moved"], closing_price_value=value)


def _graded(rows: pd.DataFrame) -> pd.DataFrame:
    result = grade(rows["actual"], rows["line"], rows["selection"], did_play=~rows["is_void"])
    return rows.assign(result=result, profit=profit_per_unit(result, rows["price_decimal"]))


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    order = ["game_date", *_ASKED, *_CATEGORIES]
    made = rows[BET_COLUMNS].sort_values(order, ignore_index=True)
    types = dict.fromkeys(_CATEGORIES, "category")
    return made.astype({**types, "result": pd.CategoricalDtype(list(RESULTS))})
