"""The figures of a night's report: what moves, what changed, limits in use, what is held."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import groupby

from isda.basics.arithmetic import EXACT
from isda.batch.report_changes import Changes
from isda.batch.report_rows import HeldRow, MoverRow, ReportRows
from isda.statement.figures import HUNDRED, paid, share
from isda.statement.page import (
    NIL,
    PLACES,
    Column,
    Content,
    Element,
    Group,
    limit_bar,
    part,
    share_bar,
    table,
    two_lines,
    two_way_bar,
)

Say = Callable[[str], str]


def _amount(figure: Decimal | None, currency: str, say: Say) -> str:
    """Return an amount in what its currency is paid in."""
    if figure is None:
        return say("not stated")
    return paid(figure, currency)


def _changed(figure: Decimal | None, currency: str, say: Say) -> str:
    if figure is None:
        return say("not stated")
    sign = "+" if figure > NIL else ""
    return f"{sign}{_amount(figure, currency, say)}"


def _percent(of: Decimal, whole: Decimal) -> Decimal:
    return EXACT.multiply(EXACT.divide(of, whole), HUNDRED) if whole else NIL


def _share(fraction: Decimal) -> str:
    """Return a share with two places at least, so that points align."""
    percent = Decimal(share(fraction).removesuffix("%"))
    unit = min(Decimal(1).scaleb(int(percent.as_tuple().exponent)), PLACES)
    return f"{percent.quantize(unit):,f}%"


def totals(rows: ReportRows, say: Say) -> tuple[Content, ...]:
    """Return what moves in each currency, as a picture and as a table."""
    if not rows.totals:
        return (part("p", say("Nothing moves.")),)
    party = say(f"Party A is {rows.party_a}.") if rows.party_a else ""
    words = (
        say(
            "Amounts are shown in what their currency is paid in; the tables have every digit."
        ),
        say("Nothing is converted."),
        party,
    )
    lines: list[list[Content]] = []
    bars = []
    for each in rows.totals:
        most = max(each.from_a, each.to_a)
        bar = two_way_bar(_percent(each.from_a, most), _percent(each.to_a, most))
        bars.append(part("li", part("b", each.currency), bar))
        amounts = (_amount(figure, each.currency, say) for figure in (each.to_a, each.from_a))
        net = _changed(each.net, each.currency, say)
        lines.append([part("b", each.currency), *amounts, net, f"{each.movements:,}"])
    columns = (
        Column(say("currency"), "short"), Column(say("to party A"), "number"),
        Column(say("from party A"), "number"), Column(say("net to party A"), "number"),
        Column(say("movements"), "number"),
    )  # fmt: skip
    ends = part(
        "div", part("span", say("from party A")), part("span", say("to party A")), class_="ends"
    )
    caption = part("figcaption", say("Each currency has a scale of its own."))
    return (
        part("p", " ".join(filter(None, words)), class_="quiet"),
        part("figure", ends, part("ul", *bars), caption),
        table(say("What moves in each currency"), columns, [Group((), lines)]),
    )


def movers(rows: ReportRows, say: Say) -> tuple[Content, ...]:
    """Return the largest movements of each currency."""
    if not rows.movers:
        return (part("p", say("Nothing moves.")),)
    columns = (
        Column(say("agreement, counterparty")), Column(say("what moves")),
        Column(say("amount"), "number"), Column(say("beside the largest"), "bar"),
    )  # fmt: skip
    groups = []
    for currency, found in groupby(rows.movers, key=lambda each: each.currency):
        mine = list(found)
        lines = [_mover(each, mine[0].amount, say) for each in mine]
        groups.append(Group([part("b", currency)], lines))
    caption = say("The largest of each currency")
    link = part("a", "movements.csv", href="movements.csv")
    return (
        table(caption, columns, groups),
        part("p", say(BY_VALUE), class_="quiet"),
        part("p", say("Every movement:"), " ", link, class_="quiet"),
    )


BY_VALUE = (
    "Amounts are by value: of an asset that counts for less more has to be sent, and where "
    "several regimes count it, for the one that needs most."
)


def _mover(row: MoverRow, largest: Decimal, say: Say) -> list[Content]:
    return [
        two_lines(row.agreement, row.counterparty),
        part("span", say(row.kind), part("br"), part("small", say(f"from party {row.sender}"))),
        _amount(row.amount, row.currency, say),
        share_bar(_percent(row.amount, largest)),
    ]


def changed(changes: Changes, say: Say) -> tuple[Content, ...]:
    """Return the largest changes since an earlier night."""
    words = [
        say(f"Since the night of {changes.on}, book {changes.book}: {changes.compared:,} legs "
            "have an exposure on both days."),
    ]  # fmt: skip
    if changes.alone_now or changes.alone_before:
        words.append(
            say(f"Without one on the other day, and so not compared: {changes.alone_now:,} of "
                f"this night, {changes.alone_before:,} of that one.")
        )  # fmt: skip
    odd = (part("p", _sentence(say(each)), class_="bad") for each in changes.doubts)
    lead = (*odd, part("p", " ".join(words), class_="quiet"))
    if not changes.rows:
        none = "No exposure and no requirement changed."
        return *lead, part("p", say(none if changes.compared else "Nothing can be compared."))
    columns = (
        Column(say("agreement, counterparty")), Column(say("posting party"), "short"),
        Column(say("exposure"), "number"), Column(say("change"), "number"),
        Column(say("required"), "number"), Column(say("change"), "number"),
    )  # fmt: skip
    groups = []
    for currency, found in groupby(changes.rows, key=lambda each: each.currency):
        lines: list[list[Content]] = [
            [
                two_lines(each.agreement, each.counterparty),
                each.posting_party,
                _amount(each.exposure, currency, say),
                _changed(each.exposure_change, currency, say),
                _amount(each.required, currency, say),
                _changed(each.required_change, currency, say),
            ]
            for each in found
        ]
        groups.append(Group([part("b", currency)], lines))
    return *lead, table(
        say("The largest in each currency; exposure is that to the posting party"),
        columns,
        groups,
    )


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:].rstrip('.')}."


def limits(rows: ReportRows, say: Say) -> tuple[Content, ...]:
    """Return the loss limits that are reached, and those near."""
    reached, near, below, without = rows.limit_counts
    if not sum(rows.limit_counts):
        return (part("p", say("No agreement of the book has a loss limit with a figure.")),)
    counts = (
        (say("reached"), reached), (say("an alert reached"), near), (say("below"), below),
        (say("without a figure, see exceptions"), without),
    )  # fmt: skip
    words = " · ".join(f"{name}: {count:,}" for name, count in counts if count)
    lead = part("p", words)
    if not rows.limits:
        return (lead,)
    columns = (
        Column(say("agreement, counterparty")), Column(say("in use"), "number"),
        Column(say("the line is the limit"), "bar"), Column(say("currency"), "short"),
        Column(say("amount in use"), "number"), Column(say("limit"), "number"),
        Column(say("headroom"), "number"), Column(say("held against it"), "number"),
        Column(say("state"), "short"),
    )  # fmt: skip
    lines: list[list[Content]] = []
    for each in rows.limits:
        figures = (each.used_amount, each.limit, each.headroom, each.held_value)
        lines.append([
            two_lines(each.agreement, each.counterparty),
            _share(EXACT.divide(each.used, HUNDRED)),
            limit_bar(each.used),
            each.currency,
            *(_amount(figure, each.currency, say) for figure in figures),
            _state(each.alert, say, is_reached=each.is_reached, is_latched=each.is_latched),
        ])  # fmt: skip
    link = part("a", "calls.csv", href="calls.csv")
    shown = len(rows.limits)
    first = say(f"The first {shown:,} are shown, the highest use first.")
    cut = f"{first} " if shown < reached + near else ""
    return (
        lead,
        table(
            say("Loss limits reached, or an alert of them; a bar is cut at twice the limit"),
            columns,
            [Group((), lines)],
        ),
        part("p", cut, say("Every limit:"), " ", link, class_="quiet"),
    )


def _state(alert: str, say: Say, *, is_reached: bool, is_latched: bool) -> Element:
    words = say("reached") if is_reached else say(f"alert of {alert} reached")
    told_of = part("b", words, class_="bad") if is_reached else words
    below = (part("br"), part("small", say("latched"))) if is_latched else ()
    return part("span", told_of, *below)


def held(rows: ReportRows, say: Say) -> tuple[Content, ...]:
    """Return what is held by currency and asset, and the largest single securities."""
    words = [say("Market value of the lots held, each in its own currency, before haircuts.")]
    if rows.unvalued:
        words.append(_left_out(rows.unvalued, say))
    lead = part("p", " ".join(words), class_="quiet")
    if not rows.assets:
        return lead, part("p", say("Nothing is held."))
    made = [
        lead, _held(rows.assets, say("By currency and asset"), say("asset"), say)
    ]  # fmt: skip
    if rows.securities:
        caption = say("The largest single securities of each currency")
        made.append(_held(rows.securities, caption, say("security"), say))
    return tuple(made)


def _left_out(unvalued: Iterable[tuple[str, int]], say: Say) -> str:
    """Return how many lots have no value, and why."""
    of_status = dict(unvalued)
    every = sum(of_status.values())
    told = [
        say(f"{count:,} of agreements that are {status}")
        for status in ("refused", "undefined")
        if (count := of_status.pop(status, 0))
    ]
    if of_status:
        count = sum(of_status.values())
        told.append(say(f"{count:,} of legs that are not valued on the day"))
    why = ", ".join(told)
    return say(f"Left out are {every:,} lots of which nothing is computed today: {why}.")


def _held(rows: Iterable[HeldRow], caption: str, head: str, say: Say) -> Element:
    columns = (
        Column(head), Column(say("lots"), "number"), Column(say("posted by party A"), "number"),
        Column(say("posted by party B"), "number"), Column(say("share"), "number"),
        Column(say("of the currency"), "bar"),
    )  # fmt: skip
    groups = []
    for currency, found in groupby(rows, key=lambda each: each.currency):
        lines: list[list[Content]] = []
        for each in found:
            posted = (each.from_a, each.from_b)
            part_of = each.share
            bar = share_bar(NIL if part_of is None else EXACT.multiply(part_of, HUNDRED))
            amounts = (
                say("too large to add up") if figure is None else _amount(figure, currency, say)
                for figure in posted
            )
            said = "" if part_of is None else _share(part_of)
            lines.append([each.name, f"{each.lots:,}", *amounts, said, bar])
        groups.append(Group([part("b", currency)], lines))
    return table(caption, columns, groups)
