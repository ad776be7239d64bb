"""Drafts in Outlook: what it is told. COM itself does not run here."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from tests.mail.offices import invited, mails, make_office
from xltools.mail.outlook import outlook, save_drafts
from xltools.plan.findings import UnusableInputError


class Item:
    """Notes what it is given, as Outlook's MailItem takes it."""

    def __init__(self, refuses: bool) -> None:
        self.To = self.Subject = self.HTMLBody = ""
        self.files: list[str] = []
        self.saved, self.refuses = False, refuses

    @property
    def Attachments(self) -> "Item":  # noqa: N802 - Outlook's name
        return self

    def Add(self, path: str) -> None:  # noqa: N802
        self.files.append(path)

    def Save(self) -> None:  # noqa: N802
        if self.refuses:
            raise RuntimeError("hộp thư đầy")
        self.saved = True


class Application:
    """Makes items and keeps them."""

    def __init__(self, refuses: int = 0) -> None:
        self.items: list[Item] = []
        self.refuses = refuses

    def CreateItem(self, kind: int) -> Item:  # noqa: N802
        assert kind == 0
        self.items.append(Item(len(self.items) < self.refuses))
        return self.items[-1]


def test_each_mail_is_saved_with_its_recipients_words_and_letter(tmp_path: Path) -> None:
    letters = mails(make_office(tmp_path, invited("a@x.vn; b@x.vn", "c@x.vn")))
    application: Any = Application()
    assert [fault for _, fault in save_drafts(letters, application)] == ["", ""]
    first = application.items[0]
    assert (first.To, first.Subject) == ("a@x.vn; b@x.vn", letters[0].words.subject)
    assert first.HTMLBody == letters[0].words.html
    assert first.files == [str(letters[0].pdf)]
    assert all(item.saved for item in application.items)


def test_a_mail_that_outlook_refuses_is_said_and_the_others_are_saved(tmp_path: Path) -> None:
    letters = mails(make_office(tmp_path, invited("a@x.vn", "b@x.vn")))
    application: Any = Application(refuses=1)
    faults = [fault for _, fault in save_drafts(letters, application)]
    assert faults == ["Outlook không nhận: hộp thư đầy.", ""]


@pytest.mark.skipif(importlib.util.find_spec("win32com") is not None, reason="có thể có Outlook ở máy này")
def test_without_outlook_the_other_way_is_named() -> None:
    with pytest.raises(UnusableInputError, match=r"chỉ làm được trên Windows.*tệp \.eml"):
        outlook()
