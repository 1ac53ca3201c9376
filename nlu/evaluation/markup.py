"""HTML and SVG from Python: whatever is not made by `element` is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

_EMPTY = frozenset(("meta", "path", "line", "circle", "rect", "polyline"))


class Markup(str):
    """Markup that was made here; any other string is text."""

    __slots__ = ()


Child = str | Iterable[str | None] | None


def element(tag: str, *children: Child, **attributes: object) -> Markup:
    """A tag around its children; `class_` and `aria_label` stand for `class` and `aria-label`.

    An attribute that is None or False is left out, one that is True has no value.
    """
    opening = "".join([tag, *(_attribute(name, value) for name, value in attributes.items())])
    if tag in _EMPTY:
        return Markup(f"<{opening}>" if tag == "meta" else f"<{opening}/>")
    return Markup(f"<{opening}>{joined(*children)}</{tag}>")


def joined(*children: Child) -> Markup:
    """Children side by side, text escaped."""
    return Markup("".join(_child(child) for child in children))


def number(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    plain = name.rstrip("_").replace("_", "-")
    return f" {plain}" if value is True else f' {plain}="{escape(str(value))}"'


def _child(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    return escape(child) if isinstance(child, str) else "".join(map(_child, child))
