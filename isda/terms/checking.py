"""What a sheet says to its check: the regimes it claims, and findings it knows about."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from isda.terms.election import Day, Name, TermModel
from isda.terms.reading import one_of


class Profile(StrEnum):
    """A set of rules beyond the basic ones: all that is unsaid, or a regime's."""

    EU = "eu"
    UK = "uk"
    US = "us"
    JAPAN = "jp"
    KOREA = "kr"
    STRICT = "strict"


REGIMES = (Profile.EU, Profile.UK, Profile.US, Profile.JAPAN, Profile.KOREA)
"""The profiles that are regulatory regimes."""


class Ignored(TermModel):
    """A finding that is known and accepted, until a day."""

    code: Name = Field(description="The rule's code, such as CS001.")
    reason: Name = Field(description="Why it is accepted.")
    until: Day = Field(description="The last day on which it is accepted.")


class Checking(TermModel):
    """Under which regimes the sheet is checked, and what its check leaves out."""

    profiles: tuple[Annotated[Profile, one_of(Profile)], ...] = Field(
        (),
        description="eu, uk, us, jp, kr: the regimes the agreement claims to meet; strict: "
        "what is left to the form is listed as well.",
    )
    ignore: tuple[Ignored, ...] = Field(
        (), description="Findings that are accepted, by code, each with reason and last day."
    )
