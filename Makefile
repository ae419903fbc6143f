# SPDX-License-Identifier: Apache-2.0
# The list of verbs. `make help` explains them.

SWIFT ?= swift
FLAGS ?= --build-path .build
SOURCES = Sources Tests Package.swift

.PHONY: help demo serve test lint format check coverage bench release install clean

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

install: ## install the C libraries and tools that are missing (apt, or Homebrew named)
	@scripts/install-dependencies build

demo: install ## build, place a simulated call and show what was understood and answered
	$(SWIFT) build $(FLAGS) --product switchboard
	.build/debug/switchboard demo

serve: install ## build and serve on this machine
	$(SWIFT) build $(FLAGS) --product switchboard
	.build/debug/switchboard serve

test: install ## build everything and run every test
	@scripts/install-dependencies test
	$(SWIFT) build $(FLAGS) --build-tests --explicit-target-dependency-import-check error
	@SWIFT="$(SWIFT)" scripts/test

lint: ## check format, licence headers and imports
	$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)
	@scripts/check-headers
	@scripts/check-imports

format: ## format every source file
	$(SWIFT) format --in-place --recursive --parallel $(SOURCES)

check: lint test ## lint and test

coverage: install ## run the tests and print line coverage by target
	@scripts/install-dependencies test
	@SWIFT="$(SWIFT)" scripts/coverage

release: install ## build the release binary
	$(SWIFT) build --build-path .build-release -c release --product switchboard

bench: release ## measure the cost of a media message and the bytes of a call
	@scripts/bench

clean: ## remove what was built
	rm -rf .build .build-release .build-coverage
