"""Contents put together: the later word wins, and nothing that only one says is lost."""

from hypothesis import given
from hypothesis import strategies as st

from xltools.newplan.together import combined
from xltools.plan.tables import Group, Unit
from xltools.workbook.build.content import Content, Origin

ROW = st.fixed_dictionaries(
    {}, optional={"code": st.sampled_from(["A", "B", "C"]), "name": st.text(max_size=2), "note": st.just("x")}
)
CONTENTS = st.builds(
    lambda event, units: Content(event, {}, {Unit: tuple(_unique(units))}),
    st.dictionaries(st.sampled_from(["title", "place"]), st.text(max_size=2)),
    st.lists(ROW, max_size=4),
)


def _unique(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows with codes that differ."""
    return [row for at, row in enumerate(rows) if row.get("code") not in [r.get("code") for r in rows[:at]]]


def test_fields_replace_and_rows_are_added() -> None:
    units = ({"code": "A", "name": "Phòng A", "note": "cũ"}, {"code": "B", "name": "Phòng B"})
    facts = Content({"place": "B"}, {"place": "mới"}, {Unit: ({"code": "C"}, {"code": "A", "note": "mới"})})
    read = Content({"title": "T", "place": "A"}, {"place": "cũ"}, {Unit: units})
    both = combined(read, facts)
    assert both.event == {"title": "T", "place": "B"}
    assert both.notes == {"place": "mới"}
    assert both.rows[Unit] == (
        {"code": "A", "name": "Phòng A", "note": "mới"},
        {"code": "B", "name": "Phòng B"},
        {"code": "C"},
    )
    assert both.rows[Group] == ()


def test_origins_and_the_document_stay() -> None:
    origin = Origin(None, "", "", "câu", "chưa xếp")
    read = Content(origins=(origin,), document="kh.docx")
    for both in (combined(read, Content()), combined(Content(), read)):
        assert (both.origins, both.document) == ((origin,), "kh.docx")


@given(CONTENTS, CONTENTS)
def test_each_value_is_of_the_second_or_else_of_the_first(first: Content, second: Content) -> None:
    both = combined(first, second)
    assert both.event == {**first.event, **second.event}
    one, two = ({row["code"]: row for row in c.rows[Unit] if "code" in row} for c in (first, second))
    for row in both.rows[Unit]:
        if "code" in row:
            assert row == {**one.get(row["code"], {}), **two.get(row["code"], {})}
    nameless = [row for c in (first, second) for row in c.rows[Unit] if "code" not in row]
    assert [row for row in both.rows[Unit] if "code" not in row] == nameless
    assert {row["code"] for row in both.rows[Unit] if "code" in row} == one.keys() | two.keys()


@given(CONTENTS, CONTENTS)
def test_saying_it_twice_changes_nothing(first: Content, second: Content) -> None:
    keyed = Content(second.event, {}, {Unit: tuple(row for row in second.rows[Unit] if "code" in row)})
    once = combined(first, keyed)
    assert combined(once, keyed) == once
