"""The lawyer's door: each form in paragraph order, with what models and computes it.

Pure text from the register and from what the caller found in the rooms above: this room
may not look into `terms` or `margin`. The same input gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from isda.basics.cite import Cite
from isda.law.forms import Form
from isda.law.register import Head, Row, Status, head, parent, register, rows

MOST_SAMPLES = 5
"""In a cell of a page; a paragraph that nearly every sample cites has all of them below."""
A_RANGE = 3


@dataclass(frozen=True, slots=True)
class Uses:
    """Who cites a paragraph.

    Attributes:
        fields: Keys of a sheet that a paragraph is written under.
        steps: Steps of the working that it computes.
        samples: Worked samples that show it.
    """

    fields: Mapping[Cite, tuple[str, ...]] = field(default_factory=dict)
    steps: Mapping[Cite, tuple[str, ...]] = field(default_factory=dict)
    samples: Mapping[Cite, tuple[str, ...]] = field(default_factory=dict)


def pages(uses: Uses) -> dict[str, str]:
    """Return every page of the concordance: file name to text.

    Example:
        >>> sorted(pages(Uses()))[:2]
        ['README.md', 'csa-1994-ny.md']
    """
    return {"README.md": index()} | {f"{form.value}.md": page(form, uses) for form in Form}


def page(form: Form, uses: Uses) -> str:
    """Return one form's paragraphs in order, with what is done with each."""
    about = head(form)
    of_form = rows(form)
    title = f"{form.title} ({about.label_ko})" if about.label_ko else form.title
    lines = [f"# {title}", "", " ".join(about.note.split())]
    if about.unverified:
        lines += ["", f"Unverified: {' '.join(about.unverified.split())}"]
    if about.variant_of:
        model = about.variant_of
        lines += ["", f"A variant of [{model.title}]({model.value}.md), whose rows it shares."]
    lines += [
        "",
        _character(about),
        "",
        _counted(of_form),
        "",
        "Generated from the register; gists are ours and no sentence of a form is stored.",
        "",
        "| paragraph | topic | gist | status | sheet key | computed in | samples |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_line(row, uses, whole_form=bool(about.unverified)) for row in of_form]
    lines += _every_sample(of_form, uses)
    return "\n".join(lines) + "\n"


def _character(about: Head) -> str:
    words = f"Poster: {about.poster}. Holder: {about.holder}."
    return f"Technique: {about.technique}. Law: {about.law}. {words}"


def _counted(of_form: Iterable[Row]) -> str:
    counts = dict.fromkeys(Status, 0)
    for row in of_form:
        counts[row.status] += 1
    parts = (f"{count} {status.value}" for status, count in counts.items())
    return f"{sum(counts.values())} paragraphs: {', '.join(parts)}."


def _line(row: Row, uses: Uses, *, whole_form: bool) -> str:
    number = f"{row.paragraph} ({row.label_ko})" if row.label_ko else row.paragraph
    cells = (
        number,
        ", ".join(row.topics),
        row.gist,
        _status(row, whole_form=whole_form),
        _code(uses.fields.get(row.cite, ())),
        _code(uses.steps.get(row.cite, ())),
        _first_samples(_samples(row, uses)),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _samples(row: Row, uses: Uses) -> list[str]:
    return sorted(set(uses.samples.get(row.cite, ())))


def _first_samples(names: list[str]) -> str:
    """Return the samples of a paragraph for its cell: a few, and how many more there are."""
    more = len(names) - MOST_SAMPLES
    return ", ".join(names[:MOST_SAMPLES]) + (f" and {more} more, below" if more > 0 else "")


def _every_sample(of_form: Iterable[Row], uses: Uses) -> list[str]:
    """Return the lines below the table, with all samples of those that have too many."""
    found = [(row.paragraph, _samples(row, uses)) for row in of_form]
    lines = [
        f"- {paragraph}: {', '.join(_numbers(names))}"
        for paragraph, names in found
        if len(names) > MOST_SAMPLES
    ]
    return (
        [
            "",
            "All samples of the paragraphs with more, by their number in `samples/worked`:",
            "",
            *lines,
        ]
        if lines
        else []
    )


def _numbers(names: Iterable[str]) -> Iterator[str]:
    """Yield the numbers that names begin with; three or more in a row are a range."""
    run: list[str] = []
    for number in (*(name.split("-")[0] for name in names), ""):
        if run and not (number and int(number) == int(run[-1]) + 1):
            yield from [f"{run[0]}–{run[-1]}"] if len(run) >= A_RANGE else run
            run = []
        run.append(number)


def _status(row: Row, *, whole_form: bool) -> str:
    text = row.status.value
    if row.status is Status.OUTSIDE or (row.unverified and not whole_form):
        text += f": {row.reason}"
    marks = []
    if row.unverified and not whole_form:
        marks.append("unverified")
    if row.letters == "samples":
        marks.append("lettered as in samples")
    return f"{text} ({', '.join(marks)})" if marks else text


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(set(names)))


def index() -> str:
    """Return the page of all topics: where each form speaks of it."""
    table: dict[str, dict[Form, list[str]]] = {}
    topic_of = {row.cite: row.topics for row in register().rows}
    for row in register().rows:
        up = parent(row.paragraph)
        above = topic_of.get(Cite(row.form.value, up), ()) if up else ()
        for topic in row.topics:
            if topic not in above:
                table.setdefault(topic, {}).setdefault(row.form, []).append(row.paragraph)
    lines = [
        "# Concordance",
        "",
        "Each topic and where each form speaks of it. A paragraph that only carries its",
        "parent's topic further is left out here and stands on the page of its form.",
        "Generated from the register.",
        "",
        *(f"- [{form.title}]({form.value}.md)" for form in Form),
        "",
        "| topic | " + " | ".join(form.title for form in Form) + " |",
        "| --- " * (len(Form) + 1) + "|",
    ]
    for topic in sorted(table):
        cells = (", ".join(table[topic].get(form, ())) for form in Form)
        lines.append(f"| {topic} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
