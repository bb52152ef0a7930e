"""The stage `calibration`, for every market and each of its learners."""

from kedro.pipeline import Pipeline, node

from busta.markets import Market, Roster
from busta.pipelines.calibration.nodes import calibrate, fit_calibrators, report_choices, report_curve
from busta.pipelines.calibration.player_pipeline import joint_pipeline, player_template
from busta.pipelines.per_market import for_each_market


def create_template(market: Market) -> Pipeline:
    """The calibration of one market, named as if it were the only one."""
    learners = market.learners
    fits = [
        node(
            fit_calibrators,
            [f"oof_{learner}", "params:market", "params:calibration"],
            f"calibrator_{learner}",
            name=f"fit_calibrator_{learner}",
        )
        for learner in learners
    ]
    maps = [
        node(
            calibrate,
            [f"oof_{learner}", f"calibrator_{learner}"],
            f"calibrated_{learner}",
            name=f"calibrate_{learner}",
        )
        for learner in learners
    ]
    curves = [
        node(
            report_curve,
            [f"calibrated_{learner}", f"calibrator_{learner}", "params:calibration"],
            f"report_calibrator_curve_{learner}",
            name=f"report_calibrator_curve_{learner}",
        )
        for learner in learners
    ]
    choices = node(
        report_choices,
        ["params:market", *(f"calibrator_{learner}" for learner in learners)],
        "report_calibrator_choices",
        name="report_calibrator_choices",
    )
    return Pipeline([*fits, *maps, *curves, choices], tags="calibration")


def create_pipeline(roster: Roster) -> Pipeline:
    """The calibration of every market of the roster, and the joint simulation of what players do."""
    games = for_each_market(create_template, roster.of_games)
    return games + for_each_market(player_template, roster.of_players) + joint_pipeline(roster.of_players)
