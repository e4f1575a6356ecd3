"""The agreements of the Seoul book as text, in the manner of a term sheet read aloud."""

from __future__ import annotations

from seoul_cast import Bank, Corporate, won

SCHEMA = "# yaml-language-server: $schema=../../../../schemas/sheet-1.json\n"

KRX_ROWS = """\
      - asset: Korea Treasury              # 국고채, by remaining life (잔존만기)
        remaining: "[0y, 1y]"
        valuation_percentage: 98%          # 담보인정비율
      - asset: Korea Treasury
        remaining: "(1y, 3y]"
        valuation_percentage: 97%
      - asset: Korea Treasury
        remaining: "(3y, 5y]"
        valuation_percentage: 96%
"""

MARGIN_ROW = """\
      - asset: Korea Treasury              # 국고채
        remaining: "[0y, 5y]"
        margin_ratio: 102%                 # 증거금률: collateral over the claim
"""


def money(amount: int | str, currency: str = "KRW") -> str:
    """Money as the sheet writes it: one word with its currency, commas in thousands."""
    return f"{currency} {int(amount):,}"


def _limit(client: Corporate) -> str:
    if not client.line:
        return f"    loss_limit: {money(won(client.limit))}   # 손실한도, {client.limit}억\n"
    return (
        "    loss_limit:                          # 손실한도, carved from the credit line\n"
        "      percent_of_credit_line: 20%        # 여신한도의 20%\n"
        f"      credit_line: {money(won(client.line))}\n"
    )


def _reading(client: Corporate) -> str:
    if client.release:
        return (
            "    over_the_limit: full loss once breached\n"
            f"    release_level: {money(won(client.release))}   # latched until below this\n"
        )
    return "    over_the_limit: excess only          # only the part above the limit\n"


def _deposit(client: Corporate) -> str:
    if not client.deposit:
        return "    performance_deposit: not applicable  # 이행보증금\n"
    return (
        f"    performance_deposit: {money(won(client.deposit))}   # 이행보증금\n"
        f"    deposit_order: {client.deposit_order}\n"
    )


def _won_cap(client: Corporate) -> str:
    if not client.won_cap:
        return ""
    return (
        "    concentration:\n"
        "      - of: {currency: KRW}              # 원화담보 상한\n"
        f"        at_most: {money(won(client.won_cap))}\n"
    )


def corporate_sheet(client: Corporate) -> str:
    """The loss-limit agreement of one client."""
    days = "each Seoul business day"
    if client.release:
        days = "last Local Business Day of each month"
    side = "buys dollars forward" if client.buys else "sells dollars forward"
    return f"""\
{SCHEMA}#
# {client.english} ({client.korean}) {client.business} and {side} (선물환).
# {client.remark}
# Invented parties. One way: only the client posts, the bank never does.
sheet: 1
agreement: {client.agreement}
parties:
  A:
    name: 한강은행                         # Hangang Bank, the secured party (담보권자)
    role: bank
    cities: [Seoul]
  B:
    name: {client.korean}
    role: client
    cities: [Seoul]
annexes:
  - form: Loss limit agreement (Korea)     # 파생거래손실한도약정서
    dated: 2008-01-02
    governing_law: Korea
    posting_parties: [B]
    base_currency: KRW
{_limit(client)}{_reading(client)}{_deposit(client)}\
    eligible_collateral:                   # 적격담보물
      - asset: cash
        currency: KRW
        valuation_percentage: 100%
      - asset: cash
        currency: USD
        valuation_percentage: 95%
{KRX_ROWS if client.krx_table else MARGIN_ROW}{_won_cap(client)}\
    minimum_transfer_amount:               # 최소인도금액
      A: {money(won(client.least))}    # the bank's returns are tested against its own
      B: {money(won(client.least))}
    rounding:                              # 단위조정
      delivery: up to KRW 10,000,000
      return: down to KRW 10,000,000
    valuation_date: {days}
    notification_time: 15:00 Seoul         # 통지시한
    fixing: {client.fixing}
    delivery_within: 2 Seoul business days
    cure: 3 Seoul business days            # 치유기간
    conditions_precedent: apply
    demand: needed
    in_transit: counted
    cash_percentage: applies
    accrued: inside
    minimum_transfer_test: undisputed
    return_at_most: no limit
    alerts: {client.alerts}      # 조기경보, shares of the limit used
    suspend_new_trades_at: 90%             # 신규거래 제한
"""


def _per_party(key: str, amounts: dict[str, str], base: str, while_nil: str = "") -> str:
    lines = [f"    {key}:"]
    for party, amount in amounts.items():
        if while_nil:
            lines += [
                f"      {party}:",
                f"        value: {money(amount, base)}",
                f"        nil_while: {while_nil}",
            ]
        else:
            lines.append(f"      {party}: {money(amount, base)}")
    return "\n".join(lines) + "\n"


def _cash_and_bonds(base: str) -> str:
    other = "KRW" if base == "USD" else "USD"
    return f"""\
    eligible_collateral:
      - asset: cash
        currency: {base}
        valuation_percentage: 100%
      - asset: cash
        currency: {other}
        valuation_percentage: 95%
      - asset: US Treasury
        remaining: "[0y, 1y)"
        valuation_percentage: 99.5%
      - asset: US Treasury
        remaining: "[1y, 10y]"
        valuation_percentage: 98%
      - asset: Korea Treasury              # 국고채
        remaining: "[0y, 10y]"
        valuation_percentage: 95%
"""


def _support(bank: Bank) -> str:
    """The elections in which the four annexes differ."""
    nil = "[Event of Default]"
    if bank.form.startswith("VM"):
        note = "    # A replay: the 2016 form is laid over 2008 rates to show its arithmetic.\n"
        haircut = ""
        if bank.base == "KRW":
            haircut = (
                "    fx_haircut:                  # on dollar bonds\n"
                "      value: 8%\n      unless: [cash, Eligible Currency]\n"
            )
        return (
            note
            + _cash_and_bonds(bank.base)
            + haircut
            + _per_party("minimum_transfer_amount", bank.least, bank.base)
        )
    switches = "    credit_support_amount: as printed\n"
    if "1994" in bank.form:
        switches += (
            "    in_transit: counted          # not printed in this form: elected\n"
            "    cash_percentage: applies     # the form alone takes cash at face\n"
            "    independent_amount_is: inside threshold\n"
            "    holders_independent_amount: deducted\n"
        )
    return (
        switches
        + _cash_and_bonds(bank.base)
        + "    independent_amount: {A: nil, B: nil}\n"
        + _per_party("threshold", bank.thresholds, bank.base, nil)
        + _per_party("minimum_transfer_amount", bank.least, bank.base, nil)
    )


def interest_on_cash(*currencies: str, is_newer: bool = False) -> str:
    """Interest on cash: what each currency earned overnight in these years."""
    rates = {"USD": ("Federal Funds Effective", "360"), "KRW": ("call rate", "365")}
    lines = ["    interest:"]
    for currency in currencies or rates:
        rate, basis = rates[currency]
        words = f"rate: {rate}, basis: {basis}, negative_interest: no, paid: monthly"
        words += ", interest_transfer: yes" if is_newer else ""
        lines.append(f"      {currency}: {{{words}}}")
    return "\n".join([*lines, ""])


def bank_sheet(bank: Bank) -> str:
    """The Master Agreement and the annex with one bank."""
    english = "English" in bank.form
    law = "English" if english else "New York"
    eligible = "[KRW]" if bank.base == "KRW" else "[USD, KRW]"
    agent = "demanding party"
    return f"""\
{SCHEMA}#
# Two-way annex between Hangang Bank (한강은행) and {bank.english}. Invented parties.
# One agreement serves the three periods of this book, so it is dated before the first.
sheet: 1
agreement: {bank.agreement}
parties:
  A:
    name: Hangang Bank                     # 한강은행
    role: dealer
    cities: [Seoul]
  B:
    name: {bank.english}
    role: dealer
    cities: [{bank.city}]

master:
  form: ISDA Master Agreement 2002
  dated: 2008-01-02
  governing_law: {law}
  termination_currency: USD
  automatic_early_termination: {{A: no, B: no}}

annexes:
  - form: {bank.form}
    dated: 2008-01-02
    posting_parties: [A, B]
    base_currency: {bank.base}
    eligible_currencies: {eligible}
{_support(bank)}\
    rounding:
      delivery: up to {money(bank.unit, bank.base)}
      return: down to {money(bank.unit, bank.base)}
    valuation_agent: {agent}
    valuation_date: each Local Business Day
    notification_time: 13:00 {bank.city}
{interest_on_cash(is_newer="2016" in bank.form)}"""
