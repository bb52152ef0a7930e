"""Nodes of the report of a run on one page."""

import base64
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from busta.markets import Market
from busta.params.reporting import ReportingParams
from busta.reports.calibration_chart import calibration_errors, calibration_figure
from busta.reports.data_line import data_line
from busta.reports.html import RunReport, run_page

Identity = dict[str, Any]
Album = dict[str, Any]


def collect_album(identity: Identity, market: Market, **figures: bytes) -> Album:
    """Put the figures of a market into one document, path to PNG in base 64."""
    drawn = {
        f"{market.id}/{name.removeprefix('plot_')}.png": base64.b64encode(content).decode("ascii")
        for name, content in figures.items()
    }
    return {"data": data_line(identity), "figures": drawn}


def plot_calibration(scores: dict[str, Any], identity: Identity) -> Figure:
    """Draw the calibration of all markets on one picture."""
    return calibration_figure(calibration_errors(scores), "Calibration by market", data_line(identity))


def write_html(
    scores: dict[str, Any],
    identity: Identity,
    reporting: ReportingParams,
    coverage: pd.DataFrame,
    backtest: pd.DataFrame,
    **parts: bytes | str | Album | pd.DataFrame,
) -> str:
    """Write the report; parts are figures by path, pages by name, albums of figures, and what tuning has gained."""
    figures = {name: part for name, part in parts.items() if isinstance(part, bytes) and part}
    for album in (part for part in parts.values() if isinstance(part, dict)):
        figures |= {path: base64.b64decode(content) for path, content in album["figures"].items()}
    gains = [part for part in parts.values() if isinstance(part, pd.DataFrame) and len(part)]
    tables = {"backtest": backtest} if len(backtest) else {}
    tables |= {"tuning": pd.concat(gains, ignore_index=True)} if gains else {}
    pages = {name: part for name, part in parts.items() if isinstance(part, str)}
    return run_page(RunReport(identity, scores, reporting.targets, tables, coverage, pages, figures))
