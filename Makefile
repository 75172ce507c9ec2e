# mingzhang: everything that can be done here. `make help` lists it.
# Needs make and a Python of 3.11 or newer; everything else is installed into .venv and .venv-test.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-ocr lint types contracts unit examples docs bench chat-score fuzz vary samples clean

OLDEST := 3.11
IS_NEW_ENOUGH = import sys; sys.exit(sys.version_info < tuple(map(int, "$(OLDEST)".split("."))))
# The first Python on the path that is new enough, else python3 (and then the message below).
PYTHON ?= $(shell for p in python3 python3.15 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(IS_NEW_ENOUGH)' 2>/dev/null && { echo $$p; exit; }; done; echo python3)
SERVE ?= 1
PORT ?=
JOBS ?= 2
ARGS ?=

BIN := .venv/bin
TEST_BIN := .venv-test/bin
EXAMPLES_BIN := .venv-examples/bin
EXAMPLES := $(patsubst %/pyproject.toml,%,$(wildcard examples/*/pyproject.toml))
PIP := -m pip --disable-pip-version-check --quiet
CONSTRAIN := -c constraints.txt
DEMO_DB := build/demo.db

# What the wheel is made of, directories included (a file can be taken away): a change means a new install.
SOURCES := $(shell find core plugins rules datasette_config -name __pycache__ -prune -o -print) \
	__init__.py cli.py py.typed pyproject.toml constraints.txt

help:  ## this list
	@echo "make TARGET [PYTHON=python3.x] [ARGS=...]"
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{printf "%-12s %s\n", $$1, $$2}'

demo: $(BIN)/installed  ## check the sample disclosures, then serve them (SERVE=0: stop before serving; PORT=n)
	@mkdir -p build && rm -f $(DEMO_DB)*
	@echo "== mingzhang check samples --db $(DEMO_DB)"
	@$(BIN)/mingzhang check samples --db $(DEMO_DB) $(ARGS); status=$$?; \
		if [ $$status -gt 1 ] || [ ! -s $(DEMO_DB) ]; then echo "== the check failed (status $$status)"; exit 2; fi
	@echo
	@echo "== the errors that were planted in these fictional disclosures are listed in:"
	@find samples -type f \( -name '*.json' -o -name '*.csv' -o -name '*.md' \) | sort | sed 's/^/   /'
	@if [ "$(SERVE)" = 0 ]; then \
		echo "== to see the site: $(BIN)/mingzhang serve --db $(DEMO_DB)"; \
	else \
		echo "== mingzhang serve --db $(DEMO_DB) (end it with Ctrl-C)"; \
		exec $(BIN)/mingzhang serve --db $(DEMO_DB) $(if $(PORT),--port $(PORT)); \
	fi

test: lint types contracts unit  ## lint, types, import contracts and tests, against the installed wheel

lint: $(TEST_BIN)/installed  ## ruff
	@echo "== ruff check"
	@$(TEST_BIN)/ruff check --output-format concise .

types: $(TEST_BIN)/installed  ## mypy --strict on the installed package
	@echo "== mypy -p mingzhang"
	@$(TEST_BIN)/mypy --config-file pyproject.toml -p mingzhang

contracts: $(TEST_BIN)/installed  ## who may import whom
	@echo "== lint-imports"
	@$(TEST_BIN)/lint-imports --no-logo --config pyproject.toml

unit: $(TEST_BIN)/installed  ## pytest (JOBS=2, ARGS='-k name')
	@echo "== pytest"
	@MINGZHANG_INSTALLED=1 $(TEST_BIN)/pytest -q -n $(JOBS) $(ARGS)

# The extra [ocr] is 700 MB, so it is installed only here; `make unit` says which tests it skips.
test-ocr: $(TEST_BIN)/installed-ocr  ## the tests of scans, with the extra [ocr] (installs 700 MB)
	@echo "== pytest -m ocr"
	@MINGZHANG_INSTALLED=1 MINGZHANG_TEST_OCR=1 $(TEST_BIN)/pytest -q -n $(JOBS) -m ocr $(ARGS)

# As a stranger would: wheels, an environment with nothing but them, the tests run from elsewhere. A plugin that is
# installed changes what mingzhang sees, so it does not go into .venv-test.
examples: $(EXAMPLES_BIN)/installed  ## install the example plugins beside the wheel and run their tests
	@for example in $(EXAMPLES); do \
		echo "== pytest $$example"; \
		(cd $$example && "$(CURDIR)/$(EXAMPLES_BIN)/python" -m pytest -q -p no:cacheprovider $(ARGS)) || exit 1; \
	done

docs: $(TEST_BIN)/installed  ## the documentation into build/docs; warnings are errors
	@echo "== sphinx"
	@$(TEST_BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs
	@echo "   build/docs/index.html"

bench: $(TEST_BIN)/installed  ## measure speed and memory
	@$(TEST_BIN)/python benchmarks/bench.py $(ARGS)

chat-score: $(TEST_BIN)/installed  ## score the answers to questions
	@$(TEST_BIN)/python benchmarks/chat_score.py --made 2000 $(ARGS)

vary: $(TEST_BIN)/installed  ## 20,000 variations that keep the meaning (ARGS="--limit 500" for fewer)
	@$(TEST_BIN)/mingzhang testkit vary --seeds 0:400 --limit 20000 --jobs $(JOBS) $(ARGS)

fuzz: $(TEST_BIN)/installed  ## damaged files by the hundred: each a clear line, no other lost
	@$(TEST_BIN)/python benchmarks/fuzz.py $(ARGS)

samples: $(TEST_BIN)/installed  ## make the repository's sample disclosures anew
	@$(TEST_BIN)/python -m mingzhang.core.testkit samples $(ARGS)

clean:  ## remove environments, caches and what was built
	rm -rf .venv .venv-test .venv-examples .venv-alpha build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		.import_linter_cache .grimp_cache
	find . -type d -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/installed: $(SOURCES)
	$(call environment,.venv)
	$(call wheel,.venv)
	@echo "== installing mingzhang into .venv"
	@$(BIN)/python $(PIP) install $(CONSTRAIN) build/wheel/*.whl
	@$(BIN)/python $(PIP) install --force-reinstall --no-deps build/wheel/*.whl
	@touch $@

$(TEST_BIN)/installed: $(SOURCES)
	$(call environment,.venv-test)
	$(call wheel,.venv-test)
	@echo "== installing the wheel and the tools of development into .venv-test"
	@$(TEST_BIN)/python $(PIP) install $(CONSTRAIN) "$$(echo build/wheel/*.whl)[dev,docs,testkit]"
	@$(TEST_BIN)/python $(PIP) install --force-reinstall --no-deps build/wheel/*.whl
	@touch $@

$(TEST_BIN)/installed-ocr: $(TEST_BIN)/installed
	@echo "== installing what reads scans into .venv-test"
	@$(TEST_BIN)/python $(PIP) install $(CONSTRAIN) "$$(echo build/wheel/*.whl)[ocr]"
	@touch $@

$(EXAMPLES_BIN)/installed: $(SOURCES) $(shell find examples -name __pycache__ -prune -o -name tests -prune -o -type f -print)
	$(call environment,.venv-examples)
	$(call wheel,.venv-examples)
	@echo "== installing the wheels of mingzhang and of the examples into .venv-examples"
	@rm -rf build/examples && for example in $(EXAMPLES); do \
		mkdir -p build/examples && cp -r $$example build/examples/ && \
		$(EXAMPLES_BIN)/python $(PIP) wheel --no-deps --no-build-isolation --wheel-dir build/examples/wheels \
			build/examples/$${example#examples/} || exit 1; \
	done
	@$(EXAMPLES_BIN)/python $(PIP) install $(CONSTRAIN) build/wheel/*.whl build/examples/wheels/*.whl pytest
	@$(EXAMPLES_BIN)/python $(PIP) install --force-reinstall --no-deps build/wheel/*.whl build/examples/wheels/*.whl
	@touch $@

# A virtual environment with pip and the pinned setuptools, or a clear word why there is none.
define environment
@$(PYTHON) -c '$(IS_NEW_ENOUGH)' 2>/dev/null || { \
	echo "mingzhang needs Python $(OLDEST) or newer; '$(PYTHON)' is: $$($(PYTHON) --version 2>&1 | head -n 1)."; \
	echo "Name another one: make PYTHON=/path/to/python3"; exit 1; }
@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	echo "'$(PYTHON)' cannot make virtual environments (venv or ensurepip is missing)."; \
	echo "On Debian and Ubuntu: apt install python3-venv. Or name another one: make PYTHON=/path/to/python3"; exit 1; }
@[ -x $(1)/bin/python ] && $(1)/bin/python -c '$(IS_NEW_ENOUGH)' 2>/dev/null || { \
	echo "== making $(1) with $$($(PYTHON) --version)"; $(PYTHON) -m venv --clear $(1); }
@$(1)/bin/python $(PIP) install $(CONSTRAIN) setuptools
endef

# The wheel, from nothing that an earlier build left behind.
define wheel
@echo "== building the wheel"
@rm -rf build/lib build/bdist.* build/wheel
@$(1)/bin/python $(PIP) wheel --no-deps --no-build-isolation --wheel-dir build/wheel .
endef
