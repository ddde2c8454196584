#!/bin/sh
# Makes sure that what the tests drive is there: Chromium, PostgreSQL, Node.js, and the npm packages
# that tests/*/node/package.json name. Installs Debian's packages for missing programs, when it can.
set -eu

has_chromium() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name" > /dev/null; then return 0; fi
    done
    return 1
}

has_postgresql() {
    command -v initdb > /dev/null || ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1
}

has_npm() {
    command -v node > /dev/null && command -v npm > /dev/null
}

missing() {
    has_chromium || echo chromium
    has_postgresql || echo postgresql
    has_npm || echo nodejs npm
}

packages=$(missing)
if [ -n "$packages" ] && command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    # shellcheck disable=SC2086  # one word for each package
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages > /dev/null
    packages=$(missing)
fi

if [ -n "$packages" ]; then
    echo "The tests need these programs; please install them:" $packages >&2
    exit 1
fi

for folder in tests/*/node; do
    # Without a lock file: the manifests name exact versions.
    npm ls --prefix "$folder" > /dev/null 2>&1 ||
        npm install --prefix "$folder" --no-package-lock --no-audit --no-fund --loglevel=error
done
