"""Drafts as files: what a mail program opens, and which are set aside."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from tests.mail.offices import invited, mails, make_office
from xltools.mail.drafts import draft_name, set_aside, write_drafts


def test_each_mail_is_a_draft_that_a_mail_program_opens(tmp_path: Path) -> None:
    letters = mails(make_office(tmp_path, invited("a@x.vn", "b@x.vn")))
    drafts = list(write_drafts(letters, tmp_path / "thu", None))
    assert [draft.fault for draft in drafts] == ["", ""]
    assert sorted(path.name for path in (tmp_path / "thu").iterdir()) == [
        "KM-001-dai-dien-lanh-dao-so-so-1-ph-0001.eml",
        "KM-002-dai-dien-lanh-dao-so-so-2-ph-0002.eml",
    ]
    message = message_from_bytes(drafts[0].path.read_bytes(), policy=default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "a@x.vn"
    assert "From" not in message


def test_a_draft_that_cannot_be_written_is_said_and_the_others_are_there(tmp_path: Path) -> None:
    letters = mails(make_office(tmp_path, invited("a@x.vn", "b@x.vn", "c@x.vn")))
    letters[0].pdf.unlink()
    letters[1].pdf.write_bytes(b"khong")
    drafts = list(write_drafts(letters, tmp_path / "thu", ("", "vt@x.vn")))
    assert [bool(draft.fault) for draft in drafts] == [True, True, False]
    assert [path.name for path in (tmp_path / "thu").iterdir()] == [drafts[2].path.name]


def test_the_draft_of_a_letter_not_to_be_sent_is_set_aside(tmp_path: Path) -> None:
    letters = mails(make_office(tmp_path, invited("a@x.vn", "b@x.vn")))
    list(write_drafts(letters, tmp_path / "thu", None))
    newer = replace(letters[0].dispatch, code="PH-0009")
    assert draft_name(newer) != draft_name(letters[0].dispatch)
    for _ in range(2):
        set_aside([letters[0].dispatch, newer], tmp_path / "thu")
    assert [path.name for path in (tmp_path / "thu").glob("*.eml")] == [draft_name(letters[1].dispatch)]
    assert [path.name for path in (tmp_path / "thu" / "da-thay").iterdir()] == [
        draft_name(letters[0].dispatch)
    ]
