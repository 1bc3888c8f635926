#!/bin/sh
# A model with a vision transformer of seeded weights and a head that was trained on drawn fields: for
# measurements, not for answers. One scale, so that a field has six patches.
#
# usage: bench/peers/vit_model.sh s|b|l OUTPUT.safetensors        (ViT-S/16, ViT-B/16, ViT-L/16)
#
# PYTHON names a python3 with NumPy [that of build/peers/venv], MSMV another program than
# build/release/apps/msmv/msmv.
set -eu
[ $# -eq 2 ] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
size=$1 output=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
msmv=${MSMV:-$root/build/release/apps/msmv/msmv}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $size in s) form=kaiko_vits16 ;; b) form=kaiko_vitb16 ;; *) form=$work/l.json ;; esac
cat >"$work/l.json" <<'END'
{"shape": {"source": "timm", "image": 224, "patch": 16, "width": 1024, "depth": 24, "heads": 16, "mlp": "gelu",
  "layer_scale": false, "registers": 0, "class_in_positions": true, "output": "class"},
 "input": {"pixels": 224, "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}}
END
"${PYTHON:-$root/build/peers/venv/bin/python}" "$here/vit_weights.py" "$size" "$work/drawn.safetensors"
"$msmv" model import "$work/drawn.safetensors" --encoder-form "$form" --output "$work/encoder.safetensors"
"$msmv" phantom --seed 0 --count 4 --output "$work/fields" >/dev/null
{
  echo file,class,split
  for i in 0 1 2 3; do
    case $i in [02]) class=Normal ;; *) class=Invasive ;; esac
    [ "$i" -lt 2 ] && part=train || part=val
    echo "fields/phantom_$i.tif,$class,$part"
  done
} >"$work/manifest.csv"
"$msmv" train --data "$work/manifest.csv" --weights "$work/encoder.safetensors" --preset frozen --output "$work/run" \
  --set 'model.krem.windows_px=[897]' --set 'model.krem.steps_px=[80]' --set model.fdnet.discriminator=fc \
  --set training.epochs=2 --set training.regions_per_view=1
mv "$work/run/model.safetensors" "$output"
