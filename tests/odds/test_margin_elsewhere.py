"""Margin removal beside an independent implementation of the same methods."""

import importlib.util
import warnings

import numpy as np
import pytest

from busta.odds.margin import METHODS, remove_margin

PRICES = [(1.25, 4.0), (1.9091, 1.9091), (1.05, 12.0), (2.9, 1.45), (1.01, 34.0), (1.8, 2.05)]


@pytest.mark.parametrize("method", METHODS)
def test_penaltyblog_removes_the_margin_alike(method: str) -> None:
    if importlib.util.find_spec("penaltyblog") is None:
        pytest.skip("penaltyblog is not installed: it comes with the dependencies for development")
    with warnings.catch_warnings():
        # What it and its dependencies warn of when imported is not ours.
        warnings.simplefilter("ignore")
        from penaltyblog.implied import calculate_implied
    ours = remove_margin(*zip(*PRICES, strict=True), method)
    theirs = [calculate_implied(list(prices), method=method).probabilities[0] for prices in PRICES]
    assert np.max(np.abs(ours - theirs)) < 1e-9
