# Every target sets itself up: a virtual environment in .venv with the exact versions of requirements.lock.
# uv is used where it is found, else pip. Mirrors, proxies and certificates come from the environment (PIP_*, UV_*).

PYTHON ?= python3
FILES ?= $(wildcard samples/*.jsonl)
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
DOCS_STAMP := $(VENV)/.set-up-docs
TRAIN_STAMP := $(VENV)/.set-up-train
INTERCHANGE_STAMP := $(VENV)/.set-up-interchange
UV := $(shell command -v uv 2>/dev/null)

# uv does not read pip's settings: hand on those that the machine has, unless uv has its own.
ifneq ($(UV),)
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif
ifdef PIP_EXTRA_INDEX_URL
export UV_INDEX ?= $(PIP_EXTRA_INDEX_URL)
endif
ifdef PIP_FIND_LINKS
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)
endif
ifdef PIP_NO_INDEX
export UV_NO_INDEX ?= $(PIP_NO_INDEX)
endif
ifdef PIP_CERT
export SSL_CERT_FILE ?= $(PIP_CERT)
endif
INSTALL = $(UV) pip install --quiet --python $(BIN)/python
else
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.DEFAULT_GOAL := help
.PHONY: help setup demo test check eval bench fit train docs lock clean

help: ## what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

setup: $(STAMP) ## the virtual environment; done already where nothing changed

# The project itself is installed last and without isolation, so that its builder too is the one of the lock.
$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Makefile: expected Python 3.11 or later, found $$( ($(PYTHON) --version) 2>/dev/null || echo none) as '$(PYTHON)'" >&2; \
	  echo "hint: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) --requirement requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DOCS_STAMP): $(STAMP) requirements-docs.lock
	$(INSTALL) --requirement requirements-docs.lock
	@touch $@

# torch is not locked: which build of it fits (processor, graphics card) is the machine's matter.
$(TRAIN_STAMP): $(STAMP)
	$(INSTALL) --constraint requirements.lock --editable '.[train]'
	@touch $@

demo: $(STAMP) ## reads the samples into a case, or the files given (make demo FILES="a.txt b.html"), and shows its records, stories and balance
	@rm -f out/demo.tarazu && mkdir -p out && $(BIN)/tarazu new out/demo.tarazu --title Demo > /dev/null
	@$(BIN)/tarazu read out/demo.tarazu $(FILES) $(ARGS) && $(BIN)/tarazu list out/demo.tarazu --summary
	@echo && echo "acts that several documents tell" && $(BIN)/tarazu stories out/demo.tarazu --tellings 2
	@echo && echo "the balance of the five states" && $(BIN)/tarazu balance out/demo.tarazu --from 2022-01 --to 2025-06
	@echo && echo "open one: $(BIN)/tarazu story out/demo.tarazu ID; search: $(BIN)/tarazu search out/demo.tarazu WORDS; write it out: $(BIN)/tarazu export out/demo.tarazu"

# followthemoney is built against ICU, which not every machine has: without it one test is left out.
$(INTERCHANGE_STAMP): $(STAMP)
	@$(INSTALL) --constraint requirements.lock 'followthemoney>=4.11' > /dev/null 2>&1 || echo "followthemoney is left out: it needs ICU" >&2
	@touch $@

test: $(STAMP) $(INTERCHANGE_STAMP) ## all tests; make test ARGS="-k fold" for some
	@$(BIN)/python -m pytest --numprocesses auto --quiet $(ARGS)

# All three run even where the first one finds something: one run shows all there is to mend.
check: $(STAMP) ## ruff, mypy, import-linter
	@failed=; $(BIN)/ruff check || failed=1; $(BIN)/mypy || failed=1; $(BIN)/lint-imports --no-logo || failed=1; test -z "$$failed"

eval: $(STAMP) ## how right it is, on what it was not taught
	@failed=; for each in run boilerplate copies stories; do $(BIN)/python evals/$$each.py $(ARGS) || failed=1; done; test -z "$$failed"

bench: $(STAMP) ## how fast, and in how much memory
	@$(BIN)/python benchmarks/run.py $(ARGS)
	@$(BIN)/python benchmarks/case.py $(ARGS)
	@$(BIN)/python benchmarks/balance.py $(ARGS)

fit: $(STAMP) ## learns the weights of the lexicon coder, and of what makes two tellings one act, from corpus/ again
	@$(BIN)/python tools/fit_lexicon.py $(ARGS)
	@$(BIN)/python tools/fit_stories.py

train: $(TRAIN_STAMP) ## trains the learned coder on corpus/ (under two hours on two cores), then tunes it; goes on where it stopped
	@PYTHONPATH=tools $(BIN)/python -m train $(ARGS)
	@PYTHONPATH=tools $(BIN)/python -m train.tune

docs: $(DOCS_STAMP) ## the pages, in docs/_build/html
	@$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going docs docs/_build/html
	@echo docs/_build/html/index.html

lock: ## writes the locks anew from pyproject.toml; needs uv
	@test -n "$(UV)" || { echo "Makefile: expected uv, found none" >&2; echo "hint: pip install uv" >&2; exit 1; }
	$(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade \
	  --extra brief --extra pdf --group dev --output-file requirements.lock pyproject.toml
	$(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade \
	  --constraint requirements.lock --group docs --output-file requirements-docs.lock

clean: ## removes what can be made again
	rm -rf $(VENV) dist build out docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
