"""Every bet that was on offer: the market's line, every book, and the best of the books, with what it was worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from busta.betting.beliefs import EVENING, KEYS, OPEN, Question
from busta.betting.grading import RESULTS, SELECTIONS, grade, profit_per_unit
from busta.betting.value import BettingError, expected_value
from busta.probability.logits import Floats

CONSENSUS, BEST = "consensus", "best"
CLOSE = "close"
BET_COLUMNS = [
    *KEYS,
    "moment",
    "information",
    "books",
    "selection",
    "line",
    "price_decimal",
    "is_price_assumed",
    "probability",
    "probability_se",
    "probability_model",
    "probability_push",
    "expected_value",
    "edge",
    "is_favourite",
    "result",
    "profit",
    "closing_line_value",
    "closing_price_value",
    "is_confirmed",
]
_CATEGORIES = ("moment", "information", "books", "selection")
_GAME = ["game_id", "player_id"]
_OFFER = [*_GAME, "moment", "books", "selection", "line", "price_decimal", "is_price_assumed"]


@dataclass(frozen=True)
class OfferRules:
    """Which offers count.

    Attributes
    ----------
    assumed_price
        Decimal price of both selections of a main line without prices, above 1; never of a market whose line is a
        constant: there the price is the question.
    books
        Moment to the sources whose rows are offers of named books; a book that two of them have is taken from
        the first.
    least_books
        Fewest books with a price between which one can choose the best.
    most_value
        Expected value, by the market's own belief of the moment, above which a book's offer is taken for an error of
        the archive (a real one would be called off).
    """

    assumed_price: float
    books: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    least_books: int = 2
    most_value: float = 0.1

    def __post_init__(self) -> None:
        if not self.assumed_price > 1:
            raise BettingError(f"Assumed decimal price: expected more than 1, was {self.assumed_price:g}.")
        if self.least_books < 1 or not self.most_value > 0:
            raise BettingError(
                f"Offers: expected least_books of at least 1 and most_value above 0, was {self.least_books} "
                f"and {self.most_value:g}."
            )


def list_bets(
    beliefs: pd.DataFrame, prices: pd.DataFrame, quotes: pd.DataFrame, question: Question, rules: OfferRules
) -> pd.DataFrame:
    """List every bet on a market, what we believed it was worth, and how it ended.

    Parameters
    ----------
    beliefs
        `{market}.beliefs`.
    prices
        Rows of ``prm_market_lines`` of this market with ``price_over`` and ``price_under``.
    quotes
        Rows of ``prm_quotes`` of this market.
    question
        How the quantity meets the line.
    rules
        Which offers count.

    Returns
    -------
    pandas.DataFrame
        `bets_{market}`: one row per game (and player), moment, information, ``books`` (``consensus``, ``best`` or
        the name of a book) and selection, by date, columns `BET_COLUMNS`. Everything up to ``is_favourite`` was known
        at the moment; ``result``, ``profit`` and what is named closing were not.
    """
    offers = pd.concat([_consensus(prices, question, rules), _books(quotes, rules)], ignore_index=True)
    rows = offers.merge(beliefs.rename(columns={"line": "main_line"}), on=[*_GAME, "moment"], how="inner")
    sign = np.where(rows["selection"] == "over", 1.0, -1.0)
    fair = _at_line(rows, "market", question)
    is_error = (expected_value(_of(fair[0], sign), rows["price_decimal"], fair[1]) > rules.most_value) & (
        rows["books"] != CONSENSUS
    )
    rows = rows[~is_error].reset_index(drop=True)
    rows = _valued(rows, question)
    rows = pd.concat([rows, _best(rows, rules)], ignore_index=True)
    rows = _graded(_closed(rows, beliefs, question))
    return _ordered(rows)


def _consensus(prices: pd.DataFrame, question: Question, rules: OfferRules) -> pd.DataFrame:
    sides = []
    for side in SELECTIONS:
        told = prices[f"price_{side}"]
        rows = prices[[*_GAME, "moment", "line"]].assign(books=CONSENSUS, selection=side)
        is_assumed = told.isna() & (question.link == "probit")
        sides.append(
            rows.assign(price_decimal=told.mask(is_assumed, rules.assumed_price), is_price_assumed=is_assumed)
        )
    both = pd.concat(sides)[_OFFER]
    return both[both["price_decimal"].notna()]


def _books(quotes: pd.DataFrame, rules: OfferRules) -> pd.DataFrame:
    ranks = {
        (moment, source): rank
        for moment, sources in rules.books.items()
        for rank, source in enumerate(sources)
    }
    rank = pd.MultiIndex.from_frame(quotes[["moment", "source"]]).map(ranks)
    chosen = quotes.assign(rank=np.asarray(rank, dtype=np.float64))
    chosen = chosen[chosen["rank"].notna() & chosen["price_decimal"].notna()]
    chosen = chosen.sort_values("rank", kind="stable").rename(columns={"book": "books"})
    chosen = chosen.drop_duplicates([*_GAME, "moment", "books", "selection"])
    return chosen.assign(is_price_assumed=False)[_OFFER]


def _at_line(rows: pd.DataFrame, whose: str, question: Question) -> tuple[Floats, Floats]:
    # Of over, at the offered line; where the line is a constant every offer has the line of the belief.
    if question.link == "logit":
        name = "market_probability" if whose == "market" else f"probability_{whose}"
        return rows[name].to_numpy(np.float64), np.zeros(len(rows))
    columns = (f"mean_{whose}", "sd_model", "line")
    mean, sd, line = (rows[name].to_numpy(np.float64) for name in columns)
    return question.chances(mean, sd, line)


def _of(over: Floats, sign: Floats) -> Floats:
    return np.where(sign > 0, over, 1.0 - over)


def _valued(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    sign = np.where(rows["selection"] == "over", 1.0, -1.0)
    (shrunk, push), (model, _), (fair, _) = (
        _at_line(rows, whose, question) for whose in ("shrunk", "model", "market")
    )
    probability, price = _of(shrunk, sign), rows["price_decimal"].to_numpy(np.float64)
    if question.link == "logit":
        edge = _of(model, sign) - _of(fair, sign)
    else:
        edge = sign * (rows["mean_model"] - rows["line"])
    return rows.assign(
        probability=probability,
        probability_se=_standard_error(rows, shrunk, question),
        probability_model=_of(model, sign),
        probability_push=push,
        expected_value=expected_value(probability, price, push),
        edge=edge,
        is_favourite=_is_favourite(rows, sign, question),
    )


def _standard_error(rows: pd.DataFrame, shrunk: Floats, question: Question) -> Floats:
    # The slope of the probability in the factor, times the factor's error; none where nothing was estimated.
    if question.link == "logit":
        model, market = (
            rows[name].to_numpy(np.float64) for name in ("probability_model", "market_probability")
        )
        distance = np.log(model / (1 - model)) - np.log(market / (1 - market))
        slope = shrunk * (1 - shrunk) * distance
    else:
        sd = rows["sd_model"].to_numpy(np.float64)
        z = (rows["mean_shrunk"] - rows["line"]).to_numpy(np.float64) / sd
        distance = (rows["mean_model"] - rows["mean_market"]).to_numpy(np.float64) / sd
        slope = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * distance
    return np.nan_to_num(np.abs(slope) * rows["shrink_se"].to_numpy(np.float64), nan=0.0)


def _is_favourite(rows: pd.DataFrame, sign: Floats, question: Question) -> pd.Series:
    ahead = rows["market_probability"] - 0.5 if question.link == "logit" else rows["mean_market"]
    told = pd.Series(sign * ahead > 0, index=rows.index, dtype="boolean")
    return told.mask((ahead == 0) | (not question.has_favourite))


def _best(rows: pd.DataFrame, rules: OfferRules) -> pd.DataFrame:
    named = rows[rows["books"] != CONSENSUS]
    place = [*_GAME, "moment", "information", "selection"]
    many = named.groupby(place, dropna=False)["line"].transform("size") >= rules.least_books
    ranked = named[many].sort_values(["expected_value", "books"], ascending=[False, True], kind="stable")
    return ranked.drop_duplicates(place).assign(books=BEST)


def _closed(rows: pd.DataFrame, beliefs: pd.DataFrame, question: Question) -> pd.DataFrame:
    names = ["line", "market_probability", "mean_market", "sd_model"]
    close = beliefs.loc[(beliefs["moment"] == CLOSE) & (beliefs["information"] == EVENING), [*_GAME, *names]]
    asked = rows[[*_GAME, "line", "main_line", "price_decimal"]]
    at = asked.merge(
        close.rename(columns={"line": "close_line"}), on=_GAME, how="left", validate="many_to_one"
    )
    at.index = rows.index
    sign = np.where(rows["selection"] == "over", 1.0, -1.0)
    known = at["close_line"].notna().to_numpy()
    value = np.full(len(rows), np.nan)
    over, _ = _at_line(at[known], "market", question)
    value[known] = _of(over, sign[known]) * at.loc[known, "price_decimal"] - 1.0
    moved = sign * (at["close_line"] - at["main_line"])
    return rows.assign(
        closing_line_value=moved if question.link == "probit" else np.nan, closing_price_value=value
    )


def _graded(rows: pd.DataFrame) -> pd.DataFrame:
    result = grade(rows["actual"], rows["line"], rows["selection"])
    # Off the open nobody was asked to confirm anything.
    confirmed = rows["book_confirmed"].astype("boolean").mask(rows["moment"] != OPEN)
    return rows.assign(
        result=result, profit=profit_per_unit(result, rows["price_decimal"]), is_confirmed=confirmed
    )


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    order = ["game_date", "game_id", "player_id", *_CATEGORIES]
    made = rows[BET_COLUMNS].sort_values(order, ignore_index=True)
    types = dict.fromkeys(_CATEGORIES, "category")
    return made.astype({**types, "result": pd.CategoricalDtype(list(RESULTS))})
