"""What the form says about education (V-14)."""

from ledger.catalogue.model import Catalogue

from .looking import Card, look, one


def test_v14_a_degree_wants_a_university(catalogue: Catalogue, card: Card) -> None:
    assert one(look(catalogue, card, degree="4")).key == "check.degree.schooling"
    assert look(catalogue, card | {"education": "21"}, degree="4") == []


def test_v14_graduation_comes_after_birth(catalogue: Catalogue, card: Card) -> None:
    assert look(catalogue, card, grad_date="1983-07-01") == []
    assert one(look(catalogue, card, grad_date="1970-07-01")).level == "ask"
    assert one(look(catalogue, card, grad_date="1960-07-01")).level == "block"
