#!/usr/bin/env bash
# Every figure of docs/figures.md, from the sweeps in tools/sweeps/figures and comparisons of three small networks.
#
#   tools/scripts/figures.sh [OUTDIR] [FORMAT]
#
# OUTDIR is out/figures unless given, FORMAT png, svg or pdf (pdf unless given). Some minutes on two cores; started again,
# it runs the points that are missing and draws everything. ESCALATE_SIM_JAR and JAVA name other places than the usual ones.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-out/figures}
format=${2:-pdf}
jar=${ESCALATE_SIM_JAR:-$root/tools/cli/target/escalate-sim.jar}
if [ ! -f "$jar" ]; then
    echo "error: $jar: no such file; build it with ./mvnw -q package -DskipTests, or set ESCALATE_SIM_JAR" >&2
    exit 2
fi

sim() { "${JAVA:-java}" -jar "$jar" "$@" --quiet; }
plot() { # NAME KIND ARGUMENT...
    local name=$1
    shift
    sim plot "$@" --out "$out/$name.$format"
    echo "figure        $out/$name.$format"
}

mkdir -p "$out/data"
for sweep in ring ring-density lookahead lanes m tiles bandwidth; do
    echo "sweep         $sweep" >&2
    sim sweep "$root/tools/sweeps/figures/$sweep.yaml" --out "$out/data/$sweep"
    sim merge "$out/data/$sweep"
done
for network in resnet20-cifar vgg16-cifar mobilenetv2-cifar; do
    for seed in 1 2 3; do
        folder=$out/data/compare-$network-$seed
        if [ ! -f "$folder/compare.json" ]; then
            echo "compare       $network, seed $seed" >&2
            sim compare --net "$network" --seed "$seed" --machines tile8,eyeriss,systolic,scnn,sparten --sram none \
                --out "$folder"
        fi
    done
done
if [ ! -f "$out/data/run/run.json" ]; then
    sim run --net resnet20-cifar --out "$out/data/run"
fi

# Networks x machines.
compared=("$out"/data/compare-*)
plot speedup speedup "${compared[@]}"
plot efficiency efficiency "${compared[@]}"
plot energy energy "$out"/data/compare-*-1 --scale relative --width 7 --height 2.6
plot pareto pareto "$out/data/compare-vgg16-cifar-1" --x milliseconds --y energy_pj
# Accuracy against speedup, of the trained networks in docs.
for network in vgg-small res-small; do
    plot accuracy-$network accuracy "$root/docs/training-penni-$network.csv" --over float --label phase \
        --series strength --title "Accuracy against speedup: $network"
done
# One run, layer by layer.
plot energy-layers energy "$out/data/run" --layers
plot cycles cycles "$out/data/run" --units ca,mac
plot utilisation utilisation "$out/data/run" --units ca,mac
plot roofline roofline "$out/data/run"
plot density density --net resnet20-cifar
# Sensitivity.
pattern=channel_accumulation.pattern
lanes=channel_accumulation.lanes
plot ring sensitivity "$out/data/ring" --x ring.slots --y speedup --series workload --from-zero
plot ring-density sensitivity "$out/data/ring-density" --x ring.slots --y cycles \
    --series workload.coefficient_density --from-zero
plot lookahead sensitivity "$out/data/lookahead" --where $lanes=16 \
    --x $pattern.h --y cycles --series $pattern.d
plot lookahead-heat sensitivity "$out/data/lookahead" --where $lanes=4 \
    --x $pattern.h --y cycles --series $pattern.d --heat
plot lookaside sensitivity "$out/data/lookahead" --where $lanes=4 \
    --x $pattern.d --y cycles --series $pattern.h --from-zero
plot lanes sensitivity "$out/data/lanes" --where channel_accumulation.chunk=128 --x $lanes \
    --y speedup --series workload --from-zero
plot lanes-heat sensitivity "$out/data/lanes" --where workload=mobilenetv2-cifar --x $lanes \
    --y energy_pj --series channel_accumulation.chunk --heat
plot m sensitivity "$out/data/m" --x workload.m --y cycles
plot tiles sensitivity "$out/data/tiles" --x tiles --y speedup --series dram.ideal --from-zero
plot bandwidth sensitivity "$out/data/bandwidth" --x dram.bytes_per_cycle --y milliseconds --series tiles
plot bandwidth-heat sensitivity "$out/data/bandwidth" --x dram.bytes_per_cycle --y milliseconds --series tiles --heat
plot tiles-pareto pareto "$out/data/tiles" --where dram.ideal=false --x milliseconds --y energy_pj
