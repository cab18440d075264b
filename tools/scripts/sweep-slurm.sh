#!/usr/bin/env bash
# A sweep as a Slurm job array, one shard per task; all tasks write to one folder.
#
#   sbatch --array=1-16 tools/scripts/sweep-slurm.sh tools/sweeps/ring-lookahead.yaml out/ring-lookahead
#
# When all tasks have ended (or at any time, for what there is until then):
#
#   java -jar tools/cli/target/escalate-sim.jar merge out/ring-lookahead
#
# A task that was killed is started again by the same line: it runs only what is missing. The array must begin at 1.
# Further arguments go to the sweep, for example --yes. ESCALATE_SIM_JAR and JAVA name other places than the usual ones.
#SBATCH --job-name=escalate-sweep
#SBATCH --cpus-per-task=4
#SBATCH --mem-per-cpu=1G
#SBATCH --time=04:00:00
#SBATCH --output=sweep-%A-%a.log
set -euo pipefail

if [ $# -lt 2 ]; then
    echo "usage: sbatch --array=1-N $0 SWEEP.yaml OUTDIR [OPTION...]" >&2
    exit 2
fi
: "${SLURM_ARRAY_TASK_ID:?start this with sbatch --array=1-N}"
if [ "${SLURM_ARRAY_TASK_MIN:-1}" != 1 ] || [ "${SLURM_ARRAY_TASK_STEP:-1}" != 1 ]; then
    echo "the array must be 1-N: every shard must run" >&2
    exit 2
fi
sweep=$1
out=$2
shift 2

exec "${JAVA:-java}" -jar "${ESCALATE_SIM_JAR:-tools/cli/target/escalate-sim.jar}" sweep "$sweep" --out "$out" \
    --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --threads "${SLURM_CPUS_PER_TASK:-1}" "$@"
