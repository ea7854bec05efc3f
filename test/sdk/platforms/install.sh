#!/bin/sh
# Installs the runtimes that generated clients are tested on: Node 22, Deno, Bun from npm; Chromium from Debian.
set -eu
cd "$(dirname "$0")"
npm ci --ignore-scripts --no-audit --no-fund
if command -v chromium >/dev/null; then
  exit 0
fi
if [ "$(id -u)" != 0 ]; then
  echo "chromium is not installed, and apt-get needs root: install Debian's package chromium" >&2
  exit 2
fi
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
apt-get update -qq
apt-get install -y -qq --no-install-recommends chromium
