"""Excel that is busy: what it answers then, and how often it is asked again."""

import atexit
import time
from collections.abc import Callable
from typing import Any, TypeVar

from xltools.plan.findings import UnusableInputError

BUSY = "Excel đang bận (một ô đang gõ dở, hoặc một hộp thoại đang mở): nhấn Enter hoặc Esc rồi bấm lại nút."
# RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER and VBA_E_IGNORE: what Excel answers while it is busy.
_REFUSALS = {-2147418111, -2147417846, -2146777998}
_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.5)

T = TypeVar("T")


def patiently(work: Callable[[], T]) -> T:
    """Do work that may be repeated, again after a pause while Excel refuses it.

    Raises UnusableInputError, which says what to do, where it goes on refusing.
    """
    for pause in _PAUSES:
        try:
            return work()
        except Exception as error:
            if not _is_refusal(error):
                raise
            time.sleep(pause)
    try:
        return work()
    except Exception as error:
        if _is_refusal(error):
            raise UnusableInputError(BUSY) from error
        raise


def is_excels_no(error: Exception) -> bool:
    """Whether Excel has answered that it cannot do this, as on a protected sheet."""
    return hasattr(error, "hresult") and not _is_refusal(error)


def _is_refusal(error: BaseException | None) -> bool:
    """Whether Excel has refused the call ("Call was rejected by callee") rather than failed at it.

    xlwings may have made another exception of it.
    """
    while error is not None:
        details = getattr(error, "excepinfo", None) or ()
        codes = {getattr(error, "hresult", None), *(code for code in details if isinstance(code, int))}
        if codes & _REFUSALS or type(error).__name__ == "ExcelBusyError":
            return True
        error = error.__cause__ or error.__context__
    return False


def tame(xlwings: Any) -> None:
    """Keep xlwings' part for Windows from what an office cannot have.

    At its end it would stop every Excel without a window of its own, and it would ask a busy Excel again
    without end and without a pause.
    """
    windows = getattr(xlwings, "_xlwindows", None)
    if windows is not None:
        atexit.unregister(windows.cleanup)
        windows.N_COM_ATTEMPTS = 1
