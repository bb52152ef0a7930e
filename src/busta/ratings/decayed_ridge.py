"""Ridge regressions that forget: several half-lives side by side, one solve for all."""

from __future__ import annotations

import numpy as np


class DecayedRidge:
    """Minimise sum of w (y - x b)^2 + sum of penalty (b - prior)^2, where every row's weight w fades.

    A row weighs 0.5^(days since / half-life) times ``season_carry`` per season start since. Only the decayed
    sums X'WX and X'Wy are kept, so a step costs the rows of one day whatever the length of the past.

    Parameters
    ----------
    prior
        Coefficients before anything is known, shape (p,).
    penalty
        Weight of the prior per coefficient, in rows, above 0, shape (p,).
    half_lives
        Half-lives in days, above 0, shape (k,).
    season_carry
        Share of its weight that a row takes over a season start, 0 to 1.
    """

    def __init__(
        self, prior: np.ndarray, penalty: np.ndarray, half_lives: np.ndarray, season_carry: float
    ) -> None:
        if not (np.all(penalty > 0) and np.all(half_lives > 0)):
            raise ValueError(
                "Ridge penalty and half-lives: expected all more than 0, was at least "
                f"{penalty.min()} and {half_lives.min()}."
            )
        if not 0 <= season_carry <= 1:
            raise ValueError(f"Ridge season_carry: expected 0 to 1, was {season_carry}.")
        self.prior, self.penalty, self.half_lives = prior, penalty, half_lives
        self.season_carry = season_carry
        self.gram = np.zeros((len(half_lives), len(prior), len(prior)))
        self.moment = np.zeros((len(half_lives), len(prior)))

    def forget(self, days: int, is_new_season: bool) -> None:
        """Let the past fade.

        Parameters
        ----------
        days
            Days since the last call.
        is_new_season
            Whether a season started since.
        """
        keep = 0.5 ** (days / self.half_lives) * (self.season_carry if is_new_season else 1.0)
        self.gram *= keep[:, None, None]
        self.moment *= keep[:, None]

    def learn(self, X: np.ndarray, y: np.ndarray) -> None:
        """Add the rows of one day, at full weight.

        Parameters
        ----------
        X
            Design, shape (n, p).
        y
            Targets, shape (n,); rows with a null target are left out.
        """
        known = np.isfinite(y)
        X, y = X[known], y[known]
        self.gram += X.T @ X
        self.moment += X.T @ y

    def solve(self) -> np.ndarray:
        """Solve for the coefficients as of now.

        Returns
        -------
        numpy.ndarray
            Coefficients, shape (k, p), one row per half-life.
        """
        left = self.gram + np.diag(self.penalty)
        right = self.moment + self.penalty * self.prior
        return np.linalg.solve(left, right[:, :, None])[:, :, 0]
