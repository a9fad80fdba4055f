"""What every list page does: twenty rows a page, and links that keep the filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE = 20


def page_of(request: HttpRequest, rows: Any, size: int = PAGE, count: int | None = None) -> Page[Any]:
    """Return the page that the address asks for; one that does not exist becomes the nearest. `count`, where it is known."""
    paginator = Paginator(rows, size)
    if count is not None:
        paginator.__dict__["count"] = count
    return paginator.get_page(request.GET.get("halaman"))


def page_asked(
    request: HttpRequest, ask: Callable[[int, int], tuple[int, Sequence[Any]]], size: int = PAGE
) -> Page[Any]:
    """Return the page that the address asks for, of rows that are asked for by limit and offset and told with how many there are in all."""
    number = whole_number(request.GET.get("halaman")) or 1
    count, rows = ask(size, (number - 1) * size)
    last = max(1, -(-count // size))
    if number > last:
        number = last
        count, rows = ask(size, (number - 1) * size)
    paginator = Paginator(rows, size)
    paginator.__dict__["count"] = count
    return Page(rows, number, paginator)


def every(ask: Callable[[int, int], tuple[int, Sequence[Any]]], size: int) -> Iterator[Any]:
    """Yield all of what is asked for as in `page_asked`, `size` at a time."""
    start, total = 0, 1
    while start < total:
        total, rows = ask(size, start)
        yield from rows
        start += size


def query_without(request: HttpRequest, *names: str) -> str:
    """Return the address's query without these names, for links that change one of them."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


def whole_number(text: str | None, least: int = 1, most: int = 9999) -> int | None:
    """Return a number of an address, or None where it is none or out of bounds."""
    return int(text) if text and text.isdecimal() and len(text) <= 6 and least <= int(text) <= most else None  # noqa: PLR2004
