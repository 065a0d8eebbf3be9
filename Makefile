# Every target sets itself up: a virtual environment in .venv with the exact versions of requirements.lock.
# uv is used where it is found, else pip. Mirrors, proxies and certificates come from the environment (PIP_*, UV_*).

PYTHON ?= python3
FILES ?= $(wildcard samples/*.jsonl)
ARGS ?=
PORT ?= 8000

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
DOCS_STAMP := $(VENV)/.set-up-docs
TRAIN_STAMP := $(VENV)/.set-up-train
INTERCHANGE_STAMP := $(VENV)/.set-up-interchange
PAGE := src/tarazu/web/page/index.html
PAGE_SOURCES := $(shell find web -name node_modules -prune -o -type f -print 2>/dev/null)
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
.PHONY: help setup page demo stop test check eval bench fit train docs lock clean

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

page: $(PAGE) ## the page of the web app, built from web/; needs Node, and takes it from PyPI where there is none

$(PAGE): $(PAGE_SOURCES) | $(STAMP)
	@$(BIN)/python tools/build_page.py

demo: $(STAMP) stop ## reads the samples, or FILES="a.txt b.html", into a case, shows what is in it and serves it on PORT=8000; OPEN=1 opens the page
	@rm -f out/demo.tarazu && mkdir -p out && $(BIN)/tarazu new out/demo.tarazu --title Demo > /dev/null
	@$(BIN)/tarazu read out/demo.tarazu $(FILES) $(ARGS) && $(BIN)/tarazu list out/demo.tarazu --summary
	@echo && echo "acts that several documents tell" && $(BIN)/tarazu stories out/demo.tarazu --tellings 2
	@echo && echo "the balance of the five states" && $(BIN)/tarazu balance out/demo.tarazu --from 2022-01 --to 2025-06
	@echo && echo "open one: $(BIN)/tarazu story out/demo.tarazu ID; search: $(BIN)/tarazu search out/demo.tarazu WORDS; write it out: $(BIN)/tarazu export out/demo.tarazu"
	@$(MAKE) --no-print-directory page || echo "the page is left out" >&2
	@nohup $(BIN)/tarazu serve out/demo.tarazu --port $(PORT) $(if $(OPEN),--open) > out/serve.log 2>&1 < /dev/null & echo $$! > out/serve.pid
	@for each in $$(seq 60); do grep -q http out/serve.log && break; kill -0 $$(cat out/serve.pid) || break; sleep 0.5; done; cat out/serve.log; echo "stop it: make stop"

stop: ## stops what `make demo` serves
	@test ! -f out/serve.pid || { kill $$(cat out/serve.pid) 2>/dev/null; rm -f out/serve.pid; }

# followthemoney is built against ICU, which not every machine has: without it one test is left out.
$(INTERCHANGE_STAMP): $(STAMP)
	@$(INSTALL) --constraint requirements.lock 'followthemoney>=4.11' > /dev/null 2>&1 || echo "followthemoney is left out: it needs ICU" >&2
	@touch $@

# Without Node the page cannot be built, without Chromium it cannot be looked at: the tests in the browser are then skipped, and say so.
test: $(STAMP) $(INTERCHANGE_STAMP) ## all tests; make test ARGS="-k fold" for some
	@$(MAKE) --no-print-directory page || echo "the page is left out: the tests in the browser are skipped" >&2
	@$(BIN)/python -m pytest --numprocesses auto --quiet $(ARGS)

# All run even where the first one finds something: one run shows all there is to mend. The page is only checked where it can be built.
check: $(STAMP) ## ruff, mypy, import-linter, and svelte-check where the page was built
	@failed=; $(BIN)/ruff check || failed=1; $(BIN)/mypy || failed=1; $(BIN)/lint-imports --no-logo || failed=1; \
	test ! -d web/node_modules || $(BIN)/python tools/build_page.py --check || failed=1; test -z "$$failed"

eval: $(STAMP) ## how right it is, on what it was not taught
	@failed=; for each in run boilerplate copies stories; do $(BIN)/python evals/$$each.py $(ARGS) || failed=1; done; test -z "$$failed"

bench: $(STAMP) ## how fast, and in how much memory
	@$(BIN)/python benchmarks/run.py $(ARGS)
	@$(BIN)/python benchmarks/case.py $(ARGS)
	@$(BIN)/python benchmarks/balance.py $(ARGS)
	@$(BIN)/python benchmarks/web.py --pages --correct $(ARGS)

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
	rm -rf $(VENV) dist build out docs/_build web/node_modules src/tarazu/web/page .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
