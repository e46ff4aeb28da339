#!/usr/bin/env bash
# Thalweg beside Apache Kafka on this machine: throughput, latency, processor time, memory, failover, restart. Starts three
# brokers of each in turn, loads them alike, prints tables, and with --report writes a page with pictures.
#   run.sh --quick                                     minutes: shows that it works, and what is far off
#   run.sh --report docs/benchmarks.md                 hours: wants an idle machine
#   run.sh --scenarios latency,large-1kb-* --tries 5   some of it; --list tells the names
#   run.sh --systems thalweg,nats --scenarios produce  beside NATS JetStream, if nats-server is on the path
#   run.sh --java /path/to/jdk-17,/path/to/jdk-25      with several JDKs
#   run.sh regression                                  Thalweg alone, some minutes: has it become slower than baseline.tsv?
#   run.sh --micro [PATTERN] [OPTIONS OF JMH]          the inner pieces alone
# Builds first (BENCHMARK_BUILD=no skips that); Kafka's jars come from the registry. --help explains all options.
set -euo pipefail

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
modules=$home/client-sdk
kafka=$(sed -n 's/.*<kafka.version>\(.*\)<\/kafka.version>.*/\1/p' "$home/pom.xml")
maven=(mvn -B -ntp -Dstyle.color=never -Dorg.slf4j.simpleLogger.defaultLogLevel=warn)

if [ "${BENCHMARK_BUILD:-yes}" != no ]; then
  echo "building"
  (cd "$home" && "${maven[@]}" -DskipTests -Pbenchmark \
    -pl client-sdk/cli,client-sdk/benchmarks,client-sdk/benchmarks-kafka,client-sdk/benchmarks-nats,client-sdk/benchmarks-jmh -am package)
fi

java=${THALWEG_JAVA_HOME:-${JAVA_HOME:-}}
java=${java:+$java/bin/}java

if [ "${1:-}" = --micro ]; then
  shift
  # Short runs unless told otherwise; JMH takes an option only once.
  usual=(-f 1 -wi 3 -w 2s -i 5 -r 2s)
  for ((i = 0; i < ${#usual[@]}; i += 2)); do
    [[ " $* " == *" ${usual[i]} "* ]] || set -- "$@" "${usual[i]}" "${usual[i + 1]}"
  done
  exec "$java" -cp "$modules/benchmarks-jmh/target/classes:$modules/benchmarks-jmh/target/lib/*" org.openjdk.jmh.Main "$@"
fi

if [[ " $* " != *" regression "* && " $* " != *"nats"* ]] && [ ! -e "$modules/benchmarks-kafka/target/kafka/kafka_2.13-$kafka.jar" ]; then
  echo "getting Kafka $kafka"
  rm -rf "$modules/benchmarks-kafka/target/kafka"
  "${maven[@]}" -f "$modules/benchmarks-kafka/server" org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies \
    -Dkafka.version="$kafka" -DincludeScope=runtime -DoutputDirectory="$modules/benchmarks-kafka/target/kafka"
fi

exec "$java" -Xmx256m -cp "$modules/benchmarks/target/classes:$modules/benchmarks/target/lib/*" \
  io.thalweg.benchmark.app.BenchmarkCommand --home "$home" --kafka "$kafka" "$@"
