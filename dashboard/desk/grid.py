"""The proposals as a table that a person corrects and ticks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_ag_grid as dag

from analysis.pipeline.proposals import KNOWN, PERHAPS, UNREADABLE
from analysis.reconcile import AGREES, CONFLICTS
from analysis.schema import MEASURES, QUALIFIERS, STATUSES
from dashboard.desk import ids

TONES = {
    AGREES: "agrees",
    CONFLICTS: "conflicts",
    KNOWN: "known",
    PERHAPS: "perhaps",
    UNREADABLE: "unreadable",
}
_WIDTHS = {
    "reporter": 104,
    "partner": 104,
    "flow": 84,
    "product": 88,
    "period": 120,
    "value": 114,
    "unit": 100,
    "status": 78,
    "measure": 85,
    "base_period": 130,
    "qualifier": 90,
    "statistics_of": 130,
    "authority": 180,
    "note": 240,
}
"""Columns of trade.csv that a person decides, and their widths."""
_HEADERS = {"base_period": "Compared with", "statistics_of": "Whose statistics"}
_WRAPPED = ("product", "value", "unit")
"""Columns whose cells a person reads whole before deciding."""
_CHOICES = {"measure": MEASURES, "qualifier": QUALIFIERS, "status": STATUSES}
_VERDICT: dict[str, Any] = {
    "field": "verdict",
    "headerName": "Verdict",
    "width": 124,
    "pinned": "left",
    "editable": False,
    "wrapText": True,
    "cellClassRules": {
        f"tone-{tone}": f"params.value == '{verdict}'" for verdict, tone in TONES.items()
    },
}

_FIGURE: dict[str, Any] = {
    "colId": "figure",
    "headerName": "Figure",
    "valueGetter": {"function": "sayFigure(params)"},
    "width": 178,
    "hide": True,
    "editable": False,
    "wrapText": True,
    "autoHeight": True,
}
"""What a person needs to decide, in one cell: shown where the columns do not fit."""


def grid(rows: Sequence[dict[str, Any]]) -> dag.AgGrid:
    """Return the table of proposals; each row has its `key` and whether it is `ticked`."""
    return dag.AgGrid(
        id=ids.GRID,
        columnDefs=[_VERDICT, _FIGURE, *map(_column, _WIDTHS)],
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
    if name in _WRAPPED:
        column |= {"wrapText": True, "autoHeight": True}
    if name in _CHOICES:
        column |= {"cellEditor": "agSelectCellEditor"}
        column |= {"cellEditorParams": {"values": list(_CHOICES[name])}}
    if name == "value":
        column |= {"valueFormatter": {"function": "sayValue(params)"}, "type": "rightAligned"}
    return column
