#!/bin/sh
# Fails when a stage includes a later stage, or a library its zone may not know.
cd "$(dirname "$0")/../src/msmv" || exit 1
order="values config pipeline files weights pfenet fdnet program libtorch engine image slide stain fitness views krem patches phantom nuclei trees vote model network classify explain dataset metrics report store view training experiments doctor runs"
status=0
for stage in */; do
  case " $order " in *" ${stage%/} "*) ;; *) echo "src/msmv/$stage is not in the order of stages"; status=1 ;; esac
done
later=$order
for stage in $order; do
  later=${later#"$stage"}; later=${later# }
  [ -d "$stage" ] || continue
  for other in $later; do
    grep -rn "#include \"msmv/$other/" "$stage" && status=1
  done
done
forbid() { pattern=$1; shift; for d in "$@"; do [ -d "$d" ] && grep -rnE "#include <($pattern)" "$d" && status=1; done; }
forbid 'torch|ATen|c10'   values config files image slide stain fitness views krem patches phantom nuclei weights trees libtorch engine vote model network classify metrics report dataset store view experiments doctor runs
forbid 'opencv2|openslide|vips|lcms2' values config files weights pfenet fdnet engine network vote metrics dataset training
for stage in $order; do
  [ "$stage" = pipeline ] || forbid 'oneapi/tbb|tbb/' "$stage"
  [ "$stage" = view ] || forbid 'httplib' "$stage"
  [ "$stage" = trees ] || forbid 'xgboost' "$stage"
  [ "$stage" = program ] || forbid 'onnx/' "$stage"
done
exit $status
