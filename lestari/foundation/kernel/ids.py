"""Identities: UUIDv7, so that rows of one time lie together and a client can make them."""

from __future__ import annotations

from uuid import UUID

from uuid_utils import compat


def uuid7() -> UUID:
    """Return a new time-ordered identity (RFC 9562, version 7)."""
    return compat.uuid7()
