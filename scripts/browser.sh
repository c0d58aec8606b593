#!/bin/sh
# Make a Chromium available for the browser tests: the system's, else the distribution's package,
# else Playwright's own. Fails loudly when none can be had.
set -eu
cd "$(dirname "$0")/.."

if [ "${NO_BROWSER:-}" = 1 ]; then
    echo "NO_BROWSER=1: the browser journeys are left out."
    exit 0
fi

has_system_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        # Ubuntu's chromium-browser may be a name that only says "install the snap".
        if command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

has_own_browser() {
    .venv/bin/python - <<'PYTHON'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())
PYTHON
}

if has_system_browser || has_own_browser; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium with apt-get."
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium) >&2 || true
    if has_system_browser; then exit 0; fi
fi
echo "Installing Playwright's Chromium."
if .venv/bin/python -m playwright install chromium && has_own_browser; then exit 0; fi
cat >&2 <<'TEXT'
No Chromium was found and none could be installed, so the browser journeys cannot run. Either
  install one:       apt-get install chromium   (or: brew install --cask google-chrome)
  or leave them out: NO_BROWSER=1 make test
TEXT
exit 1
