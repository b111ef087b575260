"""The id of a number in addresses, both ways."""

import pytest

from archive.notice.number import parse_number, parse_slug


@pytest.mark.parametrize("number", ["焦政办〔2021〕65号", "国务院令第707号", "卫办发〔2007〕38号"])
def test_the_id_of_a_number_is_the_number_again(number: str) -> None:
    found = parse_number(number)
    assert found is not None
    assert parse_slug(found.slug) == found
    assert parse_slug(f"{found.slug}-修武县人民政府办公室") == found


@pytest.mark.parametrize(
    "slug", ["", "焦政办", "-2021-65", "2021-65", "a b-2021-1", "园区办法-12345678"]
)
def test_what_is_no_id_of_a_number_is_none(slug: str) -> None:
    assert parse_slug(slug) is None
