"""Who is in the Seoul book: twenty corporate clients and four banks, all invented.

Amounts of won are written in 억 (a hundred million won) as text, dollars in thousands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

EOK = 100_000_000
PERIODS = ("2008", "2022", "2024")


@dataclass(frozen=True)
class Corporate:
    """A client under a loss-limit agreement (손실한도약정).

    ``strips`` are (trade date, thousands of dollars a leg); a strip has twelve monthly legs.
    ``lots`` are what the client has posted when a period opens: (period, asset, amount), in
    억 for won cash and nominal of Korea Treasury, in thousands for dollars.
    """

    code: str
    korean: str
    english: str
    business: str
    limit: str
    strips: tuple[tuple[str, int], ...]
    lots: tuple[tuple[str, str, str], ...] = ()
    buys: bool = False
    least: str = "0.5"
    deposit: str = ""
    deposit_order: str = ""
    release: str = ""
    won_cap: str = ""
    krx_table: bool = False
    line: str = ""
    settles_calls: bool = True
    fills: str = "KRW"
    fixing: str = "ECB reference rate of the day"
    remark: str = ""
    alerts: str = "[70%, 80%, 90%, 100%]"

    @property
    def agreement(self) -> str:
        """The agreement's name, as in every file of the book."""
        return f"LL-{self.code}"


def won(eok: str) -> int:
    """An amount in 억 as whole won."""
    return int(Decimal(eok) * EOK)


def monthly(day: str, *more: str, thousands: int) -> tuple[tuple[str, int], ...]:
    """Strips of one size on several trade dates."""
    return tuple((one, thousands) for one in (day, *more))


JAN = ("2008-01-02", "2022-01-03", "2024-09-02")
FEB = ("2008-02-01", "2022-02-03", "2024-08-01")
MAR = ("2008-03-03", "2022-03-02", "2024-09-02")
APR = ("2008-04-01", "2022-04-01", "2024-10-02")
MAY = ("2008-05-02", "2022-05-02", "2024-08-01")
JUN = ("2008-06-02", "2022-06-02", "2024-10-02")
JUL = ("2008-07-01", "2022-07-01", "2024-11-01")

CORPORATES = (
    Corporate(
        "DAEHAN",
        "대한정밀",
        "Daehan Precision",
        "exports machine tools",
        "10",
        monthly(*JAN, thousands=1000),
        fixing="market average rate of the day before",
        remark="Its 2008 strip is book A: sold at 937 won on 2008-01-02.",
    ),
    Corporate(
        "SAEBYEOK",
        "새벽기자재",
        "Saebyeok Marine Parts",
        "exports ship parts",
        "45",
        monthly(*MAR, thousands=3000),
        least="1",
        remark="The largest strip of the book.",
    ),
    Corporate(
        "NAMHAE",
        "남해수산",
        "Namhae Fisheries",
        "exports frozen fish",
        "10",
        monthly(*APR, thousands=500),
        remark="Past the first alert, under the limit.",
    ),
    Corporate(
        "DONGBAEK",
        "동백섬유",
        "Dongbaek Textiles",
        "exports fabric",
        "7",
        monthly(*MAY, thousands=400),
        remark="Past the second alert.",
    ),
    Corporate(
        "EUNHA",
        "은하전자",
        "Eunha Electronics",
        "exports sensors",
        "35",
        monthly(*JUN, thousands=2000),
        krx_table=True,
        remark="Past 90 per cent: new trades stop (신규거래 제한).",
    ),
    Corporate(
        "BAEKDU",
        "백두기계",
        "Baekdu Machinery",
        "exports presses",
        "15",
        monthly(*FEB, thousands=1200),
        krx_table=True,
        lots=(("2024", "KTB", "2"),),
        remark="Posts won cash or Korea Treasury by the assessment table.",
    ),
    Corporate(
        "HANBIT",
        "한빛금형",
        "Hanbit Moulds",
        "exports injection moulds",
        "7.5",
        monthly(*JUL, thousands=500),
        remark="Over the limit by less than the minimum transfer amount (최소인도금액).",
    ),
    Corporate(
        "CHEONGRAM",
        "청람자동차부품",
        "Cheongram Auto Parts",
        "exports castings",
        "9",
        (),
        release="4",
        remark="The trigger reading: once breached, the whole loss, until the release.",
    ),
    Corporate(
        "DURU",
        "두루화학",
        "Duru Chemicals",
        "exports resins",
        "25",
        monthly(*APR, thousands=1500),
        deposit="3",
        deposit_order="inside",
        remark="The performance deposit (이행보증금) counts inside the limit.",
    ),
    Corporate(
        "GARAM",
        "가람렌즈",
        "Garam Lens",
        "exports lenses",
        "6",
        monthly(*MAY, thousands=300),
        deposit="2",
        deposit_order="on top",
        lots=tuple((period, "KRW", "2") for period in PERIODS),
        remark="The performance deposit (이행보증금) is due on top of the limit.",
    ),
    Corporate(
        "SOLNAE",
        "솔내소프트",
        "Solnae Software",
        "exports games",
        "5",
        monthly(*FEB, thousands=200),
        remark="Little used.",
    ),
    Corporate(
        "HAEOREUM",
        "해오름해운",
        "Haeoreum Shipping",
        "earns freight in dollars",
        "20",
        monthly(*MAR, thousands=1000),
        settles_calls=False,
        lots=tuple((p, a, n) for p in PERIODS for a, n in (("USD", "200"), ("KTB", "5"))),
        remark="More is posted than is needed; the client has not asked for it yet.",
    ),
    Corporate(
        "MIREU",
        "미르반도체장비",
        "Mireu Chip Equipment",
        "exports etchers",
        "10",
        monthly(*JUN, thousands=500),
        settles_calls=False,
        lots=tuple((period, "KTB", "3") for period in PERIODS),
        remark="In default in autumn 2008 (기한이익상실): returns are withheld.",
    ),
    Corporate(
        "NURI",
        "누리모터",
        "Nuri Motors",
        "exports small engines",
        "15",
        monthly(*JUL, thousands=800),
        settles_calls=False,
        remark="One mark is missing on the last day of each quarter shown.",
    ),
    Corporate(
        "ONSAEMI",
        "온새미식품",
        "Onsaemi Foods",
        "imports grain",
        "10",
        monthly(*APR, thousands=700),
        buys=True,
        remark="An importer: it buys dollars, and a rising dollar is its gain.",
    ),
    Corporate(
        "DASOM",
        "다솜에너지",
        "Dasom Energy",
        "imports gas",
        "50",
        monthly(*FEB, thousands=3000),
        buys=True,
        remark="An importer with the largest limit.",
    ),
    Corporate(
        "NEULBOM",
        "늘봄제약",
        "Neulbom Pharma",
        "exports ingredients",
        "5",
        monthly(*JAN, thousands=300),
        remark="Under the first alert in 2008.",
    ),
    Corporate(
        "ARA",
        "아라조선",
        "Ara Shipbuilding",
        "builds ships paid in dollars",
        "45",
        (*monthly(*MAR, thousands=2000), *monthly(*JUN, thousands=1200)),
        won_cap="3",
        fills="USD",
        fixing="ECB reference rate of the day before",
        lots=tuple((p, a, n) for p in PERIODS for a, n in (("KRW", "5"), ("USD", "100"))),
        remark="Won collateral is capped (원화담보 상한); calls are met in dollars.",
    ),
    Corporate(
        "HANEUL",
        "하늘방직",
        "Haneul Weaving",
        "exports yarn",
        "10",
        monthly(*MAY, thousands=500),
        line="50",
        remark="The limit is a share of its credit line (여신한도).",
    ),
    Corporate(
        "DODAM",
        "도담완구",
        "Dodam Toys",
        "exports toys",
        "10.5",
        monthly(*APR, thousands=700),
        least="0.3",
        alerts="[80%, 100%]",
        remark="A small minimum transfer amount.",
    ),
)


@dataclass(frozen=True)
class Bank:
    """A bank under a two-way annex. Party A is Hangang Bank (한강은행) throughout.

    ``forwards`` are millions of dollars bought (plus) or sold (minus) by party A, three for
    each period; ``swaps`` are won that a swap gains for party A when the dollar rises one won.
    ``lots`` are (posting party, asset, amount), in millions of dollars or 억 of won.
    """

    code: str
    english: str
    city: str
    form: str
    base: str
    forwards: tuple[int, int, int]
    swaps: tuple[int, int]
    lots: tuple[tuple[str, str, str], ...]
    thresholds: dict[str, str] = field(default_factory=dict)
    least: dict[str, str] = field(default_factory=dict)
    unit: str = "10000"

    @property
    def agreement(self) -> str:
        """The agreement's name, as in every file of the book."""
        return f"IB-{self.code}"


BANKS = (
    Bank(
        "HARBOR",
        "Harbor National Bank",
        "New York",
        "CSA 1994 New York",
        "USD",
        (40, 30, -10),
        (2_000_000, 4_000_000),
        (("B", "USD", "4"), ("B", "UST", "2"), ("B", "KTB", "10")),
        {"A": "10000000", "B": "5000000"},
        {"A": "250000", "B": "250000"},
    ),
    Bank(
        "ALBION",
        "Albion Merchant Bank",
        "London",
        "CSA 1995 English",
        "USD",
        (-50, -20, 15),
        (-3_000_000, 1_000_000),
        (("A", "USD", "6"), ("A", "UST", "2")),
        {"A": "3000000", "B": "3000000"},
        {"A": "500000", "B": "500000"},
        "100000",
    ),
    Bank(
        "HUDSON",
        "Hudson Trust Company",
        "New York",
        "VM CSA 2016 New York",
        "USD",
        (25, 25, -20),
        (1_500_000, -500_000),
        (("B", "USD", "5"), ("B", "UST", "4")),
        {},
        {"A": "500000", "B": "500000"},
    ),
    Bank(
        "SEVERN",
        "Severn Bank",
        "London",
        "VM CSA 2016 English",
        "KRW",
        (-30, 10, 10),
        (2_500_000, -6_000_000),
        (("A", "KRW", "20"), ("A", "KTB", "10"), ("A", "UST", "1")),
        {},
        {"A": "500000000", "B": "500000000"},
        "10000000",
    ),
)
