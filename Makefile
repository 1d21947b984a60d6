# Everything a person does here; each target installs what it needs (scripts/setup) and can be repeated.
SHELL := /bin/bash
SWIFT_BUILD := swift build -c release
ENV := eval "$$(scripts/setup env)" &&

.PHONY: help build demo demo-stop test unit e2e check bench fmt crds goldens fuzz clean

help:
	@printf '%s\n' \
	  'make build      release binaries in .build/release' \
	  'make demo       local cluster, operator and one PostgreSQL cluster, left running' \
	  'make demo-stop  end and remove all of it' \
	  'make test       everything: packages, build, all tests' \
	  'make check      formatting, warnings, scripts, units and manifests' \
	  'make bench      measure, with docs/benchmarks.md as the reference' \
	  'make goldens    rendered objects of CASES=DIR against recorded ones' \
	  'make fmt        format the sources'

build:
	@scripts/setup build
	$(SWIFT_BUILD)

demo:
	@scripts/demo start

demo-stop:
	@scripts/demo stop

# One build configuration for programs, demo and tests: nothing is compiled twice.
test: unit e2e

unit:
	@scripts/setup test
	$(SWIFT_BUILD) --build-tests
	$(ENV) swift test -c release --skip-build

e2e:
	@scripts/setup test
	$(SWIFT_BUILD)
	$(ENV) /usr/bin/python3 Tests/EndToEnd/run.py

check:
	@scripts/setup test
	swift format lint --strict --recursive --configuration .swift-format Package.swift Sources Tests
	shellcheck scripts/setup scripts/demo .ci/run
	/usr/bin/python3 Tests/EndToEnd/run.py deploy.

bench:
	@scripts/setup test
	$(SWIFT_BUILD)
	$(ENV) scripts/bench

goldens:
	@test -n "$(CASES)" || { echo 'usage: make goldens CASES=DIR'; exit 64; }
	@$(SWIFT_BUILD) --product postgres-operator-reconciler >&2
	@scripts/goldens "$(CASES)"

crds:
	$(SWIFT_BUILD) --product postgres-operator-reconciler
	.build/release/postgres-operator-reconciler crds --directory deploy/crds
	.build/release/postgres-operator-reconciler reference --directory docs

fmt:
	swift format --in-place --recursive --configuration .swift-format Package.swift Sources Tests

fuzz:
	@scripts/setup test
	$(ENV) POSTGRES_OPERATOR_FUZZ=500000 swift test -c release --filter FuzzTests

clean:
	rm -rf .build
