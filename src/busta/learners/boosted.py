"""Boosted trees on the quantity: stopped early, monotone where the direction is known."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from typing import Any

import pandas as pd

from busta.learners.base import DeviceError, FitContext, Forecast, Rows, residual_sd


@dataclass(frozen=True)
class FittedTrees:
    """Fitted boosted trees.

    Attributes
    ----------
    booster
        A LightGBM or XGBoost booster.
    trees
        Number of trees chosen by early stopping.
    sd
        Standard deviation of the residuals, in units of the quantity.
    """

    booster: Any
    trees: int
    sd: float

    def predict(self, features: pd.DataFrame) -> Forecast:
        """Forecast a normal distribution of the quantity for each row."""
        return Forecast.normal(_predict(self.booster, features), self.sd)


@dataclass(frozen=True)
class LightGBMLearner:
    """LightGBM regression of the quantity, with a normal residual.

    Attributes
    ----------
    num_leaves, learning_rate, min_child_samples, reg_lambda, colsample_bytree
        As LightGBM names them.
    n_estimators, least_estimators
        The most trees, and the fewest that early stopping may leave: on few rows noise can win from the first
        tree on, and a forecast that is the same for all games says nothing.
    early_stopping_rounds
        Trees without an improvement on the later rows before the fit stops.
    subsample
        Share of the rows that each tree sees, in (0, 1].
    """

    num_leaves: int
    learning_rate: float
    min_child_samples: int
    reg_lambda: float
    colsample_bytree: float
    n_estimators: int
    least_estimators: int
    early_stopping_rounds: int
    subsample: float = 1.0
    constant_line = False

    def fit(self, train: Rows, stop: Rows, context: FitContext) -> FittedTrees:
        """Choose the number of trees on the later rows, then fit that many on all rows.

        Raises
        ------
        DeviceError
            When the device asked for cannot train.
        """
        parameters = self.parameters(train, context)
        rows, trees = stop.after(train), self.n_estimators
        if len(stop):
            best = self.train(parameters, train, stop).best_iteration
            trees = min(max(best, self.least_estimators), self.n_estimators)
        booster = self.train({**parameters, "num_iterations": trees}, rows, None)
        mean = _predict(booster, rows.features)
        return FittedTrees(booster, trees, residual_sd(rows.quantity, mean, context.residual_rows))

    def parameters(self, train: Rows, context: FitContext) -> dict[str, Any]:
        """Name the parameters of a fit as LightGBM does, squared loss among them."""
        return {
            "objective": "regression",
            "metric": "l2",
            "verbose": -1,
            "num_leaves": self.num_leaves,
            "learning_rate": self.learning_rate,
            "min_data_in_leaf": self.min_child_samples,
            "lambda_l2": self.reg_lambda,
            "feature_fraction": self.colsample_bytree,
            "bagging_fraction": self.subsample,
            "bagging_freq": int(self.subsample < 1),
            "num_iterations": self.n_estimators,
            "monotone_constraints": list(context.directions(train.features)),
            "monotone_constraints_method": "advanced",
            "seed": context.seed,
            "num_threads": context.threads,
            "device_type": context.device,
            # Same rows, same seed, same bits, whatever the number of threads.
            "deterministic": True,
            "force_row_wise": True,
        }

    def train(self, parameters: dict[str, Any], rows: Rows, stop: Rows | None) -> Any:
        """Train a booster, watched by the later rows where there are any."""
        import lightgbm

        data = lightgbm.Dataset(rows.features.to_numpy(), rows.quantity, weight=rows.weight)
        watched: list[Any] = []
        callbacks: list[Any] = []
        if stop is not None:
            watched = [data.create_valid(stop.features.to_numpy(), stop.quantity)]
            callbacks = [lightgbm.early_stopping(self.early_stopping_rounds, verbose=False)]
        try:
            return lightgbm.train(parameters, data, valid_sets=watched, callbacks=callbacks)
        except lightgbm.basic.LightGBMError as error:
            if parameters["device_type"] == "cpu":
                raise
            raise _no_device("LightGBM", parameters["device_type"], str(error).splitlines()[0]) from error


@dataclass(frozen=True)
class XGBoostLearner:
    """XGBoost regression of the quantity, with a normal residual.

    Attributes
    ----------
    max_depth, learning_rate, min_child_weight, reg_lambda, colsample_bytree
        As XGBoost names them.
    n_estimators, least_estimators
        The most trees, and the fewest that early stopping may leave: on few rows noise can win from the first
        tree on, and a forecast that is the same for all games says nothing.
    early_stopping_rounds
        Trees without an improvement on the later rows before the fit stops.
    subsample
        Share of the rows that each tree sees, in (0, 1].
    """

    max_depth: int
    learning_rate: float
    min_child_weight: float
    reg_lambda: float
    colsample_bytree: float
    n_estimators: int
    least_estimators: int
    early_stopping_rounds: int
    subsample: float = 1.0
    constant_line = False

    def fit(self, train: Rows, stop: Rows, context: FitContext) -> FittedTrees:
        """Choose the number of trees on the later rows, then fit that many on all rows.

        Raises
        ------
        DeviceError
            When the device asked for cannot train.
        """
        parameters = self.parameters(train, context)
        rows, trees = stop.after(train), self.n_estimators
        if len(stop):
            best = self.train(parameters, train, trees, stop).best_iteration + 1
            trees = min(max(best, self.least_estimators), self.n_estimators)
        booster = self.train(parameters, rows, trees, None)
        mean = _predict(booster, rows.features)
        return FittedTrees(booster, trees, residual_sd(rows.quantity, mean, context.residual_rows))

    def parameters(self, train: Rows, context: FitContext) -> dict[str, Any]:
        """Name the parameters of a fit as XGBoost does, squared loss among them."""
        return {
            "objective": "reg:squarederror",
            "tree_method": "hist",
            "max_depth": self.max_depth,
            "learning_rate": self.learning_rate,
            "min_child_weight": self.min_child_weight,
            "reg_lambda": self.reg_lambda,
            "colsample_bytree": self.colsample_bytree,
            "subsample": self.subsample,
            "monotone_constraints": context.directions(train.features),
            "seed": context.seed,
            "nthread": context.threads,
            "device": context.device,
        }

    def train(self, parameters: dict[str, Any], rows: Rows, trees: int, stop: Rows | None) -> Any:
        """Train a booster of so many trees, watched by the later rows where there are any."""
        import xgboost

        threads = parameters["nthread"]
        data = xgboost.QuantileDMatrix(
            rows.features.to_numpy(), rows.quantity, weight=rows.weight, nthread=threads
        )
        options: dict[str, Any] = {}
        if stop is not None:
            X = stop.features.to_numpy()
            later = xgboost.QuantileDMatrix(X, stop.quantity, ref=data, nthread=threads)
            options = {
                "evals": [(later, "stop")],
                "early_stopping_rounds": self.early_stopping_rounds,
                "verbose_eval": False,
            }
        with warnings.catch_warnings():
            # Asked for a graphics card that is not there, XGBoost warns and trains on the processor.
            warnings.filterwarnings("ignore", message=".*(No visible GPU|Device is changed).*")
            booster = xgboost.train(parameters, data, trees, **options)
        _check_device(booster, parameters["device"])
        return booster


def _predict(booster: Any, features: pd.DataFrame) -> Any:
    if type(booster).__module__.startswith("lightgbm"):
        return booster.predict(features.to_numpy(), num_threads=1)
    return booster.inplace_predict(features.to_numpy()).astype(float)


def _check_device(booster: Any, device: str) -> None:
    trained_on = json.loads(booster.save_config())["learner"]["generic_param"]["device"]
    if not trained_on.startswith(device):
        raise _no_device("XGBoost", device, f"it would have trained on '{trained_on}'")


def _no_device(library: str, device: str, reason: str) -> DeviceError:
    return DeviceError(
        f"modeling.device: expected a device that {library} can train on, was {device!r}, which is not "
        f"usable here ({reason}); set it to 'cpu'"
    )
