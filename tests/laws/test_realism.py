"""The numbers that are published of the real league are those of its files; the invented league has them all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.league_moments import TABLES, league_moments
from busta.evaluation.realism import ABSENT
from docs import build_realism

KEYS = ["group", "moment"]
FEWEST_DRAWS = BootstrapRules(draws=100, seed=1, level=0.95)


def _measured(tables: Mapping[str, Any]) -> pd.DataFrame:
    rules = build_realism.evaluation().moments
    return league_moments({name: tables[name] for name in TABLES}, rules, FEWEST_DRAWS).set_index(KEYS)


def test_what_is_published_of_the_real_league_is_computed_from_its_files(
    real_primary_tables: Mapping[str, Any],
) -> None:
    published = build_realism.numbers().set_index(KEYS)
    measured = _measured(real_primary_tables).reindex(published.index)
    assert measured["n"].tolist() == published["n_real"].tolist()
    np.testing.assert_allclose(measured["value"], published["real"], rtol=2e-5, atol=1e-9)


def test_the_invented_league_has_every_moment_that_is_published_of_it(tables: Mapping[str, Any]) -> None:
    published = build_realism.numbers()
    wanted = published[published["verdict"] != ABSENT].set_index(KEYS).index
    found = _measured(tables).index
    assert [" / ".join(key) for key in wanted if key not in found] == []


@pytest.mark.parametrize("column", ["real", "season_sd"])
def test_most_moments_of_the_real_league_are_measured_over_seasons(column: str) -> None:
    numbers = build_realism.numbers()
    assert numbers.loc[numbers["group"] != "props", column].notna().mean() > 0.9
