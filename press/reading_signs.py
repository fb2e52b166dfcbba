"""Signs that Word keeps otherwise than as text: characters of symbol fonts, ticked boxes and choices of form fields (符号与窗体域)."""

from __future__ import annotations

from press.reading_xml import VAL, Element, W, is_on, value_at, whole

_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x75: "◆", 0x76: "◆", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□",
    0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x98: "●", 0xA3: "□", 0x2A: "□"}
_SYMBOL = {0xB7: "•", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xA3: "≤", 0xB3: "≥", 0xAE: "→", 0xB0: "°", 0xA5: "∞"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def symbol_of(element: Element) -> str:
    """Give the plain character a ``w:sym`` shows, or an empty string when there is none known."""
    font = _FONTS.get(element.get(f"{W}font", "").casefold(), {})
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    return font.get(code - 0xF000 if code >= 0xF000 else code, "")


def field_sign(begin: Element) -> str:
    """Give what a form field shows that stands in no run: a ticked or empty box, the entry chosen from a list."""
    box = begin.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        return "☑" if is_on(box, "checked" if box.find(f"{W}checked") is not None else "default") else "□"
    choices = begin.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    entries = [entry.get(VAL, "") for entry in choices.iterfind(f"{W}listEntry")]
    chosen = whole(value_at(choices, "result") or value_at(choices, "default"))
    return entries[chosen] if chosen < len(entries) else ""
