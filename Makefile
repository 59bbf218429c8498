# make run · make test · make check · make bench      (docs/operations.md says more)
PYTHON ?= python3
PORT ?= 8000
BIND ?= 127.0.0.1:$(PORT)
DEMO ?= 1
VAR := $(or $(VAR_DIR),var)
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# One database, one mark: another DATABASE_URL is prepared anew.
PREPARED := $(VAR)/prepared-$(shell printf '%s' '$(DATABASE_URL)' | cksum | cut -d' ' -f1)
STATIC := $(VAR)/static/.collected
CODE := $(shell find catalog cms flows home site -path '*/migrations/*.py' -o -path '*/demo/*' -type f)
SURFACE := $(shell find catalog cms flows home site -path '*/static/*' -type f -o -name '*.po')

.PHONY: run prepare test check bench clean

run: export PORT := $(PORT)
run: export DEMO := $(DEMO)
run: prepare
	@.ci/welcome '$(PORT)' '$(VAR)'
	@GUNICORN_CMD_ARGS="--bind $(BIND) $$GUNICORN_CMD_ARGS" PATH="$(CURDIR)/$(BIN):$$PATH" \
		exec $(BIN)/honcho start web worker

# Two jobs: the static files are compressed while the demo is loaded.
prepare: export DEMO := $(DEMO)
prepare: .venv/.installed
	@$(MAKE) --no-print-directory -j2 $(PREPARED) $(STATIC)

$(PREPARED): .venv/.installed $(CODE)
	@mkdir -p $(VAR)
	$(MANAGE) prepare
	@[ "$(DEMO)" != 1 ] || $(MANAGE) demo_accounts > $(VAR)/demo-accounts.txt
	@touch $@

$(STATIC): .venv/.installed $(SURFACE)
	@mkdir -p $(VAR)
	$(MANAGE) texts
	$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@

.venv/.installed: requirements.txt
	@.ci/install '$(PYTHON)' requirements.txt
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt
	@.ci/install '$(PYTHON)' requirements.txt requirements-dev.txt
	@touch $@

test: .venv/.installed-dev
	@.ci/test $(ARGS)

check: .venv/.installed-dev
	@.ci/check

bench: .venv/.installed-dev
	@$(MANAGE) bench $(if $(BENCH),--only $(BENCH))

clean:
	rm -rf .venv $(VAR)
