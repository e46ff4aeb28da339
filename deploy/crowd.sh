#!/usr/bin/env bash
# Whether brokers keep their bounds of memory: starts three with the launcher's heap of 512 MB, a thousand producers and a
# thousand consumers that hardly read, prints what the brokers hold every five seconds, and fails if that grows.
#   crowd.sh [--seconds 600] [--producers 1000] [--consumers 1000] [--clients 50] [--rate 500]
#   crowd.sh --producers 100 --consumers 100 --rate 0 --stall 8    as fast as they can, while one broker stands still
# Builds first. --help explains the options.
set -euo pipefail

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cli=$home/client-sdk/cli/target

echo "building"
(cd "$home" && mvn -B -ntp -q -DskipTests -Dstyle.color=never -pl client-sdk/cli -am package \
  dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/test.classpath)

java=${THALWEG_JAVA_HOME:-${JAVA_HOME:-}}
java=${java:+$java/bin/}java
exec "$java" -Xms256m -Xmx3g -XX:+UseParallelGC -cp "$cli/test-classes:$cli/classes:$(cat "$cli/test.classpath")" \
  io.thalweg.cli.crowd.CrowdCommand --home "$home" "$@"
