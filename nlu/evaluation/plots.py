"""Plots as inline SVG: colours and strokes come from the page's style sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nlu.evaluation.markup import Markup, element, number
from nlu.evaluation.wording import percent

Point = tuple[float, float]
_BAR_HEIGHT = 12
_LARGEST_DOT, _SMALLEST_DOT = 9.0, 2.5


@dataclass(frozen=True)
class Frame:
    """A square of shares, 0 to 1 to the right and `floor` to 1 upwards, in SVG units."""

    width: float = 300.0
    height: float = 230.0
    left: float = 38.0
    right: float = 12.0
    top: float = 10.0
    bottom: float = 40.0
    floor: float = 0.0

    def place(self, across: float, up: float) -> Point:
        """Where a pair of shares lies; what is below the floor lies on it."""
        wide, high = self.width - self.left - self.right, self.height - self.top - self.bottom
        level = (max(up, self.floor) - self.floor) / (1 - self.floor)
        return self.left + across * wide, self.height - self.bottom - level * high


def bar(figure: Mapping[str, Any], limit: float | None, *, full: float = 1.0) -> Markup:
    """A share as a bar that ends at `full`, its 95 % interval as a whisker, its limit a notch."""
    middle = _BAR_HEIGHT / 2
    parts = [_box("track", 1.0), _box("fill", (figure["value"] or 0.0) / full)]
    if figure["low"] is not None:
        ends = {"x1": _across(figure["low"] / full), "x2": _across(figure["high"] / full)}
        parts.append(element("line", class_="whisker", **ends, y1=middle, y2=middle))
    if limit is not None:
        place = _across(limit / full)
        parts.append(element("line", class_="limit", x1=place, x2=place, y1=0, y2=_BAR_HEIGHT))
    return element(
        "svg", *parts, class_="bar", viewBox=f"0 0 100 {_BAR_HEIGHT}",
        preserveAspectRatio="none", aria_hidden="true",
    )  # fmt: skip


def curve(part: Mapping[str, Any], *, allowed_wrong: float | None, label: str) -> Markup:
    """Precision over coverage for all thresholds, and the point where the product stands."""
    points = [
        (one["coverage"], one["precision"])
        for one in part["abstention"]
        if one["precision"] is not None
    ]
    frame = Frame(floor=_floor(min((up for _, up in points), default=0.0)))
    parts = [*_axes(frame, "answered, %", "of those right, %")]
    if allowed_wrong is not None:
        parts.append(_path(frame, _border(frame, allowed_wrong), "border"))
    parts.append(_path(frame, points, "curve"))
    stands = part["operating_point"]
    if stands["precision"] is not None:
        parts.append(_dot(frame, (stands["coverage"], stands["precision"]), 5.0, "stands"))
    return _picture(frame, parts, label)


def calibration_plot(bins: Iterable[Mapping[str, Any]], *, label: str) -> Markup:
    """Being right over confidence; dots on the diagonal mean what they say."""
    frame, found = Frame(), list(bins)
    most = max((one["right"]["of"] for one in found), default=1)
    parts = [*_axes(frame, "confidence, %", "right, %")]
    parts.append(_path(frame, [(0.0, 0.0), (1.0, 1.0)], "border"))
    for one in found:
        right, across = one["right"], one["confidence"]
        (x, low), (_, high) = frame.place(across, right["low"]), frame.place(across, right["high"])
        parts.append(
            element("line", class_="interval", x1=number(x), x2=number(x), y1=number(low),
                    y2=number(high))
        )  # fmt: skip
        size = max(_SMALLEST_DOT, _LARGEST_DOT * (right["of"] / most) ** 0.5)
        parts.append(_dot(frame, (across, right["value"]), size, "share"))
    return _picture(frame, parts, label)


def _axes(frame: Frame, across: str, up: str) -> Iterable[Markup]:
    for step in range(5):
        share = step / 4
        x, bottom = frame.place(share, frame.floor)
        yield element("text", percent(share).partition(".")[0], x=number(x),
                      y=number(bottom + 14), text_anchor="middle")  # fmt: skip
        level = frame.floor + share * (1 - frame.floor)
        left, y = frame.place(0, level)
        right, _ = frame.place(1, level)
        yield element("line", class_="grid", x1=number(left), x2=number(right), y1=number(y),
                      y2=number(y))  # fmt: skip
        yield element("text", f"{100 * level:.4g}", x=number(left - 5), y=number(y + 3.5),
                      text_anchor="end")  # fmt: skip
    middle, bottom = frame.place(0.5, frame.floor)
    yield element("text", across, class_="axis", x=number(middle), y=number(bottom + 31),
                  text_anchor="middle")  # fmt: skip
    _, centre = frame.place(0, (1 + frame.floor) / 2)
    yield element("text", up, class_="axis", text_anchor="middle",
                  transform=f"translate(10 {number(centre)}) rotate(-90)")  # fmt: skip


def _picture(frame: Frame, parts: Sequence[str], label: str) -> Markup:
    return element(
        "svg", element("title", label), *parts, class_="plot", role="img",
        viewBox=f"0 0 {number(frame.width)} {number(frame.height)}",
    )  # fmt: skip


def _border(frame: Frame, wrong: float) -> list[Point]:
    """Where wrong answers are just the allowed share of all messages: below is too many."""
    first = wrong / (1 - frame.floor)  # there it leaves the frame
    steps = (first + (1 - first) * step / 40 for step in range(41))
    return [(coverage, 1 - wrong / coverage) for coverage in steps if coverage]


def _path(frame: Frame, points: Iterable[Point], kind: str) -> Markup:
    places = (frame.place(*point) for point in points)
    drawn = " ".join(f"{number(x)},{number(y)}" for x, y in places)
    return element("polyline", class_=kind, points=drawn)


def _dot(frame: Frame, point: Point, size: float, kind: str) -> Markup:
    x, y = frame.place(*point)
    return element("circle", class_=kind, cx=number(x), cy=number(y), r=number(size))


def _box(kind: str, share: float) -> Markup:
    return element("rect", class_=kind, x=0, width=_across(share), y=0, height=_BAR_HEIGHT)


def _across(share: float) -> str:
    return number(100 * min(share, 1.0))


def _floor(lowest: float) -> float:
    """A floor at which four grid lines fall on round figures."""
    return max((one for one in (0.0, 0.2, 0.4, 0.6, 0.8) if one <= lowest), default=0.0)
