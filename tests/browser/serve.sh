#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Serves a fresh demonstration city for the browser tests: serve.sh PORT. Its data, the files that the
# tests upload and the server's log lie in build/browser/ until the next time.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
data=$root/build/browser
rm -rf "$data"
"$root/build/release/kaogong" demo --data "$data" >/dev/null
python3 "$root/tests/browser/workbooks.py" "$data" "$root"
exec "$root/build/release/kaogong" serve --data "$data" --port "$1" >"$data/address" 2>"$data/server.log"
