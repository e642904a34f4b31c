# Shared by the scripts of this folder; sourced, never run. Bash 3.2 is enough.

python=.venv/bin/python
stamps=.venv/.loandesk

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Root on Debian or Ubuntu may install; anybody else is told what to install.
may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

apt_updated=""
apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  if [ -z "$apt_updated" ]; then apt-get update -qq </dev/null >/dev/null || true; apt_updated=yes; fi
  apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

# The checksum of the files named on standard input, one a line; names count too, so that a removed file is seen.
checksum() { LC_ALL=C sort | xargs cksum | cksum; }

# A stamp holds the checksum of what a step was last made from; the step is done again when it differs.
is_done() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }
mark_done() { mkdir -p "$stamps"; printf '%s\n' "$2" >"$stamps/$1"; }
