"""Sums of money as papers write them: grouped digits, and in Vietnamese words (bằng chữ)."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu", "tỷ")


def grouped(amount: int) -> str:
    """1250000 → 1.250.000"""
    return f"{amount:,}".replace(",", ".")


def in_words(amount: int) -> str:
    """1250000 → Một triệu hai trăm năm mươi nghìn đồng; for sums below a thousand billion."""
    parts, groups = [], []
    rest = amount
    while rest:
        rest, group = divmod(rest, 1000)
        groups.append(group)
    for place in range(len(groups) - 1, -1, -1):
        if groups[place]:
            full = place < len(groups) - 1
            parts.append(f"{_three(groups[place], full)} {GROUPS[place]}".strip())
    words = " ".join(parts) or DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def _three(number: int, full: bool) -> str:
    """A group of three digits; `full` when there is a group before it, so its zeros are spoken."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens > 1:
        words += [DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("lẻ")
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5 and tens:
        words.append("lăm")
    elif ones:
        words.append(DIGITS[ones])
    return " ".join(words)
