# taikei. `make run` and `make test` each work alone, from a fresh clone.

PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,\
	$(shell $(p) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1 && echo $(p))))
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
OK := .venv/.ok

# Slow tests (a server, a browser, killed runs) belong to CI; a developer asks for them with `make test CI=true`.
# There, files of tests go to three processes: most slow ones wait for a server. A failure says the same either way.
QUICK := $(if $(filter true 1,$(CI)),-n 3 --dist loadfile --no-loadscope-reorder,-m "not slow")

.PHONY: setup run test lint lock docs messages sbom audit wheel bench effort faults screenshots system-deps clean
.DEFAULT_GOAL := setup

setup: $(OK)

# The first call in a clone makes a release of the sample plans in build/first-run/: published/ already holds one, so a run
# there would find nothing to do.
FIRST := build/first-run
run: $(OK)
	@if [ -e $(FIRST)/published/index.json ]; then exec $(BIN)/taikei run --verbose; fi; \
	echo "4/5 Read the sample plans and make a release in $(FIRST)/ (one to two minutes)"; \
	$(BIN)/taikei demo $(FIRST) --no-open --verbose || exit; \
	echo "5/5 Done. The next \`make run\` reads raw/ and publishes to published/."

test: lint
	$(BIN)/python -m pytest $(QUICK)

lint: $(OK)
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --quiet --check
	$(BIN)/mypy --no-error-summary
	@mkdir -p build
	$(BIN)/lint-imports --no-logo > build/lint-imports.txt || { cat build/lint-imports.txt; exit 1; }

# The virtual environment: by uv where it is installed, by pip otherwise. The lock is complete, so nothing is resolved.
$(OK): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "taikei needs Python 3.11, 3.12 or 3.13: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@mkdir -p build
ifneq ($(UV),)
	@echo "1/5 Create .venv (once)"
	@$(UV) venv --quiet --allow-existing --python "$(PYTHON)" .venv
	@echo "2/5 Install the packages of requirements.lock, with uv"
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes --compile-bytecode -r requirements.lock
	@echo "3/5 Install taikei"
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	@echo "1/5 Create .venv (once; the next steps take about two minutes)"
	@$(PYTHON) -m venv .venv 2>/dev/null || $(PYTHON) -m venv --without-pip .venv
	@$(PYTHON) .ci/count.py "2/5 Install the packages of requirements.lock" $$(grep -c '^[^ ]*==' requirements.lock) \
		$(PYTHON) -m pip --python $(BIN)/python install --no-color --progress-bar off --no-deps --no-compile --require-hashes -r requirements.lock
	@echo "3/5 Compile them and install taikei"
	@$(BIN)/python -m compileall -qq -j 0 .venv/lib || true  # on all processors; pip would do it on one
	@$(PYTHON) -m pip --python $(BIN)/python install -qq --no-deps --no-build-isolation -e .
endif
	@touch $@

# From pyproject.toml; hashes for every platform and Python 3.11 to 3.13, and no registry host in it.
lock:
	@test -n "$(UV)" || { echo "make lock needs uv"; exit 1; }
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--all-extras --group dev pyproject.toml -o requirements.lock

# The documentation as a site, readable from disk: build/docs/index.html.
docs: $(OK)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

# After a change of flows/locale/*/LC_MESSAGES/messages.po.
messages: $(OK)
	$(BIN)/pybabel compile -d flows/locale

# Parts as CycloneDX: what is locked, with hashes; and what is installed here, with licences and what needs what.
sbom: $(OK)
	@mkdir -p build
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --sv 1.6 --of JSON \
		-o build/sbom.cdx.json requirements.lock
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --sv 1.6 --of JSON \
		-o build/sbom-installed.cdx.json $(BIN)/python

# The same bytes on every machine.
wheel: $(OK)
	$(BIN)/python -m hatchling build -t wheel -d build/dist

# The lock against advisories that lie on this machine: make audit ADVISORIES=all.zip (OSV's export for PyPI).
audit: $(OK)
	$(BIN)/python .ci/audit.py requirements.lock $(ADVISORIES)

bench: $(OK)
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/booklets.py

# Keys and clicks of a scripted clerk on badly read pages; exit code 1 where a tree comes out wrong or takes more than its budget.
effort: $(OK)
	$(BIN)/python -m benchmarks.desk_effort --case slide --case tachikawa

# Kills at each step (KILLS of them where places are drawn, 500 unless said), full and failing disks, hostile files and manifests.
KILLS ?= 500
faults: $(OK)
	TAIKEI_KILLS=$(KILLS) $(BIN)/python -m pytest tests/faults tests/damage tests/flows/test_faults.py tests/publishers/test_killed.py \
		tests/publishers/test_disk_trouble.py tests/publishers/test_lost_registry.py tests/workbench/test_full_disk.py

# Pictures of the site and of the workbench in docs/, from the release that `make run` made.
screenshots: $(OK)
	$(BIN)/python docs/site/take.py
	$(BIN)/python docs/workbench/take.py

# What a bare Debian 12 with python3, pip, make and git lacks: venv, a font the tests typeset a PDF in,
# a browser with its fonts for the tests of the site, and the databases and libmagic of the CKAN that taikei push is tested on.
SYSTEM_PACKAGES := python3-venv fonts-ipaexfont-gothic chromium fonts-noto-cjk postgresql redis-server libmagic1
system-deps:
	@if ! command -v apt-get >/dev/null; then echo "no apt-get here; the tests want: $(SYSTEM_PACKAGES)"; \
	elif dpkg -s $(SYSTEM_PACKAGES) >/dev/null 2>&1; then echo "system packages: all there"; \
	elif [ "$$(id -u)" != 0 ]; then echo "not root: apt-get install $(SYSTEM_PACKAGES)"; \
	else apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(SYSTEM_PACKAGES) >/dev/null; fi

clean:
	rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path "./.git/*" -prune -exec rm -rf {} +
