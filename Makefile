# Everything one does with Apus; `make test` is also what continuous integration runs.

SHELL := /bin/bash
PORT ?= 8080
TESTS := scripts/test
RELEASE := .build-release

.PHONY: build run test bench clean

# The release program, at bin/apus.
build:
	@swift build -c release --product apus --scratch-path $(RELEASE)
	@mkdir -p bin
	@cp -f $(RELEASE)/release/apus bin/apus
	@echo "bin/apus is ready: bin/apus --help"

# A live venue on http://localhost:8080, kept in data/.
run: build
	@bin/apus serve --port $(PORT) --data data

# Format, warnings, unit tests, and the venue as a whole under load, kill -9 and third-party clients.
test:
	@$(TESTS)

# The speed of the parts and of the whole, beside a yardstick each.
bench: build
	@scripts/bench

clean:
	rm -rf .build $(RELEASE) bin
