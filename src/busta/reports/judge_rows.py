"""The numbers of a judgement as rows of text, for the terminal and for the page alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from busta.reports.numbers import ABSENT, METRIC_NAMES, interval, number

Record = Mapping[str, Any]
SCORED = ("brier_score", "log_loss", "accuracy", "ece", "calibration_slope")


@dataclass(frozen=True)
class ScoreRow:
    """One score beside the closing line's.

    Attributes
    ----------
    name, picks, close, difference
        Text; `difference` is picks minus close, paired, with its interval.
    """

    name: str
    picks: str
    close: str
    difference: str


@dataclass(frozen=True)
class BetRow:
    """One number of the bets.

    Attributes
    ----------
    name, value, note
        Text; `note` says on how many and at which prices.
    """

    name: str
    value: str
    note: str


def score_rows(market: Record) -> list[ScoreRow]:
    """Scores of one market.

    Parameters
    ----------
    market
        Of the document of `busta.reports.judgement.judge`.

    Returns
    -------
    list of ScoreRow
        Empty where there are no probabilities.
    """
    scores = market["scores"]
    if not scores:
        return []
    return [_score(name, scores["picks"][name], scores.get("market", {}).get(name)) for name in SCORED]


def bet_rows(market: Record) -> list[BetRow]:
    """Numbers of the bets of one market.

    Parameters
    ----------
    market
        Of the document.

    Returns
    -------
    list of BetRow
        Without those that do not exist.
    """
    bets, sides = market["bets"], market["comparison"]["sides"]
    above = sides["above_close"]
    rows = [
        _row("sides right", _share(sides["share_right"]), f"{above['n']:,} decided sides", above["n"]),
        _row("expected by the close", _share(sides["expected"]), "of the same sides", above["n"]),
        _row("difference", _share(above, is_difference=True), "right minus expected, paired", above["n"]),
        _row(
            "closing-line value",
            _plain(bets["closing_line_value"], "points"),
            f"{bets['closing_line_value']['n']:,} bets at another line or moment",
            bets["closing_line_value"]["n"],
        ),
        _row(
            "closing-price value",
            _share(bets["closing_price_value"], is_difference=True),
            f"{bets['closing_price_value']['n']:,} bets: their price at the close's probability",
            bets["closing_price_value"]["n"],
        ),
        _row("return on stakes", _share(bets["roi"]), _of_prices(bets), bets["n_bets"]),
        _row("profit", f"{bets['units']:+,.2f} units", _of_results(bets), bets["n_bets"]),
        _row(
            "bets needed",
            _needed(bets),
            "until the return's interval would exclude 0, were it true",
            bets["n_bets"],
        ),
    ]
    return [row for row, n in rows if n] + (_tries(bets["tries"]) if bets["n_bets"] else [])


def _row(name: str, value: str, note: str, n: int) -> tuple[BetRow, int]:
    return BetRow(name, value, note), n


def _score(name: str, picks: Record, close: Record | None) -> ScoreRow:
    own = _interval(picks, "", name)
    if name == "ece" and picks.get("null_high") is not None:
        own += f", by chance up to {picks['null_high']:.4f}"
    difference = _interval(picks, "difference", name, is_difference=True)
    return ScoreRow(METRIC_NAMES[name], own, number(close["value"] if close else None, name), difference)


def _interval(record: Record, name: str, metric: str, *, is_difference: bool = False) -> str:
    prefix = f"{name}_" if name else ""
    low, high = record[f"{prefix}low"], record[f"{prefix}high"]
    # Days that are all drawn alike (a single one) give no interval.
    low = None if low == high else low
    return interval(record[name or "value"], low, high, metric, is_difference=is_difference)


def _share(estimate: Record, *, is_difference: bool = False) -> str:
    return _interval(estimate, "", "roi", is_difference=is_difference)


def _plain(estimate: Record, unit: str) -> str:
    if estimate["value"] is None:
        return ABSENT
    if estimate["low"] == estimate["high"]:
        return f"{estimate['value']:+.2f} {unit}"
    return f"{estimate['value']:+.2f} [{estimate['low']:+.2f}, {estimate['high']:+.2f}] {unit}"


def _of_prices(bets: Record) -> str:
    words = {
        "given": "at the price given",
        "quoted": "at the quoted price",
        "assumed": "at the assumed price",
    }
    parts = [
        f"{bets['price_sources'][name]:,} {text}"
        for name, text in words.items()
        if bets["price_sources"][name]
    ]
    without = f"; {bets['without_price']:,} without any price" if bets["without_price"] else ""
    return ", ".join(parts) + without


def _of_results(bets: Record) -> str:
    return f"{bets['wins']:,} won, {bets['losses']:,} lost, {bets['pushes']:,} pushed"


def _needed(bets: Record) -> str:
    needed = bets["bets_needed"]
    if needed is None:
        return ABSENT if (bets["roi"]["value"] or 0) > 0 else "never at this return"
    return f"{needed:,}, {max(needed - bets['n_bets'], 0):,} more"


def _tries(tries: Record | None) -> list[BetRow]:
    if tries is None:
        return [BetRow("tries", "not told", "say how many models or strategies were tried: --tries")]
    coins = f"{tries['best_median']:+.1%}, at most {tries['best_high']:+.1%}"
    n = f"{tries['tries']:,}"
    return [
        BetRow(
            f"best of {n} coins", coins, "return that as many coins at these prices show: median, upper end"
        ),
        BetRow("chance alone", f"p = {tries['p_value']:.3g}", "of this return, had it been tried alone"),
        BetRow("after all tries", f"p = {tries['p_corrected']:.3g}", f"as the best of {n}"),
    ]
