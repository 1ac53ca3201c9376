#!/bin/sh
# What the tests need beside Python: PostgreSQL, Chromium, fonts. Installed here where that is
# allowed (root on Debian or Ubuntu); else it is said plainly what is missing.
set -u
missing=""
has() { command -v "$1" >/dev/null 2>&1; }
has chromium || has chromium-browser || has google-chrome || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || has initdb || missing="$missing postgresql"
ls /usr/share/fonts/truetype/noto/NotoSansArabic*-Regular.ttf >/dev/null 2>&1 ||
  missing="$missing fonts-noto-core"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && has apt-get; then
  echo "tests: installing$missing …"
  log=$(mktemp)
  # shellcheck disable=SC2086  # a list of packages
  if apt-get update -qq >"$log" 2>&1 &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >>"$log" 2>&1; then
    exit 0
  fi
  tail -n 5 "$log" >&2
fi
echo "tests: please install$missing. The tests that need them are skipped, and say so." >&2
exit 0
