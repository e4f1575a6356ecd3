"""The report of a night: what it says is in the tables beside it, and no text is markup."""

import json
import re
from decimal import Decimal
from types import SimpleNamespace

import polars as pl
import pytest
from lxml import html
from nights import table
from shapes_said import still_english

from isda.batch.report_parties import Parties
from isda.batch.report_rows import OF_CURRENCY, SHOWN, report_rows
from isda.batch.sums import no_lots
from isda.statement import night as published
from isda.statement.night import publish
from isda.statement.night_page import night_page
from isda.statement.page import part

SECTIONS = ("exceptions", "totals", "movers", "limits", "held", "quality")
EVIL = "<script>alert('x')</script> & \"co\" \x00\x1b"


def of(text):
    return html.document_fromstring(text)


def report(folder):
    return of((folder / "report.html").read_text(encoding="utf-8"))


def cells(tree, section, number=0):
    """The rows of a table of a section, as text; a heading of rows is a row of one cell."""
    (found,) = tree.xpath(f"(//section[@id='{section}']//table)[{number + 1}]")
    return [
        [cell.text_content() for cell in row.xpath("./th|./td")]
        for row in found.xpath("./tbody/tr")
    ]


def empty(name):
    return pl.DataFrame(schema=dict.fromkeys(published.TABLES[name], pl.String))


def tables(**rows):
    """Tables of a night as text, each with the rows given."""
    return {
        name: pl.concat([empty(name), pl.DataFrame(rows[name])], how="diagonal")
        if rows.get(name)
        else empty(name)
        for name in published.TABLES
    }


def manifest(made_tables, **others):
    return {
        "book": "small",
        "on": "2024-12-30",
        "engine": {"version": "1", "source": "ab" * 16},
        "inputs": {},
        "agreements": {"all": 0, "on_columns": 0, "one_by_one": 0, "why_one_by_one": {}},
        "rows": {},
        "legs": {},
        "sample": {"agreements": 0, "trade_by_trade": 0, "differences": 0},
        "tables": {name: each.height for name, each in made_tables.items()},
        "totals": [],
    } | others


def rows_of(made_tables, lots=None, before=None, totals=()):
    run = SimpleNamespace(lots=no_lots() if lots is None else lots)
    return report_rows(run, made_tables, list(totals), before)


def page_of(made_tables, *, korean=False, **others):
    return night_page(manifest(made_tables, **others), rows_of(made_tables), korean=korean)


def test_exceptions_come_first_and_each_section_has_its_heading(made):
    """The sections stand in one order, and the contents link to each of them."""
    tree = report(made[1])
    assert tuple(tree.xpath("//main/section/@id")) == SECTIONS
    assert tree.xpath("//nav//a/@href") == [f"#{name}" for name in SECTIONS]
    for name in SECTIONS:
        (labelled,) = tree.xpath(f"//section[@id='{name}']/@aria-labelledby")
        assert tree.xpath(f"//section[@id='{name}']/h2/@id") == [labelled]


def test_the_head_counts_what_the_manifest_counts(made):
    """Agreements, legs, rows and the sample are those of the manifest."""
    said = json.loads((made[1] / "manifest.json").read_text(encoding="utf-8"))
    tree = report(made[1])
    names = tree.xpath("//header/dl/div/dt/text()")
    told = dict(zip(names, tree.xpath("//header/dl/div/dd/text()"), strict=True))
    assert told["agreements"] == str(said["agreements"]["all"]) == "200"
    assert told["on columns"] == str(said["agreements"]["on_columns"])
    assert told["one by one"] == str(said["agreements"]["one_by_one"])
    assert told["legs"] == str(len(table(made[1], "calls")))
    assert told["sample agreed"] == str(said["sample"]["agreements"])
    assert told["sums agreed"] == str(said["sample"]["trade_by_trade"])
    assert told["trades"] == "6,000"
    (lead,) = tree.xpath("//header/p[@class='lead']/text()")
    counts = [int(number) for number in re.findall(r"(\d+)(?: ·|$)", lead)]
    assert sum(counts) == said["agreements"]["all"]


def test_every_exception_is_there_with_its_count_by_code(made):
    """Few exceptions are all named, below their code and how often it occurs."""
    excepted = table(made[1], "exceptions")
    tree = report(made[1])
    assert 0 < len(excepted) <= SHOWN
    counts = {row[0].split()[0]: int(row[2]) for row in cells(tree, "exceptions")}
    assert sum(counts.values()) == len(excepted)
    for code, count in counts.items():
        assert count == sum(row["code"].split("-")[0] == code for row in excepted)
    named = [row for row in cells(tree, "exceptions", 1) if len(row) > 1]
    assert len(named) == len(excepted)
    said = {(row["agreement"], row["message"]) for row in excepted}
    for agreement, message in said:
        assert any(one[0].startswith(agreement) and message in one[1] for one in named)


def test_movers_are_said_to_be_by_value(made):
    """Whoever sends an asset for one is told that it may have to be more."""
    said = " ".join(report(made[1]).xpath("//section[@id='movers']/p/text()"))
    assert "of an asset that counts for less more has to be sent" in said


def test_totals_and_movers_are_those_of_the_movements(made):
    """Totals are the manifest's, to what the currency is paid in; movers are the largest."""
    said = json.loads((made[1] / "manifest.json").read_text(encoding="utf-8"))["totals"]
    tree = report(made[1])
    shown = cells(tree, "totals")
    assert [row[0] for row in shown] == [each["currency"] for each in said]
    for row, each in zip(shown, said, strict=True):
        for cell, exact in ((row[1], each["to_A"]), (row[2], each["from_A"])):
            assert abs(Decimal(cell.replace(",", "")) - Decimal(exact)) <= Decimal("0.5")
        assert int(row[4]) == each["movements"]
    moved = {}
    for row in table(made[1], "movements"):
        moved.setdefault(row["currency"], []).append(Decimal(row["amount"]))
    currency, found = "", {}
    for row in cells(tree, "movers"):
        currency = row[0] if len(row) == 1 else currency
        if len(row) > 1:
            found.setdefault(currency, []).append(Decimal(row[2].replace(",", "")))
    assert found.keys() == moved.keys()
    for each, amounts in found.items():
        largest = sorted(moved[each], reverse=True)[:OF_CURRENCY]
        assert len(amounts) == len(largest)
        pairs = zip(amounts, largest, strict=True)
        assert all(abs(one - other) <= Decimal("0.5") for one, other in pairs)


def test_limits_held_and_findings_are_those_of_the_tables(made):
    """Loss limits reached stand with their use; lots and findings are counted to the last."""
    run, out, _ = made
    tree = report(out)
    limited = [row for row in table(out, "calls") if row["limit"]]
    near = [row for row in limited if row["alert"] or Decimal(row["used"][:-1] or 0) >= 100]
    assert {row[0][:9] for row in cells(tree, "limits")} == {row["agreement"] for row in near}
    lots = [int(row[1].replace(",", "")) for row in cells(tree, "held") if len(row) > 1]
    valued = run.lots.filter(run.lots["market_value"].is_not_null())
    assert sum(lots) == valued.unique(("agreement", "lot_id")).height
    findings = table(out, "findings")
    assert sum(int(row[2]) for row in cells(tree, "quality")) == len(findings)


def test_the_same_night_gives_the_same_bytes(made, tmp_path):
    """Written again, the report is the same to the last byte."""
    run, out, book = made
    publish(run, book, tmp_path / "again")
    again = (tmp_path / "again" / "report.html").read_bytes()
    assert again == (out / "report.html").read_bytes()


def test_nothing_is_fetched_and_nothing_runs(made):
    """The page has no script, loads nothing, and links only to files beside it."""
    out = made[1]
    tree = report(out)
    assert tree.xpath("//script|//link|//img|//iframe|//@src|//@onclick") == []
    text = (out / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"https?://|url\(|@import", text)
    links = [each for each in tree.xpath("//a/@href") if not each.startswith("#")]
    assert links
    assert all((out / each).is_file() for each in links)


def test_tables_can_be_read_without_seeing_them(made):
    """Every table has a caption and heads with their scope; bars are not read out."""
    tree = report(made[1])
    for found in tree.xpath("//table"):
        assert found.xpath("./caption")
        assert set(found.xpath("./thead/tr/th/@scope")) == {"col"}
        assert set(found.xpath("./tbody/tr/*[1]/@scope")) <= {"row", "rowgroup"}
    assert set(tree.xpath("//*[local-name()='svg']/@aria-hidden")) == {"true"}
    assert tree.xpath("/html/@lang") == ["en"]


def test_no_name_and_no_message_becomes_markup():
    """What a file says is text, wherever it is shown; signs no page may hold are replaced."""
    said = tables(
        calls=[{"agreement": EVIL, "party_a": "Bank", "party_b": EVIL, "status": "refused"}],
        exceptions=[
            {"agreement": EVIL, "status": "refused", "code": EVIL, "message": EVIL}
        ],
        findings=[{"agreement": EVIL, "severity": "error", "code": EVIL, "message": EVIL}],
        movements=[
            {"agreement": EVIL, "from": "A", "currency": EVIL, "amount": "5", "kind": EVIL}
        ],
    )  # fmt: skip
    totals = [{"currency": EVIL, "to_A": "0", "from_A": "5", "movements": 1}]
    text = night_page(
        manifest(said, book=EVIL, on=EVIL, totals=totals), rows_of(said, totals=totals)
    )
    tree = of(text)
    assert tree.xpath("//script|//@onclick") == []
    assert "<script" not in text
    assert "\x00" not in text
    assert "<script>alert('x')</script> & \"co\" ��" in tree.xpath("string(//header)")
    assert all("script" in row[0] for row in cells(tree, "exceptions", 1))


def test_an_empty_night_says_so():
    """Without an agreement each section says that there is nothing, and none has a table."""
    tree = of(page_of(tables()))
    assert "no agreements" in tree.xpath("string(//header)")
    assert tree.xpath("//table") == []
    words = tree.xpath("string(//main)")
    nothing = ("Every agreement has a call", "Nothing moves.", "Nothing is held.",
               "No agreement of the book has a loss limit", "Nothing was found.")  # fmt: skip
    assert [said for said in nothing if said not in words] == []


def test_a_night_without_exceptions_says_so():
    """With calls and no exception the first section says that nothing is missing."""
    tree = of(page_of(tables(calls=[{"agreement": "X", "status": "no_call"}])))
    assert "no call: 1" in tree.xpath("string(//header)")
    assert "Every agreement has a call" in tree.xpath("string(//section[@id='exceptions'])")


def test_many_exceptions_are_cut_and_no_code_is_crowded_out():
    """Of 300 exceptions 200 are named, the rare ones too, and the page says where all are."""
    often = [
        {"agreement": f"A{n:03}", "status": "refused", "code": "MC107", "message": f"{n}"}
        for n in range(299)
    ]
    rare = {"agreement": "Z", "status": "undefined", "code": "MC201", "message": "rare"}
    said = tables(exceptions=[*often, rare])
    tree = of(page_of(said))
    named = [row for row in cells(tree, "exceptions", 1) if len(row) > 1]
    assert len(named) == SHOWN
    assert ["Z", "rare"] in named
    assert "The first 200 of 300" in tree.xpath("string(//section[@id='exceptions'])")


@pytest.mark.parametrize(
    ("used", "alert", "state"),
    [("99.99%", None, None), ("99.99%", "70%", "alert of 70% reached"),
     ("100%", "100%", "reached"), ("100.01%", None, "reached")],
)  # fmt: skip
def test_a_limit_is_reached_from_a_hundred_percent_on(used, alert, state):
    """Below the limit only an alert of the document is worth a line."""
    calls = {"agreement": "L", "base_currency": "KRW", "limit": "100", "used": used}
    tree = of(page_of(tables(calls=[calls | {"status": "no_call", "alert": alert}])))
    found = tree.xpath("//section[@id='limits']//table")
    assert bool(found) is (state is not None)
    assert not found or cells(tree, "limits")[0][-1] == state


def test_a_limit_without_a_figure_is_counted():
    """A loss limit whose use could not be computed is not below it."""
    calls = {"agreement": "L", "base_currency": "KRW", "limit": "100", "status": "refused"}
    tree = of(page_of(tables(calls=[calls])))
    assert "without a figure, see exceptions: 1" in tree.xpath(
        "string(//section[@id='limits'])"
    )


def test_a_table_of_another_day_is_said_in_korean():
    """What is missing for everybody is told once, and whole in Korean."""
    why = "trades.csv has no row of 2024-12-31 at all; the last before it are of 2024-12-30"
    said = [
        {"agreement": f"A{n}", "status": "refused", "code": "DQ073", "message": why}
        for n in range(3)
    ]
    (_, row) = cells(of(page_of(tables(exceptions=said), korean=True)), "exceptions", 1)
    assert row[0] == "A0외 계약 2건"
    assert row[1].endswith("없습니다. 그 이전의 마지막 행은 2024-12-30자입니다")


def test_a_refused_limit_is_counted_too():
    """The heading counts every loss limit of the book: one that is refused has no figures."""
    calls = {"agreement": "L", "form": "Loss limit agreement (Korea)", "status": "refused"}
    near = {"agreement": "M", "base_currency": "KRW", "limit": "100", "used": "90%",
            "alert": "90%", "held_value": "12345", "status": "no_call"}  # fmt: skip
    tree = of(page_of(tables(calls=[calls, calls | near])))
    assert tree.xpath("string(//h2[@id='limits-heading'])") == "Loss limits 2"
    assert "without a figure, see exceptions: 1" in tree.xpath(
        "string(//section[@id='limits'])"
    )
    heads = tree.xpath("//section[@id='limits']//thead//th/text()")
    (row,) = cells(tree, "limits")
    assert dict(zip(heads, row, strict=True))["held against it"] == "12,345"


@pytest.mark.parametrize(("used", "is_cut"), [("199%", 0), ("200%", 0), ("200.01%", 1)])
def test_a_bar_of_more_than_twice_the_limit_is_cut(used, is_cut):
    """One that ends at its end is whole."""
    calls = {"agreement": "L", "base_currency": "KRW", "limit": "100", "used": used}
    tree = of(page_of(tables(calls=[calls | {"status": "call"}])))
    assert len(tree.xpath("//section[@id='limits']//*[@class='gap']")) == is_cut


def lots(*values):
    """Lots of one currency, one for each market value; all are posted by B."""
    made_rows = [
        {"agreement": "X", "posted_by": "B", "lot_id": str(number), "asset": "cash",
         "currency": "USD", "market_value": Decimal(value)}
        for number, value in enumerate(values)
    ]  # fmt: skip
    return pl.concat([no_lots(), pl.DataFrame(made_rows, schema_overrides=no_lots().schema)],
                     how="diagonal")  # fmt: skip


def test_values_too_large_to_add_up_are_not_added_up():
    """Columns would wrap a sum beyond their digits: it is left out and said, never wrong."""
    (small,) = rows_of(tables(), lots=lots("7", "3")).assets
    assert (small.from_b, small.value, small.share) == (10, 10, 1)
    (large,) = rows_of(tables(), lots=lots("9" * 19, "9" * 19)).assets
    assert (large.from_a, large.from_b, large.value, large.share) == (None,) * 4


def test_the_counterparty_is_the_party_that_is_not_in_every_agreement():
    """The one name that all agreements share keeps the book; without one both are named."""
    frame = pl.DataFrame({
        "agreement": ["1", "2", "3"], "party_a": ["Bank", "Fund", None],
        "party_b": ["Mill", "Bank", None],
    })  # fmt: skip
    assert Parties(frame).table["counterparty"].to_list() == ["Mill", "Fund", ""]
    assert Parties(frame).a == ""
    assert Parties(frame[:1]).table["counterparty"].to_list() == ["Bank · Mill"]
    assert Parties(frame[:1]).a == "Bank"


def test_the_report_speaks_korean(made):
    """In Korean no word of ours is left in English; names, codes and files stay."""
    run, out, book = made
    publish(run, book, out.parent / "korean", before=out, korean=True)
    tree = report(out.parent / "korean")
    assert tree.xpath("/html/@lang") == ["ko"]
    for row in tree.xpath("//*[contains(@class, 'two')]|//footer"):
        row.drop_tree()
    parties = {row[name] for row in table(out, "calls") for name in ("party_a", "party_b")}
    names = {*run.lots["asset"], *parties, run.book, "Corporate bond", "Spring"}
    own = frozenset(word for name in names for word in name.split())
    words = " ".join(tree.xpath("//main//text()"))
    assert still_english(words, own) == []


def test_elements_keep_text_as_text():
    """Text before, between and after elements is escaped and stands in its place."""
    made_part = part("p", "a<", part("b", "&"), ">c", part("i"), "d")
    text = html.tostring(made_part, encoding="unicode")
    assert text == "<p>a&lt;<b>&amp;</b>&gt;c<i></i>d</p>"
