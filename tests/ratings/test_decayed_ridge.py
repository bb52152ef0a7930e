import numpy as np
import pytest

from busta.ratings.decayed_ridge import DecayedRidge


def _model(**changes) -> DecayedRidge:
    given = {
        "prior": np.array([100.0, 0.0]),
        "penalty": np.array([1.0, 4.0]),
        "half_lives": np.array([10.0, 20.0]),
        "season_carry": 0.5,
    }
    return DecayedRidge(**(given | changes))


def test_before_anything_is_learnt_the_prior_speaks() -> None:
    assert _model().solve().tolist() == [[100.0, 0.0], [100.0, 0.0]]


def test_one_row_by_hand() -> None:
    model = _model()
    model.learn(np.array([[1.0, 0.0]]), np.array([110.0]))
    assert model.solve()[:, 0] == pytest.approx([105.0, 105.0])
    model.forget(10, is_new_season=False)
    assert model.solve()[:, 0] == pytest.approx(
        [(100 + 0.5 * 110) / 1.5, (100 + 0.5**0.5 * 110) / (1 + 0.5**0.5)]
    )
    model.forget(0, is_new_season=True)
    assert model.solve()[0, 0] == pytest.approx((100 + 0.25 * 110) / 1.25)


def test_rows_without_a_target_teach_nothing() -> None:
    model = _model()
    model.learn(np.ones((2, 2)), np.array([np.nan, np.nan]))
    assert not model.gram.any()


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"penalty": np.array([1.0, 0.0])}, "expected all more than 0"),
        ({"half_lives": np.array([10.0, -1.0])}, "expected all more than 0"),
        ({"season_carry": 1.1}, "expected 0 to 1, was 1.1"),
    ],
)
def test_settings_that_make_no_sense_are_refused(changes, said) -> None:
    with pytest.raises(ValueError, match=said):
        _model(**changes)
