#!/usr/bin/env bash
# The main job on three real brokers, proved: builds if needed, starts a cluster on loopback, produces the JDK's class
# catalogue while two groups read it, kills a leader half way, and compares what was read with what was written - inside
# the job and once more from outside. Exit 0 only when everything holds.
#   quickstart.sh          in a temporary folder, stopped and deleted at the end
#   quickstart.sh --keep   in .thalweg/local, left running
set -euo pipefail

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
thalweg=$home/deploy/bin/thalweg
lib=$home/client-sdk/cli/target/thalweg/lib
topic=jdk-classes
keep=
case "${1:-}" in
  "") ;;
  --keep) keep=yes ;;
  *) echo "usage: quickstart.sh [--keep]" >&2; exit 2 ;;
esac

say() { printf '%s\n' "$*"; }

build_if_needed() {
  local jar newer=
  jar=$(find "$lib" -name 'thalweg-cli-*.jar' 2>/dev/null | head -n 1 || true)
  if [ -n "$jar" ]; then
    newer=$(find "$home/proto/src" "$home/cluster-metadata/src/main" "$home/broker-node/src/main" \
      "$home/client-sdk/client/src/main" "$home/client-sdk/cli/src/main" "$home/pom.xml" -newer "$jar" -type f -print -quit)
    [ -n "$newer" ] || return 0
  fi
  say "building"
  (cd "$home" && mvn -B -ntp -Dmaven.test.skip=true -Dstyle.color=never -Dorg.slf4j.simpleLogger.defaultLogLevel=error -pl client-sdk/cli -am package)
}

work=
cluster=
cleanup() {
  local status=$?
  trap - EXIT INT TERM
  if [ -n "$cluster" ] && [ "$status" -ne 0 ]; then
    for log in "$cluster"/broker-*/server.log; do
      if [ -f "$log" ]; then
        { say "--- the end of $log"; tail -n 20 "$log"; } >&2
      fi
    done
  fi
  if [ -n "$cluster" ] && { [ -z "$keep" ] || [ "$status" -ne 0 ]; }; then
    "$thalweg" local down --dir "$cluster" >/dev/null 2>&1 || true
  fi
  if [ -n "$work" ]; then rm -rf "$work"; fi
  exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

build_if_needed

work=$(mktemp -d)
if [ -n "$keep" ]; then
  cluster=$home/.thalweg/local
  if [ -d "$cluster" ]; then
    "$thalweg" local down --dir "$cluster" --delete >/dev/null
  fi
else
  cluster=$work/local
fi

started=$(date +%s)
say "starting three brokers"
"$thalweg" local up --brokers 3 --base-port 0 --dir "$cluster"
bootstrap=$("$thalweg" local status --dir "$cluster" --output json |
  grep -o '"client":"[^"]*"' | cut -d'"' -f4 | paste -sd, -)
export THALWEG_BOOTSTRAP=$bootstrap

say
"$thalweg" quickstart --dir "$cluster" --input "$work/written.tsv"

"$thalweg" consume "$topic" --from earliest --until-end --format '%k\t%v%n' >"$work/read.tsv"
LC_ALL=C sort "$work/written.tsv" -o "$work/written.sorted"
LC_ALL=C sort "$work/read.tsv" -o "$work/read.sorted"
if ! cmp "$work/written.sorted" "$work/read.sorted"; then
  say "what another process read is not what was written: $(wc -l <"$work/read.tsv") of $(wc -l <"$work/written.tsv") lines" >&2
  exit 1
fi
say "another process read $(wc -l <"$work/read.tsv") records: byte for byte what was written"
say "proved in $(($(date +%s) - started)) s"

say
say "Try next:"
if [ -n "$keep" ]; then
  say "  export THALWEG_BOOTSTRAP=$bootstrap"
  say "  deploy/bin/thalweg consume $topic --from earliest --max 5 --output json"
  say "  deploy/bin/thalweg group describe audit"
  say "  deploy/bin/thalweg bench produce --topic $topic --records 200000"
  say "Stop it with deploy/bin/thalweg local down --delete."
else
  say "  deploy/quickstart.sh --keep                        # the same, and the cluster stays"
  say "  deploy/bin/thalweg local up                        # an empty cluster of three brokers"
  say "  deploy/bin/thalweg topic create orders --partitions 6"
fi
