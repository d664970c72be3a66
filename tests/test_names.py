import pytest

from analysis import names
from tests.answers import cases


@pytest.mark.parametrize("row", cases("names/areas"))
def test_area(row: dict) -> None:
    found = names.area(row["name"])
    assert found is not None
    assert found.code == row["code"]


@pytest.mark.parametrize("row", cases("names/unknown"))
def test_unknown_area_is_not_guessed(row: dict) -> None:
    assert names.area(row["name"]) is None


def test_the_nearest_names_of_an_unknown_one() -> None:
    assert names.nearest("Azerbajdshan") == ["Azerbaijan"]
    assert names.nearest("xyzzy") == []


@pytest.mark.parametrize("row", cases("names/flows"))
def test_flow(row: dict) -> None:
    found = names.flow(row["name"])
    assert (found.code if found else "") == row["flow"]


@pytest.mark.parametrize("row", cases("names/display"))
def test_display(row: dict) -> None:
    assert names.display(row["code"]) == row["name"]


def test_what_is_left_out_on_purpose_says_why() -> None:
    left_out = [name for name in names.listed().values() if not name.code]
    assert left_out
    assert all(name.reason.startswith("left out: ") for name in left_out)


@pytest.mark.parametrize("code", ["AZE", "KAZ", "KOR", "RUS", "TUR", "USA", "CHN", "DEU"])
def test_a_displayed_name_reads_as_its_code(code: str) -> None:
    found = names.area(names.display(code))
    assert found is not None
    assert found.code == code


def test_the_list_of_country_converter_is_the_one_read() -> None:
    """Its table is read here as text: Namibia's ISO 3166 alpha-2 code NA must not be missing."""
    table = names._countries().data
    assert table.loc[table["ISO3"].eq("NAM"), "ISO2"].tolist() == ["NA"]
    assert len(table) > 240
