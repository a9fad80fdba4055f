"""Errors that speak to the user, in Indonesian: what is wrong, where, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise


class Refused(Exception):  # noqa: N818 - the house's word: the system refuses, the user mends
    """What was asked cannot be done; nothing was written.

    `errors` maps a field's name ("" for the whole form) to its sentences; `status` is the HTTP status that an API answers with.
    """

    status = 422

    def __init__(
        self,
        message: str | Promise = "",
        *,
        field: str = "",
        errors: Mapping[str, Sequence[str | Promise]] | None = None,
    ) -> None:
        given = errors if errors is not None else {field: [message]}
        self.errors: dict[str, list[str]] = {
            name: [str(text) for text in texts] for name, texts in given.items()
        }
        super().__init__(" ".join(text for texts in self.errors.values() for text in texts))


class NotAllowed(Refused):
    """The actor has no right to this; `who` are the keys of the roles that have."""

    status = 403

    def __init__(self, message: str | Promise = "", *, who: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.who = tuple(who)


class WrongStep(Refused):
    """The record is in a state from which this step does not go."""

    status = 409


class Changed(Refused):
    """Somebody changed the record after the form was shown."""

    status = 409


class AlreadyUsed(Refused):
    """The act's id was used before, for something else."""

    status = 409


class NotFound(Refused):
    """There is no such record, or the actor may not know of it."""

    status = 404


class Unfit(Exception):  # noqa: N818 - as above
    """A backup or a set-up does not do; nothing was written. The sentence speaks to the operator, in English like the command line."""
