"""Korean: names, addresses and own words stay as they are written."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from pydantic import BaseModel

import isda.terms
from isda.sheet.known_keys import known_keys
from isda.statement.korean.reading import IN_WORDS, OF_ITS_OWN, value_in_korean
from isda.terms.election import Words

(AS_WORDS,) = Words.__metadata__
"""What the terms read words with."""
OWN = [
    ("name of A", "Hana Bond Fund (A)", "Hana Bond Fund (A)"),
    ("name of B", "cash", "cash"),
    ("name of B", "each of them", "each of them"),
    (
        "notices of A",
        "address: Desk: cash, A; account: Custodian, nil",
        "통지 주소: Desk: cash, A; 이전 계좌: Custodian, nil",
    ),
    ("notices of B", "address: all; account: 12", "통지 주소: all; 이전 계좌: 12"),
    ("notices of B", "account: to be agreed", "이전 계좌: 추후 합의"),
    (
        "disputes",
        "exposure: each bank quotes, B; reporting: as stated",
        "익스포저: each bank quotes, B; 이의제기의 상신·보고: 기재된 대로",
    ),
    (
        "interest",
        "EUR (rate: our rate (bid), cash; paid: monthly), USD (rate: as received)",
        "EUR (금리: our rate (bid), cash; 지급 주기: 매월), USD (금리: 수령한 대로)",
    ),
    ("governing law", "each bank, A; note: cash, A", "each bank, A; 비고: cash, A"),
]


@pytest.mark.parametrize(("term", "english", "korean"), OWN)
def test_own_words_are_not_said_in_part(term, english, korean):
    """Words of the catalogue in a name, an address or own words stay as they are written."""
    assert value_in_korean(english, term) == korean


def test_every_key_of_own_words_is_known_as_one():
    """A key that the terms read as words is none that is said part by part."""
    kept = {each.rpartition(".")[2] for each in OF_ITS_OWN | IN_WORDS}
    assert kept <= {key.replace("_", " ") for key in known_keys()}
    words = {
        (info.alias or name).replace("_", " ")
        for module in iter_modules(isda.terms.__path__, "isda.terms.")
        for kind in vars(import_module(module.name)).values()
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        for name, info in kind.model_fields.items()
        if AS_WORDS in info.metadata
    }
    assert words - kept == {"value", "year"}
