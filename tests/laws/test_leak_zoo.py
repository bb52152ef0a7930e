"""Every planted leak is killed by the law that it names; the clean project is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.significance import check_hit_rate_band, hit_rate
from busta.params.evaluation import EvaluationParams
from tests.laws import leak_zoo
from tests.laws.feature_laws import build_features, law_morning_is_morning, law_time_travel
from tests.laws.leak_zoo import LEAKS, Leak
from tests.laws.modeling_laws import (
    law_calibrator_earlier_seasons,
    law_folds_walk_forward,
    law_forecasts_before_outcomes,
    law_lines_do_not_move_forecasts,
    law_stack_earlier_seasons,
    law_training_features_declared,
)
from tests.laws.page_laws import law_pages_before_their_time
from tests.laws.project_run import REPOSITORY, parameters
from tests.laws.prop_travel import law_players_see_no_future
from tests.laws.small_markets import small_chain, small_market_tables
from tests.laws.source_laws import law_quotes_before_tip_off, law_statuses_before_tip_off
from tests.laws.text_laws import law_texts_before_their_time
from tests.laws.whole_props import QUOTED_LATE, quoted_parameters

PAGE = REPOSITORY / "docs" / "leak-zoo.md"
Law = Callable[[], None]
MATRIX: dict[str, dict[str, bool]] = {}


def _rng() -> np.random.Generator:
    return np.random.default_rng(20)


def law_hit_rate_alarm() -> None:
    """Sides against the close are right as often as a coin over more than 5,000 games, or a run fails."""
    rng = np.random.default_rng(5)
    games = 6000
    rows = pd.DataFrame(
        {
            "outcome": rng.integers(0, 2, games).astype(float),
            "opinion": rng.normal(size=games),
            "day": np.arange(games) // 8,
        }
    )
    probability = 1 / (1 + np.exp(-leak_zoo.forecaster(rows)))
    rules = BootstrapRules(draws=100, seed=1, level=0.95)
    rate = hit_rate(probability, rows["outcome"], rows["day"], rules)
    thresholds = EvaluationParams(**parameters("base")["evaluation"]).thresholds_for("ats", "real")
    assert thresholds.hit_rate is not None
    check_hit_rate_band(rate, "ats", thresholds.hit_rate)


def _source_laws(invented: Mapping[str, Any]) -> dict[str, Law]:
    return {
        "law_quotes_before_tip_off": lambda: law_quotes_before_tip_off(invented),
        "law_statuses_before_tip_off": lambda: law_statuses_before_tip_off(invented),
        "law_texts_before_their_time": lambda: law_texts_before_their_time(invented),
        "law_pages_before_their_time": lambda: law_pages_before_their_time(invented),
    }


def _feature_laws(tables: Mapping[str, Any], params: Any) -> dict[str, Law]:
    # The second half of the league is enough for a leak to show; the clean project is tried over all of it.
    days = tables["prm_games"]["game_date"].drop_duplicates().sort_values()
    busy = tables["prm_games"].groupby("game_date").size().loc[days.iloc[len(days) * 5 // 6] :].idxmax()
    return {
        "law_time_travel": lambda: law_time_travel(build_features, tables, params, [busy], _rng()),
        "law_morning_is_morning": lambda: law_morning_is_morning(tables, params, _rng()),
    }


@cache
def _market_tables() -> Mapping[str, Any]:
    return small_market_tables()


def _modeling_laws() -> dict[str, Law]:
    chain = small_chain("moneyline", ("ridge", "lightgbm"))
    tables = _market_tables()

    @cache
    def modelled() -> Mapping[str, Any]:
        return chain.model(tables)

    @cache
    def calibrated() -> Mapping[str, Any]:
        return chain.calibrate(modelled())

    return {
        "law_folds_walk_forward": lambda: law_folds_walk_forward(chain, modelled()),
        "law_training_features_declared": lambda: law_training_features_declared(chain, modelled()),
        "law_forecasts_before_outcomes": lambda: law_forecasts_before_outcomes(
            chain, tables, modelled(), ["2017-18"], _rng()
        ),
        "law_lines_do_not_move_forecasts": lambda: law_lines_do_not_move_forecasts(
            chain, tables, modelled(), _rng()
        ),
        "law_calibrator_earlier_seasons": lambda: law_calibrator_earlier_seasons(chain, modelled(), _rng()),
        "law_stack_earlier_seasons": lambda: law_stack_earlier_seasons(
            chain, modelled(), calibrated(), _rng()
        ),
    }


def _player_laws(tables: Mapping[str, Any]) -> dict[str, Law]:
    raw, quotes = quoted_parameters(), tables["prm_prop_quotes"]
    raw["markets"] = {QUOTED_LATE: raw["markets"][QUOTED_LATE]}
    near = quotes[(quotes["season"] == quotes["season"].max()) & (quotes["moment"] == "close")]
    busy = near.groupby("game_date").size().idxmax()
    return {"law_players_see_no_future": lambda: law_players_see_no_future(tables, raw, [busy], _rng())}


@pytest.fixture
def laws(
    invented: Mapping[str, Any], tables: Mapping[str, Any], feature_params: Any
) -> dict[str, dict[str, Law]]:
    """The laws of every stage, by name; each runs on the project as it is at that moment."""
    return {
        "sources": _source_laws(invented),
        "features": _feature_laws(tables, feature_params),
        "modeling": _modeling_laws(),
        "players": _player_laws(tables),
        "alarm": {"law_hit_rate_alarm": law_hit_rate_alarm},
    }


def _kills(law: Law) -> bool:
    # A leak may also be refused by the project itself, with a sentence.
    try:
        law()
    except AssertionError:
        return True
    except ValueError as error:
        return "xpected" in str(error)
    return False


@pytest.mark.parametrize("stage", ["sources", "features", "modeling", "players", "alarm"])
def test_the_clean_project_breaks_no_law(laws, stage: str) -> None:
    for law in laws[stage].values():
        law()


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_a_planted_leak_is_killed_by_the_law_it_names(
    laws, leak: Leak, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak.plant(monkeypatch)
    MATRIX[leak.name] = {name: _kills(law) for name, law in laws[leak.stage].items()}
    assert MATRIX[leak.name][leak.law], f"{leak.law} lets the leak {leak.name!r} live"


def test_the_page_shows_the_kill_matrix_as_it_is(laws) -> None:
    if len(MATRIX) < len(LEAKS):
        pytest.skip("the leaks were not all planted in this run")
    page = kill_matrix_page({stage: list(names) for stage, names in laws.items()})
    print(page)
    # To write the page anew, delete it and run this test.
    if not PAGE.exists():
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, f"{PAGE} is out of date: delete it and run this test"


def kill_matrix_page(laws: Mapping[str, list[str]]) -> str:
    """The page: what each leak is, and which of the laws of its stage kill it."""
    names = [law for stage in laws.values() for law in stage]
    legend = [f"{number}. `{name}`" for number, name in enumerate(names, start=1)]
    head = ["| leak | how the future gets in | " + " | ".join(map(str, range(1, len(names) + 1))) + " |"]
    rule = ["|---|---|" + ":-:|" * len(names)]
    rows = [
        f"| {leak.name} | {leak.meaning} | " + " | ".join(_cell(leak, name) for name in names) + " |"
        for leak in LEAKS
    ]
    return "\n".join(
        [
            "# The leak zoo",
            "",
            f"{len(LEAKS)} leaks, each planted in the project for the length of one test "
            "(`tests/laws/leak_zoo.py`), and the laws",
            "that it is held against. **X**: the law that has to kill the leak, and does. x: another law that kills",
            "it too. A dot: the leak escapes that law. Nothing: the law is about another stage. A leak that its law",
            "does not kill fails the tests.",
            "",
            *legend,
            "",
            *head,
            *rule,
            *rows,
            "",
        ]
    )


def _cell(leak: Leak, law: str) -> str:
    killed = MATRIX[leak.name].get(law)
    if killed is None:
        return ""
    return ("**X**" if law == leak.law else "x") if killed else "."
