"""Where a finding is, as a user reads it."""

import pytest

from xltools.plan.findings import Place


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("Khách mời", "F12", 12, "Email"), "'Khách mời'!F12"),
        (Place("Tết 'Giáp Thìn'", "A1", 1, ""), "'Tết ''Giáp Thìn'''!A1"),
        (Place("ke-hoach.docx", "đoạn 34", 34, "Đoạn"), "'ke-hoach.docx'!đoạn 34"),
        (Place("ke-hoach.docx", "", 0, ""), "ke-hoach.docx"),
    ],
)
def test_a_place_is_written_as_excel_writes_it_and_a_whole_file_by_its_name(place: Place, shown: str) -> None:
    assert str(place) == shown
