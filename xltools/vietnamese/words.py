"""Numbers and amounts read out in Vietnamese words (domain 4.1; textbook style: linh, tư, nghìn)."""

from xltools.vietnamese.text import clean

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_MUOI = {1: "mốt", 4: "tư", 5: "lăm"}
_BILLION = 10**9

_SPOKEN = {word: digit for digit, word in enumerate(_DIGITS)} | {
    "mốt": 1,
    "tư": 4,
    "lăm": 5,
    "nhăm": 5,
    "bẩy": 7,
}
_SCALES = {"nghìn": 1000, "ngàn": 1000, "triệu": 10**6}
_SILENT = ("linh", "lẻ", "và", "chẵn", "đồng", "việt", "nam")


def number_in_words(n: int) -> str:
    """Return the number in words: "một triệu không trăm linh năm nghìn".

    A group of three digits that is all zeros is skipped; any other group after the first is read in full,
    with "không trăm". From 10^9 on the part above is read as a number of tỷ: nghìn tỷ, triệu tỷ, tỷ tỷ.
    Source: domain 4.1 (SGK Toán 4).
    """
    if n == 0:
        return _DIGITS[0]
    return " ".join(["âm", *_read(-n, False)] if n < 0 else _read(n, False))


def money_in_words(n: int) -> str:
    """Return an amount in đồng for "Viết bằng chữ": "Năm mươi tư triệu đồng chẵn".

    "chẵn" is said only when nothing is left below the thousand, and not of zero.
    Source: domain 4.1 (usage, no law).
    """
    words = f"{number_in_words(n)} đồng"
    return words[0].upper() + words[1:] + (" chẵn" if n and n % 1000 == 0 else "")


def _read(n: int, in_full: bool) -> list[str]:
    """Return the words of n; in_full when larger groups were read before it."""
    for size, name in ((_BILLION, "tỷ"), (10**6, "triệu"), (1000, "nghìn")):
        if n >= size:
            above, below = divmod(n, size)
            return [*_read(above, in_full), name, *(_read(below, True) if below else [])]
    return _read_group(n, in_full)


def _read_group(n: int, in_full: bool) -> list[str]:
    """Return the words of 1 to 999."""
    hundreds, rest = divmod(n, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or in_full else []
    tens, unit = divmod(rest, 10)
    if tens > 1:
        return words + [_DIGITS[tens], "mươi"] + ([_AFTER_MUOI.get(unit, _DIGITS[unit])] if unit else [])
    if tens == 1:
        return words + ["mười"] + (["lăm" if unit == 5 else _DIGITS[unit]] if unit else [])
    return words + (["linh"] if words and unit else []) + ([_DIGITS[unit]] if unit else [])


def read_words(text: str) -> int | None:
    """Return the number or the amount in đồng that the words say, None if they are not exactly one.

    linh or lẻ, tư or bốn, nghìn or ngàn, tỷ or tỉ are the same; "chẵn" and "đồng" add nothing.
    Source: domain 4.1.
    """
    words = clean(text).lower().replace("mười", "một mươi").strip(" ./;:,").replace(",", " ").split()
    total = section = group = 0
    digit: int | None = None
    said = False
    for word in words:
        if word in _SPOKEN:
            if digit is not None:
                return None
            digit, said = _SPOKEN[word], True
        elif word in ("mươi", "trăm"):
            if digit is None:
                return None
            group, digit = group + digit * (10 if word == "mươi" else 100), None
        elif word in _SCALES:
            section, group, digit = section + (group + (digit or 0)) * _SCALES[word], 0, None
        elif word in ("tỷ", "tỉ"):
            below = section + group + (digit or 0)
            total, section, group, digit = (total + below) * _BILLION, 0, 0, None
        elif word not in _SILENT:
            return None
    return total + section + group + (digit or 0) if said else None
