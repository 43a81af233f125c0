# Slipway. `make demo` shows the main job against a simulated GitHub and cluster; `make test` runs every test.
SWIFT ?= swift
JOBS ?=
FLAGS = --explicit-target-dependency-import-check error $(if $(JOBS),--jobs $(JOBS))
BINARY = .build/debug/slipway

.PHONY: demo test crash-matrix storm fuzz build release docs lint lint-files format validators image-check clean

demo: build
	$(BINARY) demo $(ARGS)

build:
	@Scripts/setup
	$(SWIFT) build --product slipway $(FLAGS)

test:
	@Scripts/setup --tests
	$(SWIFT) build --build-tests $(FLAGS)
	@SWIFT=$(SWIFT) Scripts/test $(if $(FILTER),'$(FILTER)')

# Kills the program at every boundary of everything it does: MATRIX=all (about 600 kills), MATRIX=sample; ONLY=<part of a name>.
crash-matrix:
	@Scripts/setup --tests
	$(SWIFT) build --build-tests $(FLAGS)
	SLIPWAY_MATRIX=$(or $(MATRIX),all) $(if $(ONLY),SLIPWAY_MATRIX_ONLY="$(ONLY)") \
		$(SWIFT) test --skip-build --filter CrashMatrix

# Storms of faults from SEEDS seeds (from FIRST on), or one: SEED=123 with everything it logs. MINUTES: none is begun after so
# many. REPORTS=<folder> keeps the logs of those that fail. Errors are thrown often in a storm, so Swift Testing need not keep a backtrace of each.
storm:
	@Scripts/setup --tests
	$(SWIFT) build --build-tests $(FLAGS)
	SLIPWAY_STORM_SEEDS=$(or $(SEEDS),100) SLIPWAY_STORM_FIRST=$(or $(FIRST),1) $(if $(SEED),SLIPWAY_STORM_SEED=$(SEED)) \
		$(if $(MINUTES),SLIPWAY_STORM_MINUTES=$(MINUTES)) $(if $(CALM),SLIPWAY_STORM_CALM=1) $(if $(REPORTS),SLIPWAY_STORM_REPORTS=$(abspath $(REPORTS))) \
		SWT_SWIFT_ERROR_BACKTRACING_ENABLED=0 $(SWIFT) test --skip-build --filter Storms

# Mutates deliveries, headers, names and configurations for SECONDS; a trap leaves its input in the temporary folder.
fuzz:
	@Scripts/setup --tests
	$(SWIFT) build --build-tests $(FLAGS)
	@SLIPWAY_FUZZ_SECONDS=$(or $(SECONDS),60) $(if $(SEED),SLIPWAY_FUZZ_SEED=$(SEED)) \
		$(if $(INPUT),SLIPWAY_FUZZ_INPUT=$(INPUT)) $(SWIFT) test --skip-build --filter FuzzTests || \
		{ grep -s -a -m1 -H '^make fuzz' $${TMPDIR:-/tmp}/slipway-fuzz-*; exit 1; }

release:
	@Scripts/setup
	$(SWIFT) build --configuration release --product slipway --static-swift-stdlib --scratch-path .build-release $(FLAGS)
	@Scripts/check-release .build-release/release/slipway

# The schema validators some tests use. Without them those tests are skipped, visibly.
validators:
	@Scripts/setup --tests
	@Scripts/python

# Writes the pages that are made from the program: docs/openapi.yaml, docs/metrics.md and docs/troubleshooting.md.
docs:
	@Scripts/setup --tests
	$(SWIFT) build --build-tests $(FLAGS)
	SLIPWAY_WRITE_DOCS=1 SLIPWAY_WRITE_PAGES=1 \
		$(SWIFT) test --skip-build --filter "OpenAPITests|MonitoringTests|TroubleshootingPage"

lint:
	$(SWIFT) format lint --strict --parallel --recursive Sources Tests Package.swift

# What is not Swift: templates as they are rendered, Dockerfiles, manifests, the admission policy, SECURITY.md. PROVE=1 also
# plants a fault for each check, in a copy, and fails if it is not found.
lint-files: build validators
	.venv/bin/python3 Tests/Tools/lint_files.py $(BINARY) $(if $(PROVE),--prove)

format:
	$(SWIFT) format --in-place --parallel --recursive Sources Tests Package.swift

# The image, tried without a container engine (root and debootstrap are needed): IMAGE_BINARY=<path> for another than `make release` makes.
image-check:
	Scripts/image-check $(or $(IMAGE_BINARY),.build-release/release/slipway)

clean:
	rm -rf .build .build-* .venv
