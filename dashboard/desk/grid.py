"""The proposals as a table that a person corrects and ticks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_ag_grid as dag

from analysis.pipeline.proposals import KNOWN, UNREADABLE
from analysis.reconcile import AGREES, CONFLICTS
from analysis.schema import MEASURES, QUALIFIERS, STATUSES
from dashboard.desk import ids

TONES = {AGREES: "agrees", CONFLICTS: "conflicts", KNOWN: "known", UNREADABLE: "unreadable"}
_WIDTHS = {
    "reporter": 120,
    "partner": 115,
    "flow": 100,
    "period": 140,
    "value": 85,
    "unit": 115,
    "measure": 95,
    "base_period": 140,
    "product": 110,
    "qualifier": 100,
    "status": 95,
    "statistics_of": 130,
    "authority": 180,
    "note": 240,
}
"""Columns of trade.csv that a person decides, and their widths."""
_HEADERS = {"base_period": "Compared with", "statistics_of": "Whose statistics"}
_CHOICES = {"measure": MEASURES, "qualifier": QUALIFIERS, "status": STATUSES}
_VERDICT: dict[str, Any] = {
    "field": "verdict",
    "headerName": "Verdict",
    "width": 140,
    "pinned": "left",
    "editable": False,
    "cellClassRules": {
        f"tone-{tone}": f"params.value == '{verdict}'" for verdict, tone in TONES.items()
    },
}


def grid(rows: Sequence[dict[str, Any]]) -> dag.AgGrid:
    """Return the table of proposals; each row has its `key` and whether it is `ticked`."""
    return dag.AgGrid(
        id=ids.GRID,
        columnDefs=[_VERDICT, *map(_column, _WIDTHS)],
        getRowId="params.data.key",
        rowData=list(rows),
        selectedRows={"ids": [row["key"] for row in rows if row["ticked"]]},
        defaultColDef={"editable": {"function": "isOpen(params)"}, "sortable": False},
        dashGridOptions={
            "rowSelection": {
                "mode": "multiRow",
                "isRowSelectable": {"function": "isTickable(params)"},
                "hideDisabledCheckboxes": True,
            },
            "selectionColumnDef": {"pinned": "left", "width": 46},
            "tabToNextCell": {"function": "tabOut(params)"},
            "stopEditingWhenCellsLoseFocus": True,
            "suppressHeaderFocus": True,
            "animateRows": False,
            "suppressColumnVirtualisation": True,
            "ensureDomOrder": True,
            "domLayout": "autoHeight",
        },
        style={"width": "100%"},
    )


def _column(name: str) -> dict[str, Any]:
    header = _HEADERS.get(name, name.replace("_", " ").capitalize())
    column: dict[str, Any] = {"field": name, "headerName": header, "width": _WIDTHS[name]}
    if name in _CHOICES:
        column |= {"cellEditor": "agSelectCellEditor"}
        column |= {"cellEditorParams": {"values": list(_CHOICES[name])}}
    return column
