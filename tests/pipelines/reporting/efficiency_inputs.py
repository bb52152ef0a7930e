"""What the tests of efficiency read beside the tables of a small league."""

from __future__ import annotations

from typing import Any

import pandas as pd
import yaml

from busta.params.efficiency import EfficiencyParams
from busta.params.odds import OddsParams
from tests.project import CONF
from tests.reports.efficiency_samples import history
from tests.reports.samples import probabilities
from tests.small_moments import league_tables


def efficiency_inputs(*markets: str) -> dict[str, Any]:
    """Data by the names of the catalog."""
    made = {
        "prm_market_lines": lines(),
        "prm_line_history": history(),
        "params:odds": OddsParams(**_parameters("odds")),
        "params:efficiency": EfficiencyParams(**_parameters("efficiency")),
    }
    return made | {f"{market}.beliefs": beliefs() for market in markets}


def lines() -> pd.DataFrame:
    """The lines of the small league, told whose and of which source they are."""
    table = league_tables()["prm_market_lines"]
    return table.assign(
        line=table["line"].mask(table["market"] == "moneyline", 0.0),
        player_id=pd.array([None] * len(table), dtype="Int64"),
        source="book_lines",
    )


def beliefs() -> pd.DataFrame:
    """Beliefs in the made-up market, of its own games."""
    rows = probabilities()
    return rows[
        ["season", "game_id", "game_date", "player_id", "market_probability", "probability_model"]
    ].assign(
        moment="close",
        information="evening",
        line=0.0,
        mean_model=3.0,
        sd_model=12.0,
        book_confirmed=pd.array([None] * len(rows), dtype="boolean"),
        actual=rows["outcome"] * 10 - 5,
    )


def _parameters(name: str) -> dict[str, Any]:
    return yaml.safe_load((CONF / "base" / f"parameters_{name}.yml").read_text(encoding="utf-8"))[name]
