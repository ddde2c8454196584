#!/bin/sh
# Prints the path of a Chromium; installs Debian's package when there is none and it can be had.
set -eu

find_it() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name"; then return 0; fi
    done
    return 1
}

find_it && exit 0

if command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >&2
    find_it && exit 0
fi

echo "The browser tests need Chromium: install it, or set CHROMIUM to its path." >&2
exit 1
