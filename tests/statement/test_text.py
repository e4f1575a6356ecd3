"""The working in words: what each line says is what was computed."""

from decimal import Decimal

from isda.basics.arithmetic import ARITHMETICS
from isda.statement.as_json import to_json
from isda.statement.text import parts
from isda.statement.words import Worded, in_words


def test_the_first_call_reads_as_the_paper_would(worked):
    """The requirement is shown as its sum."""
    entries = {each.step: each for each in parts(worked("001-first-call"))[0].entries}
    assert entries["credit support amount"].how == "12,400,000 + 500,000 - 0 - 10,000,000"
    assert entries["credit support amount"].result == "2,900,000"
    assert entries["delivery reaching minimum"].how == "2,900,000 reaches 500,000"
    assert entries["delivery amount"].paragraphs == "13(b)(iv)(D)"


def test_the_words_carry_the_number_that_was_computed(every_call):
    """Told with words, every formula gives the digits it gave without them."""
    for call in every_call:
        for line in call.working:
            told = {name: Worded(number, str(number)) for name, number in line.inputs.items()}
            if told:
                assert line.step.formula(**told).value == line.result
            assert in_words(line)


def test_words_know_every_primitive():
    """No primitive is missing from the wording."""
    decimals, wordings = ARITHMETICS[Decimal], ARITHMETICS[Worded]
    primitives = {name for name in dir(decimals) if not name.startswith("_")}
    assert primitives == {name for name in dir(wordings) if not name.startswith("_")}


def test_idle_steps_are_kept_back_and_shown_when_asked(worked):
    """Without a surplus nothing is told of a return, unless every step is asked for."""
    call = worked("001-first-call")
    assert "return amount" not in {each.step for each in parts(call)[0].entries}
    assert "return amount" in {each.step for each in parts(call, idle=True)[0].entries}


def test_every_line_is_told_when_asked(every_call):
    """With every step asked for, nothing of the working of a leg is lost."""
    for call in every_call:
        told = sum(len(part.entries) for part in parts(call, idle=True))
        assert told == sum(len(call.working.of_leg(leg.key)) for leg in call.legs)


def test_places_are_short(worked):
    """A figure is traced to a file and a line."""
    entries = parts(worked("001-first-call"))[0].entries
    assert entries[0].source.startswith("facts:")


def test_a_figure_of_a_confirmation_stands_at_its_line_of_the_sheet(worked):
    """What a Confirmation in the sheet says has its line, as a term of the annex has."""
    made = worked("200-confirmation-by-attribute")
    shown = [entry.source for part in parts(made, {}) for entry in part.entries]
    assert any("agreement:44" in source for source in shown)
    origins = [each for line in to_json(made)["working"] for each in line["from"].values()]
    assert any(each.get("path", "").startswith("confirmations.") for each in origins)
