"""Asked, measured, why."""

from __future__ import annotations

from busta.reports.props_targets import HEAD, target_rows
from tests.reports import props_samples as samples


def _rows(markets: tuple[str, ...], *, backtest: bool = True) -> list[dict[str, str]]:
    found = samples.document(backtest=backtest)["markets"]
    blocks = {market: found[market] for market in markets}
    rows = target_rows(blocks, samples.PARAMS.targets, samples.PARAMS.bets.headline)
    return [dict(zip(HEAD, row, strict=True)) for row in rows]


def test_a_target_stands_beside_market_and_majority_on_the_same_rows() -> None:
    synthetic, morning, *_ = _rows(("points",))
    assert synthetic["asked"] == "Brier score at most 0.2000"
    assert synthetic["the market's own"] == "–"
    assert "[" in synthetic["measured"]
    scores = samples.block("points")["parts"]["morning"]["all"]
    assert morning["the market's own"].startswith(f"{scores['market']['brier_score']['value']:.4f} [")
    assert morning["majority side"].startswith(f"{scores['majority']['brier_score']['value']:.4f} [")


def test_the_reason_stands_once() -> None:
    synthetic, morning, *_ = _rows(("points",))
    assert synthetic["why"] == "A coin has 0.25."
    assert morning["why"] == ""


def test_of_several_markets_the_mean_the_lowest_and_the_highest_are_told() -> None:
    synthetic = _rows(("points", "steals"))[0]
    model = [
        block["parts"]["synthetic"]["all"]["model"]["brier_score"]["value"]
        for block in map(samples.block, ("points", "steals"))
    ]
    assert synthetic["measured"].endswith(f"{min(model):.4f} to {max(model):.4f}")
    assert synthetic["reached"].startswith("in ")


def test_the_few_markets_that_reach_a_target_stand_with_their_rows_and_interval() -> None:
    blocks = {market: samples.document()["markets"]["points"] for market in ("points", "threes", "assists")}
    lucky = [
        bet | {"roi": 0.438, "roi_low": -0.1, "roi_high": 0.98, "n_bets": 25}
        for bet in blocks["threes"]["bets"]
    ]
    blocks["threes"] = blocks["threes"] | {"bets": lucky}
    rows = target_rows(blocks, samples.PARAMS.targets, samples.PARAMS.bets.headline)
    profit = dict(zip(HEAD, rows[2], strict=True))
    assert profit["reached"] == "in 1 of 3 markets (threes: n 25, 43.8 [-10.0, 98.0] %)"


def test_where_nobody_quotes_nothing_is_said_of_real_lines() -> None:
    assert [row["where"] for row in _rows(("steals",))][:1] == ["lines nobody offered"]
    assert "real lines of the morning" not in [row["where"] for row in _rows(("steals",))]


def test_a_profit_stands_beside_the_under_at_the_same_prices() -> None:
    profit = _rows(("points",))[2]
    assert profit["measured"] == "2.0 [-1.0, 5.0] %"
    assert profit["majority side"] == "-2.0 [-5.0, 1.0] %"
    assert profit["the market's own"] == "–"  # nobody tossed a coin here
    assert profit["reached"] == "no"


def test_what_has_not_run_names_the_command_that_would() -> None:
    profit = _rows(("points",), backtest=False)[2]
    assert "pipelines=backtesting" in profit["measured"]
    assert "pipelines=per_player" in _rows(("steals",))[-1]["measured"]
    assert _rows(("points",))[-1]["measured"].startswith("measured")
