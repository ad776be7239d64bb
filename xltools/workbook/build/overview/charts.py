"""The charts of the sheet Tổng quan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from xltools.workbook.build.styles import FONT

_MARGIN = 50_000  # between the chart and the cells beside it, in English metric units


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A bar chart of some rows below a header row: series by column letter, each with its colour."""

    area: str  # the cells it covers: "H20:L30"
    direction: Literal["bar", "col"]
    rows: tuple[int, int]
    labels: str  # the column of the categories
    series: Sequence[tuple[str, str]]
    axis_format: str


def draw_bars(sheet: Worksheet, bars: Bars) -> None:
    """Draw a bar chart; a bar of nothing has no label, and one series needs no legend."""
    chart = BarChart()
    chart.type, chart.grouping, chart.gapWidth = bars.direction, "clustered", 60
    first, last = bars.rows
    for letter, color in bars.series:
        chart.add_data(_cells(sheet, letter, first - 1, last), titles_from_data=True)
        chart.series[-1].graphicalProperties = GraphicalProperties(solidFill=color)
        chart.series[-1].invertIfNegative = False
    chart.set_categories(_cells(sheet, bars.labels, first, last))
    chart.dataLabels = DataLabelList(
        numFmt="#,##0;;",
        txPr=_text(800),
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
    )
    if len(bars.series) > 1:
        chart.legend.position, chart.legend.txPr = "b", _text(900)
    else:
        chart.legend = None
    _set_axes(chart, bars.axis_format)
    chart.anchor = _over(bars.area)  # type: ignore[assignment]  # the stubs know cells only
    sheet.add_chart(chart)


def _cells(sheet: Worksheet, letter: str, first: int, last: int) -> Reference:
    index = column_index_from_string(letter)
    return Reference(sheet, index, first, index, last)


def _over(area: str) -> TwoCellAnchor:
    cells = CellRange(area)
    start = AnchorMarker(col=cells.min_col - 1, row=cells.min_row - 1, colOff=_MARGIN, rowOff=_MARGIN)
    return TwoCellAnchor("oneCell", _from=start, to=AnchorMarker(col=cells.max_col, row=cells.max_row))


def _set_axes(chart: BarChart, number_format: str) -> None:
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.txPr = chart.y_axis.txPr = _text(900)
    chart.y_axis.number_format = number_format
    chart.y_axis.scaling.min = 0
    chart.y_axis.majorGridlines = ChartLines(GraphicalProperties(ln=LineProperties(solidFill="D9D9D9")))
    if chart.type == "bar":
        chart.x_axis.scaling.orientation = "maxMin"  # the first category on top
        chart.y_axis.crosses = "max"


def _text(size: int) -> RichText:
    properties = CharacterProperties(latin=Font(typeface=FONT), sz=size)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=properties), endParaRPr=properties)])
