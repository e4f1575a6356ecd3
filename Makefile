# Everything a fresh machine needs is Python 3.11+ and pip; both targets set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BOOK := samples/books/seoul
DAY := 2008-09-30
# these tests alone reach every branch of the formulas; watching the others takes as long again
GATE := isda/margin tests/margin tests/terms tests/test_worked.py tests/test_recipes.py

.PHONY: demo test test-spark oracle fuzz benchmark schemas docs clean

demo: $(VENV)/.installed
	$(BIN)/isda run $(BOOK) --on $(DAY)

test: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -q -n auto --dist worksteal $(addprefix --ignore=,$(GATE))
	$(BIN)/python -m pytest -q -n auto --dist worksteal $(GATE) --cov

# a night on Spark, on a small cluster in this machine; needs Java 17 or newer
test-spark: $(VENV)/.installed-spark
	$(BIN)/python -m pytest -q tests/spark

# the differential oracle at length: 100,000 random agreements and days
oracle: $(VENV)/.installed-test
	$(BIN)/python tests/oracle --cases 100000 --seed 1

# files that nobody should write, a million of them, through the check
fuzz: $(VENV)/.installed-test
	$(BIN)/python tests/fuzz --cases 1000000

# speed, the check of many sheets, and that of sheets that nobody should write
benchmark: $(VENV)/.installed-test
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/hostile.py

# what is generated and committed; `make test` compares
schemas docs: $(VENV)/.installed-test
	$(BIN)/python -m isda.sheet.publish
	$(BIN)/python -m isda.statement.publish
	$(BIN)/python scripts/make_docs.py
	$(BIN)/python scripts/run_papers.py

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

$(VENV)/.installed-spark: $(VENV)/.installed-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,spark]'
	touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage out
