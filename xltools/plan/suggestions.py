"""Suggested deadlines: counted from the conference day over working days, by what kind of work a duty is.

Only one of the figures is law. The stages are those in which offices prepare a conference (domain.md 6), and
how many days each has is the office practice chosen here: the words of every such rule say so.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from xltools.plan.findings import Finding, Severity
from xltools.plan.plan import Plan
from xltools.plan.tables import DONE, DROPPED, Task
from xltools.plan.timing import NOTICE
from xltools.vietnamese.dates import format_date
from xltools.vietnamese.text import clean, fold
from xltools.vietnamese.workdays import Calendar

PRACTICE = "thông lệ, chưa có quy định"
"""The source of a rule that no text lays down."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of work, and when it is to be done.

    ``days`` are working days after the conference day, negative before it. A duty is of the kind where it
    says one of the ``phrases``; in them "…" stands for up to four words.
    """

    kind: str
    days: int
    phrases: tuple[str, ...]
    source: str = PRACTICE

    def basis(self, conference: date) -> str:
        """The rule as a user reads it beside a deadline: its figure, from which day, and its source."""
        side = "trước" if self.days < 0 else "sau"
        return f"{self.kind}: {abs(self.days)} ngày làm việc {side} {format_date(conference)} ({self.source})"


# The more telling phrase comes first: what one rule has found, the rules after it no longer see.
RULES = (
    Rule(
        "Thanh toán, quyết toán",
        10,
        (
            "quyết toán",
            "chứng từ thanh toán",
            "hồ sơ thanh toán",
            "thủ tục thanh toán",
            "hướng dẫn thanh toán",
            "thanh lý hợp đồng",
            "nghiệm thu",
        ),
    ),
    Rule(
        "Báo cáo kết quả, kết luận",
        5,
        (
            "báo cáo kết quả tổ chức",
            "báo cáo kết quả hội nghị",
            "báo cáo sau hội nghị",
            "thông báo kết luận",
            "hoàn thiện biên bản",
            "rút kinh nghiệm",
        ),
    ),
    Rule(
        "Đón tiếp, dẫn chương trình",
        -1,
        (
            "đón tiếp",
            "phát tài liệu",
            "giới thiệu đại biểu",
            "tuyên bố lý do",
            "dẫn chương trình",
            "ghi biên bản",
            "điểm danh",
        ),
    ),
    Rule("Đưa tin", -1, ("đưa tin", "viết tin", "báo chí", "ghi hình", "chụp ảnh", "quay phim")),
    Rule(
        "Lập danh sách mời",
        -10,
        ("danh sách … mời", "danh sách … đại biểu", "danh sách … khách", "danh sách … triệu tập"),
    ),
    Rule(
        "Gửi giấy mời",
        -NOTICE,
        ("giấy mời", "thư mời", "mời đại biểu", "mời các đại biểu", "mời khách", "mời … tham dự"),
        "Quyết định 45/2018/QĐ-TTg",
    ),
    Rule(
        "Dự toán, kinh phí",
        -10,
        (
            "lập … dự toán",
            "xây dựng … dự toán",
            "trình … dự toán",
            "thẩm định … dự toán",
            "duyệt … dự toán",
            "dự trù … kinh phí",
            "tham mưu … kinh phí",
            "bố trí … kinh phí",
            "cấp kinh phí",
            "bảo đảm … kinh phí",
            "đảm bảo … kinh phí",
        ),
    ),
    Rule(
        "Thuê, đặt hội trường",
        -10,
        ("thuê … hội trường", "hợp đồng … hội trường", "thuê … địa điểm", "khảo sát … địa điểm"),
    ),
    Rule("Phân công đến từng người", -10, ("phân công cụ thể", "phân công … từng")),
    Rule("Khen thưởng", -10, ("khen thưởng", "bằng khen", "giấy khen")),
    Rule(
        "Duyệt tài liệu",
        -5,
        (
            "duyệt … tài liệu",
            "duyệt … báo cáo",
            "duyệt … nội dung",
            "duyệt … chương trình",
            "trình … phê duyệt",
        ),
    ),
    Rule(
        "In tài liệu",
        -2,
        ("in ấn", "in … tài liệu", "in … báo cáo", "photo … tài liệu", "sao chụp … tài liệu"),
    ),
    Rule(
        "Báo cáo, tham luận",
        -8,
        (
            "xây dựng … báo cáo",
            "chuẩn bị … báo cáo",
            "soạn thảo … báo cáo",
            "dự thảo … báo cáo",
            "viết … báo cáo",
            "hoàn thiện … báo cáo",
            "tham luận",
        ),
    ),
    Rule("Phim tư liệu", -7, ("phim tư liệu", "phim phóng sự", "phóng sự")),
    Rule(
        "Chuẩn bị tài liệu",
        -7,
        (
            "chuẩn bị … tài liệu",
            "chuẩn bị nội dung",
            "biên soạn … tài liệu",
            "biên tập … tài liệu",
            "tổng hợp … tài liệu",
            "xây dựng … tài liệu",
        ),
    ),
    Rule(
        "Chương trình, kịch bản",
        -7,
        ("xây dựng chương trình", "chuẩn bị chương trình", "dự thảo chương trình", "kịch bản"),
    ),
    Rule(
        "Phương án", -5, ("xây dựng … phương án", "lập phương án", "phương án bảo đảm", "phương án đảm bảo")
    ),
    Rule("Chốt số đại biểu", -2, ("số lượng đại biểu", "xác nhận … đại biểu", "xác nhận … tham dự")),
    Rule(
        "Hội trường, trang trí, âm thanh",
        -2,
        (
            "hội trường",
            "khánh tiết",
            "trang trí",
            "âm thanh",
            "ánh sáng",
            "phông",
            "pano",
            "băng rôn",
            "sân khấu",
            "máy chiếu",
            "loa",
        ),
    ),
    Rule(
        "Hậu cần",
        -2,
        (
            "hậu cần",
            "nước uống",
            "giải khát",
            "giải lao",
            "văn phòng phẩm",
            "xe đưa đón",
            "đưa đón … đại biểu",
        ),
    ),
    Rule("Trưng bày", -2, ("trưng bày", "quảng bá")),
    Rule("Văn nghệ", -2, ("văn nghệ",)),
    Rule("An ninh, y tế", -1, ("an ninh", "an toàn giao thông", "cấp cứu", "trực y tế")),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A deadline proposed for a task: the day, and the rule that gave it in the user's words."""

    task: Task
    rule: Rule
    day: date
    basis: str

    def as_dict(self) -> dict[str, str | int]:
        """The record of ``--json``; ``days`` are working days after the conference day."""
        return {
            "code": self.task.code,
            "due": self.day.isoformat(),
            "kind": self.rule.kind,
            "days": self.rule.days,
            "source": self.rule.source,
            "basis": self.basis,
        }


def suggest(task: Task, conference: date, calendar: Calendar) -> Suggestion | None:
    """The deadline to propose for a task, None where no rule fits it.

    Of several kinds of work the one that is due first decides.
    """
    rules = kinds(task.content)
    if not rules:
        return None
    rule = min(rules, key=lambda rule: rule.days)
    return Suggestion(task, rule, calendar.add(conference, rule.days), rule.basis(conference))


def needs_deadline(task: Task) -> bool:
    """Whether a task is still to be done and neither a day nor words say by when."""
    return task.due is None and not task.due_words and task.status not in (DONE, DROPPED)


def kinds(content: str) -> list[Rule]:
    """The rules whose phrases a duty says, in the order of ``RULES``.

    Phrases are found within a clause. One that has lost all its marks, as by OCR, is read without them;
    otherwise the marks count, for "mời" is not "mỗi".
    """
    clauses = [clause for clause in re.split(r"[.;:\n]", clean(content).casefold()) if clause.strip()]
    found = []
    for rule in RULES:
        for number, clause in enumerate(clauses):
            bare = clause.isascii()
            clauses[number], count = _pattern(rule, bare=bare).subn("|", fold(clause) if bare else clause)
            if count and rule not in found:
                found.append(rule)
    return found


@cache
def _pattern(rule: Rule, *, bare: bool) -> re.Pattern[str]:
    """What finds the phrases of a rule, in a clause with its marks or in one without any."""
    gap = r"(?:[^\w|]+\w+){0,4}?[^\w|]+"
    spelt = [[fold(part) if bare else part for part in phrase.split(" … ")] for phrase in rule.phrases]
    phrases = (gap.join(r"[^\w|]+".join(part.split()) for part in parts) for parts in spelt)
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


def check_suggestions(plan: Plan, made: Iterable[Suggestion], today: date) -> Iterator[Finding]:
    """Yield proposals of days before ``today``, and the open tasks for which none was made."""
    done = {suggestion.task: suggestion for suggestion in made}
    for task in plan.tasks:
        suggestion = done.get(task)
        if suggestion is not None and suggestion.day < today:
            yield Finding(
                Severity.WARNING,
                "task.suggestion_past",
                plan.place(task, "proposed"),
                f"{task.code}: hạn đề xuất {format_date(suggestion.day)} đã qua, nay xét ngày"
                f" {format_date(today)}.",
                "Làm ngay, tự ghi hạn khác ở cột Hạn cuối, hoặc lùi ngày hội nghị.",
            )
        elif suggestion is None and needs_deadline(task):
            yield Finding(
                Severity.INFO,
                "task.no_suggestion",
                plan.place(task, "due"),
                f"{task.code}: không quy tắc nào hợp với việc này nên không đề xuất hạn.",
                "Tự ghi ngày ở cột Hạn cuối nếu việc này có hạn.",
            )
        elif suggestion is None and task.due is None and task.status not in (DONE, DROPPED):
            yield Finding(
                Severity.INFO,
                "task.deadline_in_words",
                plan.place(task, "due"),
                f"{task.code} đã có hạn bằng lời “{task.due_words}” nên không đề xuất hạn khác.",
                "Bấm Tính hạn cuối, hoặc tự ghi ngày ở cột Hạn cuối.",
            )
