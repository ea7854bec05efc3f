#!/bin/sh
# Installs the proxies that the benchmark measures beside the gateway, from Debian, without starting them.
set -eu
if [ "$(id -u)" != 0 ]; then
  echo "nginx and haproxy are installed by apt-get, which needs root: run this script as root" >&2
  exit 2
fi
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
apt-get update -qq
apt-get install -y -qq --no-install-recommends nginx-light haproxy
