# Everything one does with Apus; `make test` is also what continuous integration runs.

SHELL := /bin/bash
PORT ?= 8080
TESTS := scripts/test
RELEASE := .build-release
# With Swift's library inside: a tenth quicker, and it runs where no Swift is installed.
PROGRAM := swift build -c release --static-swift-stdlib --scratch-path $(RELEASE)

.PHONY: build twin run test bench clean

# The release program, at bin/apus.
build:
	@$(PROGRAM) --product apus
	@mkdir -p bin
	@cp -f $(RELEASE)/release/apus bin/apus
	@echo "bin/apus is ready: bin/apus --help"

# The program that runs the engine beside its naive twin.
twin:
	@$(PROGRAM) --product apus-check

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
