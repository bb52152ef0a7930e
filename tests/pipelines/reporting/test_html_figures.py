"""What the one page is offered to show."""

from tests.project import pipelines


def test_every_figure_of_bets_is_offered_to_the_page_of_the_run() -> None:
    drawn = {name for name in pipelines()["backtesting"].all_outputs() if name.startswith("plot_backtest_")}
    assert any(name.endswith("_points") for name in drawn)
    page = next(node for node in pipelines()["reporting"].nodes if node.name == "write_html")
    assert drawn - set(page.inputs) == set()
