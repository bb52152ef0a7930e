"""All checks of data quality as one document, and the message that tells of the bad ones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from busta.monitoring.quality_table import counted
from busta.params.quality import SEVERITIES, AlertRules
from busta.reports.data_line import data_line, is_fabricated

_NUMBERS = ("share", "limit")


def quality_document(identity: Mapping[str, Any], checks: pd.DataFrame, stop_at: str) -> dict[str, Any]:
    """Write the document.

    Parameters
    ----------
    identity
        As ``prm_data_identity``.
    checks
        ``report_quality``.
    stop_at
        The severity that stops a run; ``never``: none does.

    Returns
    -------
    dict
        First key ``data``; then data_sha256, is_fabricated, stop_at, is_accepted (whether the run goes on), counts by
        severity, and one entry per check.
    """
    stops = SEVERITIES[SEVERITIES.index(stop_at) :] if stop_at in SEVERITIES else ()
    return {
        "data": data_line(identity),
        "data_sha256": identity.get("sha256"),
        "is_fabricated": is_fabricated(identity),
        "stop_at": stop_at,
        "is_accepted": not checks["severity"].isin(list(stops)).any(),
        "counts": {name: int(checks["severity"].eq(name).sum()) for name in reversed(SEVERITIES)},
        "checks": _records(checks),
    }


def quality_message(document: Mapping[str, Any], rules: AlertRules) -> dict[str, Any]:
    """Write what is sent to a webhook.

    Parameters
    ----------
    document
        As from `quality_document`.
    rules
        Whether anything is sent, and of what.

    Returns
    -------
    dict
        ``data``, and ``message``: empty where there is nothing to tell; else ``event, data, is_fabricated, is_accepted,
        counts, findings`` (the worst first), ``findings_left_out`` and ``text``, all of it in one line.
    """
    wanted = SEVERITIES[SEVERITIES.index(rules.from_severity) :]
    findings = [check for check in document["checks"] if check["severity"] in wanted]
    if not rules.enabled or not findings:
        return {"data": document["data"], "message": {}}
    counts = document["counts"]
    verdict = "the run goes on" if document["is_accepted"] else "the run stops"
    found = f"{counted(counts['error'], 'error')} and {counted(counts['warning'], 'warning')}"
    text = f"{document['data']}: {found} among the checks; {verdict}."
    shown = findings[: rules.most_findings]
    message = {
        "event": "data_quality",
        **{key: document[key] for key in ("data", "data_sha256", "is_fabricated", "is_accepted", "counts")},
        "text": text,
        "findings": shown,
        "findings_left_out": len(findings) - len(shown),
    }
    return {"data": document["data"], "message": message}


def _records(checks: pd.DataFrame) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = [
        {str(name): value for name, value in row.items()} for row in checks.to_dict("records")
    ]
    return [
        row | {name: None if math.isnan(row[name]) else row[name] for name in _NUMBERS} for row in records
    ]
