"""Drafts of mails: files, or in Outlook; two of the ways of the command ``mail``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xltools.commands.registry import Outcome, Track
from xltools.letters.merge import reason
from xltools.mail.drafts import set_aside, write_drafts
from xltools.mail.job import Job
from xltools.mail.message import Sender
from xltools.mail.outlook import outlook, save_drafts
from xltools.plan.findings import Severity, UnusableInputError

_NONE = "Chưa soạn thư nháp nào."
_THEN = "xem rồi gửi; gửi xong thì ghi vào sổ phát hành."


def write(job: Job, out: Path, sender: Sender | None, track: Track[Any]) -> Outcome:
    """Write the mails as files into ``out``; drafts of letters that are not to be sent are set aside.

    Raises UnusableInputError where nothing can be written there.
    """
    try:
        made = [*track(write_drafts(job.mails, out, sender), len(job.mails), "Soạn thư nháp")]
        set_aside(job.not_going(), out)
    except OSError as error:
        raise UnusableInputError(f"Không ghi được vào {out}. {reason(error)}") from error
    missing = [f"Thiếu {draft.path.name}: {draft.fault}" for draft in made if draft.fault]
    count = len(made) - len(missing)
    return _outcome(
        job, missing, f"Đã soạn {count} thư nháp vào {out}: mở từng tệp .eml, {_THEN}" if count else _NONE
    )


def save_in_outlook(job: Job, track: Track[Any]) -> Outcome:
    """Save the mails among Outlook's drafts; raises UnusableInputError where there is no Outlook."""
    made = [*track(save_drafts(job.mails, outlook()), len(job.mails), "Soạn thư nháp")] if job.mails else []
    missing = [f"Thiếu thư của {mail.guest.code}: {fault}" for mail, fault in made if fault]
    count = len(made) - len(missing)
    return _outcome(
        job, missing, f"Đã soạn {count} thư vào thư mục Thư nháp của Outlook: {_THEN}" if count else _NONE
    )


def _outcome(job: Job, missing: Sequence[str], said: str) -> Outcome:
    """What there is to say of drafts; on the way the workbook catches up with the journal."""
    unnoted = job.note()
    findings = job.outbox.findings
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    return Outcome(
        message="\n".join(filter(None, (*missing, unnoted, f"{said}{job.earlier}"))),
        findings=findings,
        failed=bool(missing or unnoted) or errors,
    )
