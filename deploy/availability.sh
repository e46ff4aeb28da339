#!/usr/bin/env bash
# How long partitions take no writes when brokers fail, leave and come back: starts real brokers, writes to them, strikes
# each fault several times, prints a table and writes docs/availability.md. As root on Linux also cuts the network.
#   availability.sh [--tries 10] [--faults A,B] [--session 6s] [--log-gb N] [--report FILE]
# Builds first; needs an idle machine to mean something. --help explains the options.
set -euo pipefail

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cli=$home/client-sdk/cli/target

echo "building"
(cd "$home" && mvn -B -ntp -q -DskipTests -Dstyle.color=never -pl client-sdk/cli -am package \
  dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/test.classpath)

java=${THALWEG_JAVA_HOME:-${JAVA_HOME:-}}
java=${java:+$java/bin/}java
report=(--report "$home/docs/availability.md")
case " $* " in *" --report"*) report=() ;; esac
exec "$java" -Xms128m -Xmx512m -XX:+UseParallelGC -cp "$cli/test-classes:$cli/classes:$(cat "$cli/test.classpath")" \
  io.thalweg.cli.availability.AvailabilityCommand --home "$home" ${report[@]+"${report[@]}"} "$@"
