"""Every code a finding or a refusal may carry: what it means and what to do about it.

A code keeps its meaning for good and is never given to anything else. `DQ` codes are about
what was written, in a sheet, in facts or in a table of a book; `MC` codes are about what a
call needs: MC1 an input is missing or contradicts another, MC2 the document does not say,
MC3 worth knowing. `isda explain CODE` prints the entry.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from isda.basics.code import Code, read_codes

# code | title | what it means | what to do
_OF_FILES: Final = """
DQ001 | file not read | The file or folder is not there, or may not be read. | Check its name
    and its rights.
DQ002 | not UTF-8 | The bytes are no UTF-8 text, so letters and signs could be misread. | Save
    the file as UTF-8.
DQ003 | empty | Nothing is written in the file. | Look for the right file, or begin a sheet
    with `isda new FORM`.
DQ004 | too large | The document is over 1 MiB, and no sheet or facts file is. | Check that
    this is the right file; a whole desk is a book (`isda run`).
DQ005 | too deep | Brackets or indents stand more than 32 levels deep. | Check the file: no
    sheet needs this.
DQ006 | anchor or alias | YAML anchors and aliases are not read: a term says what it is where
    it stands. | Write the value out in each place.
DQ007 | tag | YAML tags are not read: every value is read as text by the key it stands under.
    | Take the tag out.
DQ008 | second document | A second document begins in the same file. | Keep one document a
    file; take the `---` out.
DQ009 | written twice | A key, or a column of a table, stands twice; one of the two would go
    unread. | Keep the one that is right.
DQ010 | not well formed | The text breaks the rules of YAML, JSON, XML or CSV, or it was cut
    off. | Look at this line and the one before it.
DQ011 | amount cut at its comma | Inside { } and [ ] a comma separates entries, so an amount
    with commas falls apart into several. | Quote the amount, or write it on a line of its
    own; `isda fmt` does it.
DQ012 | unknown key | The key, or the column, is not known here, so what it says would go
    unread. | Correct its spelling or its place; what computes nothing goes under
    `other_terms:`.
DQ014 | wrong document | The whole document has another shape, or it is another document than
    is expected here. | Begin with `sheet: 1`, `facts: 1` or `book: 1`, and give each in its
    place.
DQ015 | missing | Something that is needed is not there, and no default stands in for it. |
    Add the key or the column that the message names.
DQ016 | last line cut | The last line has no line break: the file may have been cut. | Compare
    it with the original and end it with a line break.
DQ089 | document type or entity | XML may declare a document type, and entities that stand for
    other text or for other files. None is read, and nothing is fetched. | Take the
    declaration out, and write each character out.
DQ090 | not the XML of a sheet | An element, an attribute or a text stands where the XML of a
    sheet has none, so what it says would go unread. | Name each element for its key, each
    entry of a list `item`, and what no element can be named for `<entry key="…">`.
DQ091 | not for XML | A control character stands in the text, and XML has no way to write it.
    | Take it out, or keep the sheet in YAML or JSON.
"""

_OF_VALUES: Final = """
DQ030 | wrong shape | A list, a mapping or a single value stands where another of them is
    expected. | Write it in the shape that the message names.
DQ031 | word out of place | A word such as `infinite` or `nil` cannot stand for this value. |
    Use one of the words that the message lists, or a value.
DQ032 | empty value | The key or the cell is there and nothing is written in it. | Write the
    value, or leave the key out.
DQ033 | invisible character | A character that cannot be seen stands in the text: two names
    that look alike must be alike. | Delete it.
DQ034 | unknown word | The value is none of the words that may stand here. | Use one of the
    words that the message lists.
DQ035 | place without value | A term says where it stands in the document and not what it is.
    | Add `value:`, or `unresolved:` with the reason.
DQ036 | unknown event | The event is none of the Master Agreement's. | Correct its name; the
    document's own events are Additional Termination Events.
DQ037 | keys that do not go together | Two keys exclude each other, or one needs another that
    is missing. | Keep the ones that the message asks for.
DQ038 | term not complete | The term says too little to compute with, or two things at once. |
    Write it as the message asks.
DQ039 | contradiction | Two statements that are right alone cannot both be right. | Check both
    against the document.
DQ040 | not a number | The text is not a number. | Write digits, such as 25,000,000.50.
DQ041 | number not read | The number has an exponent, an underscore, misplaced commas, or
    digits that are not ASCII; or JSON wrote it as a bare number. | Write plain digits; in
    JSON as a string.
DQ042 | leading zero | A zero stands before the number and means nothing. | Take it out.
DQ043 | too many digits | No amount or rate of a contract has this many digits. | Check the
    unit.
DQ044 | negative | The figure cannot be below zero: the key says the direction, never a sign.
    | Take the minus out, and check the direction.
DQ045 | no finite number | NaN and infinity are not amounts. | Write the amount, `nil`, or for
    a threshold `infinite`.
DQ046 | unknown currency | The code is no currency of ISO 4217. | Write three capital letters,
    such as USD or KRW.
DQ047 | not money | The text is not a currency and an amount. | Write the currency first: USD
    25,000,000.
DQ048 | amount without currency | Money without its currency is not guessed. | Write the
    currency first: USD 25,000,000.
DQ049 | scale unclear | A percentage without its sign could be 2 or 0.02. | Write it with its
    sign, such as 98%.
DQ050 | percentage out of range | A valuation percentage and a haircut lie within 0% and 100%,
    a margin ratio within 100% and 200%. | Check which of the three the document means.
DQ051 | not a date | The text is no date, or no day of the calendar. | Write year-month-day,
    such as 2024-12-30.
DQ052 | not a time | The text is no time of day with its city. | Write hours, minutes and the
    city, such as 13:00 New York.
DQ053 | unknown city | The city is none whose banking days are known. | Use a city that the
    message lists.
DQ054 | not a length of time | The text is no number of days, months or years. | Write such as
    10y, 6m, 30 days or 3 Local Business Days.
DQ055 | not a range | The text is no range of maturities, or one that ends before it begins. |
    Write an interval in quotes, such as "[1y, 5y)".
DQ056 | days unclear | The text does not say on which days. | Write such as `each Local
    Business Day`, `each Friday` or `monthly on the 15`.
DQ057 | fixing unclear | The text names no rate with its day. | Write such as `market average
    rate of the day before`.
DQ058 | rating unknown | The agency, or the rating, is on no scale that is known, so it cannot
    be compared. | Write it as the agency prints it, or `unrated`.
DQ059 | agency unclear | A rating does not say whose scale it is on. | Name the agency:
    `agency: S&P`, or `agencies:` for a pair such as A- / A3.
DQ080 | formula not read | The formula is made of something else than names, nil, percentages,
    max, min, +, -, * and parentheses. | Write it with these; the message names the character.
DQ081 | unknown input | A formula names something that is neither an input of formulas nor a
    column of a look-up table. | Correct the name, or add the table.
DQ082 | units do not fit | Money is multiplied by money, a percentage is added to money, or the
    whole is no amount. | Money times a percentage is money, and the whole is money.
DQ083 | formula too long | The formula is longer or deeper than any annex has one. | Split it
    into limbs, or put its numbers into a table.
DQ084 | column unclear | A regime, a cell or a look-up table names a column that is not there,
    or does not say which. | Name the columns under `columns:`, each once.
"""

_OF_NUMBERS: Final = """
DQ092 | too many | There is more of one thing than any agreement has: rows of a table, annexes,
    amendments, Confirmations, values in all, or faults. The file is damaged, or it is no term
    sheet. | Mend the first ones, and check the file.
"""

_OF_TABLES: Final = """
DQ060 | named twice | Two rows, lots, trades or sheets claim the same name; which one is meant
    is not guessed. | Keep one, or give each its own name.
DQ061 | currencies differ | Two figures of one thing are in different currencies. | Check the
    currency of both.
DQ062 | rate not usable | The pair is no pair, is given twice or both ways round, or its rate
    is nil. | Give each pair once, as the market quotes it; no rate is inverted.
DQ063 | sign not said | There are marks, and nobody says for whom a plus is good. | Write
    `plus_is_good_for: party A` or `party B`.
DQ064 | mark without trade | The mark is of a trade that is not among the trades. | Add the
    trade, or take the mark out.
DQ065 | table cut | The last line of the table has no line break: rows may be lost. | Get the
    file again; where it is whole, end its last line.
DQ066 | cells and columns differ | The row has more or fewer cells than the header. | Look for
    a comma too many or too few, or a line that was cut.
DQ067 | unknown agreement | The agreement has no sheet in this book. | Correct its name, or
    add its sheet to `agreements`.
DQ068 | control total not met | Rows or sum of the day are not what the sender says they are.
    | Get the file again: nothing of that day is computed from it.
DQ069 | control total not checked | Some rows of the day cannot be read, so the total proves
    nothing. | Mend the rows; the agreements they belong to are stopped.
DQ070 | mark moved far | The mark moved more in a day than the book's tolerance. | Check the
    mark; `tolerances:` in book.yaml says how far one may move.
DQ071 | file not read | The file is neither a table nor a sheet of a book, so nothing in it
    counts. | Rename it if its name is a slip.
DQ072 | computes though unresolved | The term has a value, so it computes, and a note says that
    something about it is unresolved. | Resolve it with the other party.
DQ073 | no rows of the day | A table of the book has no row of the day at all, so what it says
    of an agreement on that day is not known. | Check the day, or add the rows of the day.
DQ074 | nothing held any more | Collateral was held on the last day of lots.csv, and none is
    listed on this one. | Check that all of it went back.
DQ075 | banks closed | The banks of the book's `base_calendar` are closed on the day, so figures
    of that day are unusual. | Check the day; where the calendar is wrong, correct it in
    calendars/CITY.csv.
DQ076 | library missing | The file is read with a library that is not installed. | Install
    `isda-collateral[batch]`, or send the table as CSV.
DQ077 | column of a wrong kind | A column of a Parquet table is neither text nor, for numbers,
    decimal nor, for days, a date; a binary float has lost digits before anybody reads it. |
    Have the column written as text, decimal or date32.
DQ078 | delivered again | A file has the bytes that its table had on an earlier night, so the
    old file may have come again. | Get that of the day; where nothing changed, do nothing.
DQ079 | not delivered | A file that was there on an earlier night, or a part of a table, is not
    there. | Get it; where there is nothing to say any longer, send the header alone.
DQ093 | another night than meant | The night that is compared with is of the same day or of
    another book, so what is told of changes may be of no use. | Name the folder of an earlier
    night of the book; after a correction of the day, do nothing.
DQ085 | key of another form | The key belongs to another form, so it computes nothing here. |
    Take it out, or correct the form.
DQ086 | not said together | Two elections stand side by side, and what they make of each other
    is not said, or one computes nothing beside the other. | Take one of them out, or let the
    document say it.
DQ087 | no regime | A party posts initial margin, and no regime of the annex binds the other
    party as holder, so nothing says how much. | Name the regime, or leave the party out.
DQ088 | two homes of an independent amount | Initial margin would change independent amounts,
    and more than one annex could be meant. | Elect `distinct`, or leave the agreement out of
    the run.
"""

_OF_CHECKS: Final = """
DQ096 | default holds | An election is left out, so the answer of the form holds, or ours where
    the form prints none. Found under the profile `strict` only. | Write the election if it was
    agreed.
DQ097 | acceptance of nothing | The sheet accepts a finding that is not found. | Take the entry
    out of `check: ignore:`.
DQ098 | acceptance of no rule | The sheet accepts a code that is no rule's: what the reader
    finds is mended, never accepted. | Correct the code, or take the entry out.
DQ099 | acceptance over | The last day of an acceptance is past, so the finding counts again. |
    Mend what is found, or agree on another day and write it.
"""

_OF_CALLS: Final = """
MC101 | rate missing | An amount is in another currency, and the facts have no rate for the
    pair. Rates are never inverted or crossed. | Add the pair to the rates of the day.
MC102 | lot cannot be placed | The table of eligible collateral asks for something that the
    lot does not say. | Add it to the lot.
MC103 | price missing | The lot is a security, and the facts have no price for it. | Add the
    price.
MC104 | exposure twice | The facts give an exposure and marks as well. | Keep one of the two.
MC105 | exposure missing | The facts give neither an exposure nor marks that make one. | Add
    `exposure:`, or `trades:`, `marks:` and `plus_is_good_for:`.
MC106 | mark of another trade | A mark names a trade that this agreement does not have. |
    Correct the identifier, or add the trade.
MC107 | mark missing | A live trade has no mark of the day; an exposure without it would be
    wrong. | Add the mark.
MC108 | mark stale | The newest mark of a trade is too old. | Add today's mark, or allow an
    age in the book's tolerances.
MC109 | up-front amount twice | The sheet fixes the independent amount, and the facts give
    another figure. | Keep one of the two.
MC110 | notional missing | The independent amount is a share of notionals, and one is not
    given. | Add the notional, or the figure under `independent_amounts:`.
MC111 | Confirmation missing | The independent amount is per Confirmation, and nothing gives
    it. | Add it to the trades, or under `independent_amounts:`.
MC112 | disputed part not laid | The disputed amount could belong to more than one leg or
    movement. | Write it under the posting party's letter, or on the movement itself.
MC113 | release level above limit | A breach would be over before it began. | Check both
    amounts.
MC114 | history has a gap | The latch of a loss limit is folded from every Valuation Date
    since its opening, and one is missing. | Add the days under `exposures:`, or a later
    `latch:`.
MC115 | another day | The facts are of another day than the call. | Take the facts of the day.
MC116 | unknown event | The facts name an event that the agreement does not know. | Correct
    its name, or add it to the Schedule.
MC117 | calendar does not reach | The day lies outside the years that the calendar of a city
    covers. | Add the closed days, or ask for a day within them.
MC118 | collateral of no annex | A lot or a movement names a party or an annex that it cannot
    belong to. | Correct `posted_by:`, `by:` or `annex:`.
MC119 | two annexes for one exposure | An exposure, a trade or the use of a threshold
    would be of two annexes. | Let `covered_transactions:` say which annex covers what.
MC120 | event told in general | The facts name a general event, such as Event of Default, and
    a term turns on a particular one: whether it continues is not known. | Name the particular
    event in the facts, such as Bankruptcy.
MC121 | rating or figure missing | A term turns on a rating, or on a figure of the facts, and
    the facts do not give it, or not from early enough. | Add it to `ratings:` or `figures:`;
    write `unrated` where an agency rates nothing.
MC123 | more goes back than there is | A return under way is of more than is held or coming in,
    so one of the two figures is wrong. | Check `held:` and `in_transit:`; give a movement the
    asset, currency and issuer of its lot.
MC124 | trade date missing | The annex covers trades from a day on, and one has no trade date. |
    Add its trade date.
MC130 | measure missing | A formula of the document reads an amount or a life that the facts do
    not give. | Add it under `measures:` of the facts.
MC131 | notional twice | The facts give a notional, and the trades give theirs as well. | Keep
    one of the two.
MC132 | regime left out | The document leaves a regime undefined, so what moves is computed
    from the others alone. | Settle with the other party what the document leaves open.
MC133 | limbs summed | Several limbs of a regime hold at once, and the document adds them up:
    the requirement may be meant once. | Check that a sum is meant.
MC134 | no row of the table | A life lies beyond the last row of a look-up table, or two rows
    claim it. | Settle the table with the other party.
MC135 | infinite in a formula | The threshold is infinite, and a formula computes with it. |
    Write `works_as: switch` where it only keeps everything off.
MC136 | not read | Annex or Confirmations elect an amount that no formula reads, so it
    changes nothing. | Let the formula name it, or elect what it does.
MC137 | regime not compared | Another regime cannot be computed, so what moves under all of them
    is not known. | Complete what the other regime needs.
MC140 | greatest amount exceeded | What is required is more than the pledge secures at most
    (채권최고액). The requirement is not cut: the annex does not say so. | Agree a larger
    amount, or find what makes the requirement this large.
MC141 | purpose not said | The independent amount has legs of its own, and a lot or a movement
    does not say which of the two it is posted for. | Write `for: exposure` or `for: independent
    amount`.
MC142 | initial margin missing | A regime of the annex binds the holder, and the facts have no
    margin of it for the posting party. | Add its row to `initial_margin:`.
MC143 | initial margin twice | One regime has two amounts for the same party on the day. | Keep
    the one that is right.
MC144 | independent amounts missing | They count beside initial margin (greater of), and neither
    another annex nor the facts give them. | Add the other annex to the sheet, or the figure.
MC145 | initial margin not computed | Allocated margin comes off the independent amount of
    another annex, and it could not be computed. | Mend the leg of the initial-margin annex.
MC146 | last return not known | A last return is free of minimum and rounding, and the facts do
    not say whether anything is still covered. | Add the trades, or `nothing_covered:`.
MC147 | covered after all | The facts say that nothing is covered any more, and have a live
    trade that an annex covers: a last return would be wrong. | Take `nothing_covered:` out,
    and let the trades say it.
MC148 | greatest amount not compared | The pledge secures at most an amount in a currency of
    which the facts have no rate (채권최고액), so whether it secures what is required is not
    known. The call stands. | Add the rate.
MC152 | attribute missing | A Confirmation, or the annex, tells transactions apart by an
    attribute that a trade does not have. | Add it under `attributes:` of the trade.
MC153 | earlier amount missing | The amount of a transaction goes up only, and the facts do not
    say what it was before the day. | Add `amount_before` to the trade.
MC149 | offset not computed | Credit Support Offsets apply, and two annexes move something each
    way in one currency: what is left of the two is not computed. | Agree with the other party
    what is transferred.
MC150 | client not said | The agreement binds several clients, each for itself, and the facts do
    not say of which they are. | Write `client:` with its name.
MC151 | use elsewhere missing | A threshold is shared with another agreement, and the facts do
    not say what is used of it there, or the exposure there. | Add a row to
    `threshold_used_elsewhere:`, or to `exposure_elsewhere:`.
MC154 | haircut not printed | The annex caps its percentages by a regulation, and the tables
    have no one haircut for a lot: its class or its credit quality step is not said, or the
    regulation does not print it. | Write `class:` on the row, `credit_quality_step:` and
    `matures:` of the lot; what no table has is not computed.
MC199 | our fault | The program failed on this agreement, and on no other. | Report it with the
    sheet and the facts.
MC201 | percentage not said | The table of eligible collateral has no one percentage for the
    lot: it falls into a gap, two rows claim it, or it is to be agreed. | Settle the table
    with the other party; until then nothing is computed from the lot.
MC202 | term left open | The document does not say, or could not be read, and the call needs
    it. | Resolve the term; the note under `unresolved:` says what is open.
MC301 | counts zero | The lot is outside the table of eligible collateral: it counts zero and
    can still be returned. | Ask for eligible collateral in exchange.
MC302 | cap exceeded | More is held than the cap lets count; the excess counts zero. | Ask for
    other collateral if the excess matters.
MC303 | mark of a later day | A mark of a day after the call is not used. | Nothing, if it is
    meant.
MC304 | matured and still valued | The trade matured before the day; its mark is not used, and
    what is unpaid is an unpaid amount. | Take the mark out.
MC305 | movement overdue | A movement was to settle before the day: it no longer counts as in
    transit and is called again. | Find out what became of it.
MC306 | Valuation Dates not said | The document names no Valuation Dates, so the day asked for
    is taken as one. | Write `valuation_date:`.
MC307 | movement does not count | A movement is under way, and the document does not count what
    is in transit. | Elect `in_transit: counted` where the document says so.
MC308 | figure not used | The facts give an amount owed up front, and an event has made it nil.
    | Nothing, if the event is meant.
MC309 | changed by an event | While an event continues, the document puts another amount in the
    place of a threshold, a minimum or an independent amount. | Nothing, if the event is meant.
MC310 | no city stated | Local Business Days depend on where the parties are, and no city is
    stated: only weekends are known to be closed. | Write `cities:` of the parties.
MC311 | term in another currency | A term is in another currency than its annex computes in, and
    is converted at the rate of the day. | Check that the document means this.
MC312 | no paragraph on disputes | The facts dispute a part, and the annex has deleted the
    paragraph that would let it wait: the whole demand stands. | Check that the paragraph is
    deleted.
MC313 | chosen by a rating | A table by rating decides an amount: the line says which row, and
    by which ratings. | Nothing, if the ratings are right.
MC314 | to be replaced | A rating fell, and the document lets this collateral be replaced by
    another. | Ask for the other collateral.
MC315 | dispute of nothing | A part is disputed of a movement that nobody demands, or of
    collateral that is not there: it holds nothing back. | Check the letter, which is the
    posting party's, and the direction.
MC316 | margin not used | The facts carry the initial margin of a regime that does not bind the
    holder under this annex. | Name the regime in the sheet where it applies.
MC317 | fact not read | The facts give a rating, a figure, a measure or a margin that no term of
    the agreement asks for: it changes nothing, and a misspelt name looks the same. | Correct
    its name, or take it out.
MC320 | capped by a regulation | A lot counts less than the table of the annex says, because
    the annex caps its percentages by a regulation. | Nothing, if the regulation is the one
    that is meant.
MC319 | Confirmation of no trade | A Confirmation in the sheet is of a transaction that does not
    live on the day: it counts nothing. | Check its identifier where it still lives.
MC318 | right switched off | An event takes away a party's right to use what it holds. No figure
    of the call changes. | Call back or replace what is in use, as the document says.
"""

CODES: Final[Mapping[str, Code]] = MappingProxyType(
    read_codes(_OF_FILES, _OF_VALUES, _OF_NUMBERS, _OF_TABLES, _OF_CHECKS, _OF_CALLS)
)
"""Code to its entry; a test proves that the sources use exactly these.

Example:
    >>> CODES["DQ048"].title
    'amount without currency'
"""
