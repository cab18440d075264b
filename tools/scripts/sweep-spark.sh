#!/usr/bin/env bash
# A sweep on an Apache Spark 4.2 cluster; results come to OUTDIR on the computer where this is started.
#
#   tools/scripts/sweep-spark.sh spark://head:7077 tools/sweeps/ring-lookahead.yaml out/ring-lookahead
#
# Killed or stopped, it is started again by the same line and runs only what is missing. Further arguments go to the
# sweep, for example --yes; SPARK_OPTIONS, split at spaces, goes to spark-submit, for example "--executor-memory 4G".
# SPARK_SUBMIT and ESCALATE_SIM_SPARK_JAR name other places than the usual ones. The jar is built by
#
#   ./mvnw -q -Pall -pl tools/sweep-spark -am package -DskipTests
set -euo pipefail

if [ $# -lt 3 ]; then
    echo "usage: $0 MASTER SWEEP.yaml OUTDIR [OPTION...]" >&2
    exit 2
fi
master=$1
sweep=$2
out=$3
shift 3
read -r -a options <<<"${SPARK_OPTIONS:-}"

submit=${SPARK_SUBMIT:-${SPARK_HOME:+$SPARK_HOME/bin/}spark-submit}
if ! command -v "$submit" >/dev/null; then
    echo "error: $submit: no such program; set SPARK_HOME to the folder of Apache Spark, or SPARK_SUBMIT to its spark-submit" >&2
    exit 2
fi

exec "$submit" --master "$master" "${options[@]}" \
    --class org.escalatesim.sweep.spark.SparkSweep \
    "${ESCALATE_SIM_SPARK_JAR:-tools/sweep-spark/target/escalate-sim-sweep-spark.jar}" "$sweep" --out "$out" "$@"
