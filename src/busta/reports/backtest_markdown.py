"""The page that says what strategies were worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from busta.betting.rules import BacktestRules, Reference
from busta.reports.data_line import data_line, is_fabricated
from busta.reports.markdown import table
from busta.reports.numbers import ABSENT

MOMENTS = ("open", "morning", "close")
READING = """\
What somebody would have won who had bet on the model, at the lines and prices of three moments. Every number is of
games the model had not seen, and stands with its {level} interval: days are drawn with replacement, {draws:,}
times.

- **ROI** is profit per unit staked, pushes returned, one unit on every bet that the strategy chose. **Expected
  value** is of the model's probability shrunk to the market's by a factor fitted on earlier seasons.
- **An opening has no time stamp**, so a model of the evening before may know what the opening did not. Claims rest
  on openings that two archives confirm, bet on with nothing of the day before (*confirmed, day before*); the others
  stand beside.
- **consensus** is the main line at the median price of the books; **best** the best line and price among them, by
  the model's own belief. Where the archives have no price, one of {price} is assumed. Closing prices of several books
  need not be of the same minute: the best of them may not have been on offer at once.
- **P(ROI > 0)** is the share of the draws with a profit. **Bets needed**: if the ROI were really this one, so many
  bets would tell it from nothing.
- Strategies under the line *asks no model* are the yardstick: they show what the books' margin costs.
"""
TRIED = """\
Who tries many strategies finds one that won. Each row: how many were tried (every strategy at every book, with
every way to stake), how many of them bet at least {least} times, the best of these by its ROI, and what the best of
as many would show if every one of them were worth exactly nothing (the same days drawn; median, and the value
exceeded in {tail}). *p* is the reality check of White, beside it Hansen's test of superior predictive ability.
*claims* counts only what may be claimed.
"""
SHOPPING = """\
The same games and selections at the consensus and at the best book; only bets whose consensus has a real price,
never an assumed one. The difference is paired. *every side* bets on both sides of every game: what the best price
alone is worth, whatever one believes.
"""
BESIDE = """\
What a trial on the same archives measured before this model was built, and what this backtest measures on the same
kind of bets.
"""
_SHOPPED = ("every side", "model_side", "edge_2", "edge_6_percent", "value")


def backtest_page(
    results: pd.DataFrame,
    tries: pd.DataFrame,
    shopping: pd.DataFrame,
    rules: BacktestRules,
    identity: Mapping[str, Any],
    figures: Sequence[str],
    draws: int,
    level: float,
    price: float,
) -> str:
    """Write the page.

    Parameters
    ----------
    results
        See `busta.betting.results.result_table`, of all markets.
    tries
        See `busta.betting.tries.tries_table`.
    shopping
        See `busta.betting.shopping.shopping_table`, of all markets.
    rules
        What was tried.
    identity
        ``prm_data_identity``.
    figures
        Names of the figures beside the page, e.g. ``bankroll_ats``.
    draws, level
        Of the intervals.
    price
        Decimal price where the archives have none.

    Returns
    -------
    str
        Markdown. The first line says what data this is.
    """
    reading = READING.format(level=f"{level:.0%}".replace("%", " %"), draws=draws, price=f"{price:g}")
    markets = list(results["market"].drop_duplicates())
    parts = [
        f"{data_line(identity)}\n\n# What would bets have won?\n\n{reading}",
        _tries(tries, rules, level),
    ]
    parts += [_market(results[results["market"] == market], str(market), figures) for market in markets]
    parts.append(_shopping(shopping))
    if not is_fabricated(identity):
        parts.append(_beside(results, rules.references))
    return "\n".join(part for part in parts if part)


def _market(results: pd.DataFrame, market: str, figures: Sequence[str]) -> str:
    parts = [f"## {market}\n", *(_figure(figures, market, name) for name in ("bankroll", "thresholds"))]
    flat = results[results["stakes"] == "flat"]
    for moment in MOMENTS:
        rows = flat[flat["moment"] == moment]
        if not rows.empty:
            parts.append(f"### {market}, {moment}\n\n{_strategies(rows, results)}")
    return "\n".join(part for part in parts if part)


# Of openings first what may be claimed; of the others the best price, then the consensus.
def _places(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    found = rows[["books", "information", "games"]].drop_duplicates()
    known = [tuple(str(value) for value in row) for row in found.itertuples(index=False)]
    wanted = [
        ("consensus", "day_before", "confirmed"),
        ("consensus", "day_before", "all"),
        ("best", "evening", "all"),
        ("consensus", "evening", "all"),
        ("best", "morning", "all"),
        ("consensus", "morning", "all"),
    ]
    return [(place[0], place[1], place[2]) for place in wanted if place in known][:2]


def _strategies(rows: pd.DataFrame, results: pd.DataFrame) -> str:
    places = _places(rows)
    if not places:
        return ""
    first = _at(rows, places[0])
    beside = {place: _at(rows, place).set_index("strategy") for place in places[1:]}
    kelly = _at(results[results["moment"] == rows["moment"].iloc[0]], places[0])
    kelly = kelly[kelly["stakes"] == "kelly_quarter"].set_index("strategy")
    head = ["strategy", "bets", "right", "ROI", "units", "closing-line value", "P(ROI > 0)", "bets needed",
            "drawdown", "Sharpe", "bankroll after quarter Kelly",
            *(f"ROI: {_said(place)}" for place in beside)]  # fmt: skip
    cells = [_cells(row, kelly, list(beside.values())) for row in _records(first)]
    own, rest = (
        [cell for cell, row in zip(cells, _records(first), strict=True) if bool(row["is_baseline"]) == asked]
        for asked in (False, True)
    )
    line = [["*asks no model*", *[""] * (len(head) - 1)]] if rest else []
    offered = int(first["n_offered"].max())
    return f"{_said(places[0])}; {offered:,} games on offer.\n\n{table(head, [*own, *line, *rest])}"


def _cells(row: Mapping[str, Any], kelly: pd.DataFrame, beside: Sequence[pd.DataFrame]) -> list[str]:
    name = str(row["strategy"])
    value = "closing_line_value" if pd.notna(row["closing_line_value"]) else "closing_price_value"
    after = kelly["bankroll_end"].get(name) if name in kelly.index and kelly["n_bets"][name] else None
    return [
        name.replace("_", " "),
        f"{row['n_bets']:,}",
        _ends(row, "win_rate", _share),
        _ends(row, "roi", _gain),
        _ends(row, "units", _units) if row["n_bets"] else ABSENT,
        _ends(row, value, _points if value == "closing_line_value" else _gain),
        ABSENT
        if pd.isna(row["probability_roi_above_0"])
        else f"{100 * row['probability_roi_above_0']:.0f} %",
        ABSENT if pd.isna(row["bets_needed"]) else f"{row['bets_needed']:,.0f}",
        ABSENT if not row["n_bets"] else _share(row["max_drawdown"]),
        ABSENT if pd.isna(row["sharpe"]) else f"{row['sharpe']:.2f}",
        ABSENT if after is None else f"{after:.0f}",
        *(_ends(_row_of(other, name), "roi", _gain) for other in beside),
    ]


def _tries(tries: pd.DataFrame, rules: BacktestRules, level: float) -> str:
    if tries.empty:
        return ""
    head = ("market", "moment", "known", "games", "tried", "with bets enough", "the best", "its bets", "its ROI",
            "best of as many without worth", "p", "p (Hansen)")  # fmt: skip
    cells = (
        [
            row["market"], row["moment"], _words(row["information"]), row["games"], f"{row['n_tried']:,}",
            f"{row['n_tested']:,}", *_best(row),
        ]
        for row in _records(tries)
    )  # fmt: skip
    tail = f"{100 * (1 - level):.0f} % of the draws"
    introduction = TRIED.format(least=rules.min_bets, tail=tail)
    return f"## How many strategies were tried\n\n{introduction}\n{table(head, cells)}"


def _best(row: Mapping[str, Any]) -> Iterable[str]:
    if pd.isna(row["best_roi"]):
        return [ABSENT] * 6
    place = "" if row["market"] != "all" else f"{row['best_market']}, "
    place += "" if row["moment"] != "all" else f"{row['best_moment']}, "
    return [
        f"{place}{_words(row['best_strategy'])}, {row['best_books']}, {_words(row['best_stakes'])}",
        f"{row['best_bets']:,.0f}",
        _ends(row, "best_roi", _gain),
        f"{_gain(row['lucky_roi'])} (up to {_gain(row['lucky_roi_high'])})",
        f"{row['p_reality_check']:.3f}",
        f"{row['p_spa']:.3f}",
    ]


def _shopping(shopping: pd.DataFrame) -> str:
    shown = shopping[shopping["strategy"].isin(_SHOPPED)]
    if shown.empty:
        return ""
    head = ("market", "moment", "bets on", "bets", "ROI at the consensus", "ROI at the best", "difference",
            "same line", "mean price")  # fmt: skip
    cells = (
        [
            row["market"], row["moment"], _words(row["strategy"]), f"{row['n_bets']:,}",
            _ends(row, "roi_consensus", _gain), _ends(row, "roi_best", _gain), _ends(row, "difference", _gain),
            _share(row["same_line"]), f"{row['price_consensus']:.3f} → {row['price_best']:.3f}",
        ]
        for row in _records(shown)
    )  # fmt: skip
    return f"## What the best price is worth\n\n{SHOPPING}\n{table(head, cells)}"


def _beside(results: pd.DataFrame, references: Sequence[Reference]) -> str:
    rows = [
        [
            f"{one.market}, {one.moment}, {_words(one.strategy)}", one.said, _said(_place_of(row)),
            f"{row['n_bets']:,}", _ends(row, "win_rate", _share), _ends(row, "closing_line_value", _points),
            _ends(row, "roi", _gain),
        ]
        for one in references
        for row in _records(_named(results, one))
    ]  # fmt: skip
    if not rows:
        return ""
    head = ("bets", "the trial", "here", "bets", "right", "closing-line value", "ROI")
    return f"## Beside an earlier trial\n\n{BESIDE}\n{table(head, rows)}"


def _named(results: pd.DataFrame, one: Reference) -> pd.DataFrame:
    wanted = one.model_dump(exclude={"said"}, exclude_none=True) | {"stakes": "flat"}
    kept = pd.Series(True, index=results.index)
    for name, value in wanted.items():
        kept &= results[name] == value
    return results[kept & (results["n_bets"] > 0)]


def _at(rows: pd.DataFrame, place: tuple[str, str, str]) -> pd.DataFrame:
    books, information, games = place
    return rows[(rows["books"] == books) & (rows["information"] == information) & (rows["games"] == games)]


def _place_of(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(row["books"]), str(row["information"]), str(row["games"])


def _said(place: tuple[str, str, str]) -> str:
    books, information, games = place
    return f"{books}, {_words(information)}" + (", confirmed" if games == "confirmed" else "")


def _row_of(rows: pd.DataFrame, strategy: str) -> Mapping[str, Any]:
    return {str(key): value for key, value in rows.loc[strategy].items()} if strategy in rows.index else {}


def _figure(figures: Sequence[str], market: str, name: str) -> str:
    return f"![{name}, {market}](backtest/{name}_{market}.png)\n" if f"{name}_{market}" in figures else ""


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _ends(row: Mapping[str, Any], name: str, write: Any) -> str:
    value, low, high = (row.get(f"{name}{end}") for end in ("", "_low", "_high"))
    if value is None or pd.isna(value):
        return ABSENT
    unit = " %" if write(value).endswith(" %") else ""
    if low is None or high is None or pd.isna(low):
        return str(write(value))
    ends = [str(write(end)).removesuffix(unit) for end in (value, low, high)]
    return f"{ends[0]} [{ends[1]}, {ends[2]}]{unit}"


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def _gain(value: float) -> str:
    return f"{100 * value:+.1f} %"


def _points(value: float) -> str:
    return f"{value:+.2f}"


def _units(value: float) -> str:
    return f"{value:+.0f}"


def _words(name: object) -> str:
    return str(name).replace("_", " ")
