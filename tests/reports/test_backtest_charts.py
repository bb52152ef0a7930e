"""Charts of a backtest: a panel for every moment, one look for the same book."""

from __future__ import annotations

import pandas as pd

from busta.reports.backtest_charts import bankroll_figure, thresholds_figure

LINE = "DATA: FABRICATED (an invented league)"


def _thresholds() -> pd.DataFrame:
    rows = [
        {"moment": moment, "information": known, "books": books, "games": games, "is_claim": is_claim, "unit": "points",
         "threshold": least, "n_bets": int(900 / (1 + least)), "roi": 0.01, "roi_low": -0.05, "roi_high": 0.06}
        for moment, known, books, games, is_claim in (
            ("open", "day_before", "consensus", "confirmed", True), ("open", "evening", "consensus", "all", False),
            ("close", "evening", "consensus", "all", True), ("close", "evening", "best", "all", True),
        )
        for least in (0.0, 1.0, 2.0)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _bankrolls(days: int) -> pd.DataFrame:
    day = pd.date_range("2018-10-20", periods=days)
    rows = pd.DataFrame({"game_date": day, "bankroll": 100.0, "low": 90.0, "middle": 100.0, "high": 110.0})
    named = {"moment": "close", "books": "best", "games": "all", "stakes": "flat"}
    return pd.concat([rows.assign(strategy=name, **named) for name in ("value", "edge_2")], ignore_index=True)


def test_only_openings_that_may_be_claimed_are_drawn_where_there_are_any() -> None:
    figure = thresholds_figure(_thresholds(), "ats", LINE)
    opening, close = figure.axes
    assert "confirmed" in opening.get_title(loc="left")
    assert [line.get_label() for line in opening.lines if not line.get_label().startswith("_")] == [
        "consensus"
    ]
    assert [line.get_label() for line in close.lines if not line.get_label().startswith("_")] == [
        "consensus", "best",
    ]  # fmt: skip


def test_without_confirmed_openings_those_of_the_day_before_are_drawn() -> None:
    table = _thresholds().query("moment == 'open' and not is_claim")
    both = pd.concat([table, table.assign(information="day_before")])
    figure = thresholds_figure(both, "moneyline", LINE)
    assert len(figure.axes) == 1
    assert "confirmed" not in figure.axes[0].get_title(loc="left")


def test_every_strategy_has_its_line_and_its_band() -> None:
    figure = bankroll_figure(_bankrolls(1000), 100, "ats", LINE)
    (axes,) = figure.axes
    assert [line.get_label() for line in axes.lines if not line.get_label().startswith("_")] == [
        "value",
        "edge 2",
    ]
    assert len(axes.collections) == 2
    figure.canvas.draw()


def test_a_strategy_keeps_its_colour_where_the_other_bets_nothing() -> None:
    close = _bankrolls(600)
    opening = close[close["strategy"] == "edge_2"].assign(moment="open")
    kelly = opening.assign(stakes="kelly_quarter")
    figure = bankroll_figure(pd.concat([close, opening, kelly]), 100, "ats", LINE)
    lines = [line for axes in figure.axes for line in axes.lines if line.get_label() == "edge 2"]
    assert len(lines) == 3
    assert len({line.get_color() for line in lines}) == 1
    assert [axes.axison for axes in figure.axes] == [True, True, True, False]


def test_a_short_time_is_told_in_months() -> None:
    figure = bankroll_figure(_bankrolls(60), 100, "ats", LINE)
    figure.canvas.draw()
    assert "2018" in figure.axes[0].get_xticklabels()[0].get_text()


def test_without_bets_the_chart_says_so() -> None:
    empty = bankroll_figure(_bankrolls(0), 100, "ats", LINE)
    assert "no such bets" in empty.texts[1].get_text()
    none = thresholds_figure(_thresholds().assign(n_bets=0), "ats", LINE)
    assert "no such bets" in none.texts[1].get_text()
