"""Mails as drafts in Outlook: through COM, on Windows. Only the Outlook that Office installs has it."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from xltools.mail.message import Mail
from xltools.plan.findings import UnusableInputError

_MAIL = 0  # olMailItem


def outlook() -> Any:
    """Return Outlook; raises UnusableInputError where there is none to talk to."""
    try:
        refused: type[Exception] = import_module("pywintypes").com_error
        client = import_module("win32com.client")
    except ImportError as error:
        raise UnusableInputError(
            "Thư nháp Outlook chỉ làm được trên Windows có Outlook của bộ Office: dùng nút Thư mời điện tử"
            " (tệp .eml)."
        ) from error
    try:
        return client.Dispatch("Outlook.Application")
    except refused as error:
        raise UnusableInputError(
            f"Không gọi được Outlook ({error}): máy cần Outlook của bộ Office (Outlook mới không dùng được);"
            " hoặc dùng nút Thư mời điện tử (tệp .eml)."
        ) from error


def save_drafts(mails: Iterable[Mail], application: Any) -> Iterator[tuple[Mail, str]]:
    """Save each mail among Outlook's drafts and yield it, with why it is not there ("" where it is)."""
    for mail in mails:
        try:
            _save(mail, application)
        except Exception as error:  # COM's own errors have no class where there is no COM
            yield mail, f"Outlook không nhận: {error}."
        else:
            yield mail, ""


def _save(mail: Mail, application: Any) -> None:
    item = application.CreateItem(_MAIL)
    item.To = "; ".join(mail.recipients)
    item.Subject = mail.words.subject
    item.HTMLBody = mail.words.html  # Outlook makes the plain text of it
    item.Attachments.Add(str(mail.pdf.resolve()))
    item.Save()
