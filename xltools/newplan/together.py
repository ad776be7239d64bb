"""Contents put together: what a person wrote over what a document says."""

from collections.abc import Iterable, Mapping

from xltools.plan.schema import Row, columns
from xltools.workbook.build.content import ROW_TYPES_BY_KEY, Content, Value

Fields = Mapping[str, Value]


def combined(first: Content, second: Content) -> Content:
    """Return both contents, the second's word over the first's.

    Rows of the same key, which is their first column, become one, field by field; further rows of the second
    come after those of the first. The origins of both stay.
    """
    return Content(
        {**first.event, **second.event},
        {**first.notes, **second.notes},
        {
            row_type: _merged(row_type, first.rows.get(row_type, ()), second.rows.get(row_type, ()))
            for row_type in ROW_TYPES_BY_KEY.values()
        },
        (*first.origins, *second.origins),
        second.document or first.document,
    )


def _merged(row_type: type[Row], first: Iterable[Fields], second: Iterable[Fields]) -> tuple[Fields, ...]:
    key = next(iter(columns(row_type)))
    rows = [dict(row) for row in first]
    known = {row[key]: row for row in rows if key in row}
    for row in second:
        if key in row and row[key] in known:
            known[row[key]].update(row)
        else:
            rows.append(dict(row))
    return tuple(rows)
