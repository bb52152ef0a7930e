"""Numbers somebody asked of player markets: what was measured, what market and majority reach, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from busta.params.prop_reports import PropTarget
from busta.reports.numbers import ABSENT, METRIC_NAMES, interval, number
from busta.reports.props_tables import PARTS, Block, scores_of

HEAD = ("asked", "where", "measured", "the market's own", "majority side", "reached", "why")
PER_PLAYER = (
    "A model of his own for every player with 50 games or more is fitted beside the one for all. Where one man's games "
    "are all there is to learn from, noise is learned; his level is a feature of the model for all instead."
)
NOT_RUN = "not measured in this run: `kedro run --pipelines=per_player,reporting`"
_NOT_BET = "not measured in this run: `kedro run --pipelines=backtesting,reporting`"
_BESIDE = ("market", "majority")


def target_rows(
    blocks: Mapping[str, Block], targets: Sequence[PropTarget], headline: tuple[str, str]
) -> list[list[str]]:
    """Compare what was asked with what was measured.

    Parameters
    ----------
    blocks
        Market to its block; of several the mean over their rows is told, and the lowest and the highest.
    targets
        Numbers asked for.
    headline
        Strategy and books of a target of profit.

    Returns
    -------
    list of list of str
        The cells of `HEAD`, one row for each target and place where it was measured; then one about models per
        player.
    """
    rows = []
    for target in targets:
        asked = (
            _bet_row(blocks, target, part, headline)
            if target.metric == "roi"
            else _score_row(blocks, target, part)
            for part in target.parts
        )
        # The reason stands once, beside the first place.
        told = [row for row in asked if row]
        rows += [[*row, target.why if place == 0 else ""] for place, row in enumerate(told)]
    return [*rows, _per_player_row(blocks)]


def _score_row(blocks: Mapping[str, Block], target: PropTarget, part: str) -> list[str]:
    found = {name: _scores(blocks, part, name, target.metric) for name in (target.forecaster, *_BESIDE)}
    own = found[target.forecaster]
    if not own:
        return []
    cells = [_told(found[name], target.metric) for name in (target.forecaster, *_BESIDE)]
    return [_asked(target), PARTS[part], *cells, _reached(target, own)]


def _scores(
    blocks: Mapping[str, Block], part: str, forecaster: str, metric: str
) -> dict[str, Mapping[str, Any]]:
    found = {name: scores_of(block, part).get(forecaster, {}).get(metric) for name, block in blocks.items()}
    return {name: score for name, score in found.items() if score and score["value"] is not None}


def _told(scores: Mapping[str, Mapping[str, Any]], metric: str) -> str:
    if not scores:
        return ABSENT
    if len(scores) == 1:
        (score,) = scores.values()
        return interval(score["value"], score["low"], score["high"], metric)
    values = [float(score["value"]) for score in scores.values()]
    return f"{number(_mean(scores), metric)}: {number(min(values), metric)} to {number(max(values), metric)}"


def _mean(scores: Mapping[str, Mapping[str, Any]]) -> float:
    rows = sum(score["n"] for score in scores.values())
    return float(sum(score["value"] * score["n"] for score in scores.values()) / rows)


def _reached(target: PropTarget, scores: Mapping[str, Mapping[str, Any]]) -> str:
    inside = [name for name, score in scores.items() if _is_inside(target, score["value"])]
    if len(scores) == 1:
        return "yes" if inside else "no"
    # The best of several markets may be luck: a reader must see on how few rows it stands.
    few = (
        [_on_rows(name, scores[name], target.metric) for name in inside]
        if 2 * len(inside) < len(scores)
        else []
    )
    return f"in {len(inside)} of {len(scores)} markets" + (f" ({'; '.join(few)})" if few else "")


def _on_rows(market: str, score: Mapping[str, Any], metric: str) -> str:
    return f"{market}: n {score['n']:,}, {interval(score['value'], score['low'], score['high'], metric)}"


def _bet_row(
    blocks: Mapping[str, Block], target: PropTarget, moment: str, headline: tuple[str, str]
) -> list[str]:
    strategy, books = headline
    wanted = {"moment": moment, "books": books}
    found = {market: _bet(block, wanted | {"strategy": strategy}) for market, block in blocks.items()}
    known = {market: bet for market, bet in found.items() if bet}
    where = f"{PARTS[moment]}, {strategy} at {books} price"
    if not known:
        return [_asked(target), where, _NOT_BET, ABSENT, ABSENT, ABSENT]
    random = {market: _bet(block, wanted | {"strategy": "random"}) for market, block in blocks.items()}
    under = {market: _bet(block, wanted | {"strategy": "under"}) for market, block in blocks.items()}
    cells = [_told(_as_scores(one), "roi") for one in (found, random, under)]
    return [_asked(target), where, *cells, _reached(target, _as_scores(known))]


def _bet(block: Block, wanted: Mapping[str, str]) -> Mapping[str, Any] | None:
    return next(
        (bet for bet in block["bets"] if all(bet[name] == value for name, value in wanted.items())), None
    )


def _as_scores(bets: Mapping[str, Mapping[str, Any] | None]) -> dict[str, dict[str, Any]]:
    return {
        market: {"value": bet["roi"], "low": bet["roi_low"], "high": bet["roi_high"], "n": bet["n_bets"]}
        for market, bet in bets.items()
        if bet and bet["roi"] is not None
    }


def _per_player_row(blocks: Mapping[str, Block]) -> list[str]:
    has_run = any(block.get("per_player") for block in blocks.values())
    told = "measured: see the table of models per player" if has_run else NOT_RUN
    return ["a model per player", "everybody who played", told, ABSENT, ABSENT, ABSENT, PER_PLAYER]


def _asked(target: PropTarget) -> str:
    name, metric = METRIC_NAMES.get(target.metric, target.metric), target.metric
    low, high = number(target.at_least, metric), number(target.at_most, metric)
    if target.at_most is None:
        return f"{name} at least {low}"
    return f"{name} at most {high}" if target.at_least is None else f"{name} {low} to {high}"


def _is_inside(target: PropTarget, value: float) -> bool:
    is_high_enough = target.at_least is None or value >= target.at_least
    return is_high_enough and (target.at_most is None or value <= target.at_most)
