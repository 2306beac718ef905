"""Counts, bytes and spans of time as a person reads them."""


def amount(value: float, unit: str = "bytes") -> str:
    """A count with its unit; bytes in steps of a thousand."""
    if unit != "bytes":
        return f"{value:,.0f} {unit}".strip()
    size = float(value)
    for name in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {name}" if name == "B" else f"{size:.1f} {name}"
        size /= 1000
    return f"{size:.1f} TB"


def duration(seconds: float) -> str:
    """Seconds as a person says them."""
    whole = max(0, round(seconds))
    if whole < 90:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 90:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min"
