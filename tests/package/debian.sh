#!/bin/sh
# Unpacks the Debian package of FOLDER and runs the program from there.
# usage: debian.sh FOLDER
set -eu
cd "$1"
rm -rf unpacked
dpkg-deb -x msmv_*.deb unpacked
depends=$(dpkg-deb -f msmv_*.deb Depends)
for package in libtorch libopenblas0-openmp plplot-driver-cairo; do
  case $depends in
    *"$package"*) ;;
    *) echo "debian: the package does not depend on $package: $depends"; exit 1 ;;
  esac
done
for file in bin/msmv share/msmv/models/msmv.safetensors share/doc/msmv/docs/symptoms.md \
    share/bash-completion/completions/msmv share/zsh/vendor-completions/_msmv \
    share/fish/vendor_completions.d/msmv.fish; do
  [ -s "unpacked/usr/$file" ] || { echo "debian: no /usr/$file"; exit 1; }
done
dpkg-deb -c libmsmv-dev_*.deb | grep -q 'usr/include/msmv/classify/classify.h' || {
  echo "debian: libmsmv-dev has no headers"
  exit 1
}
if ls python3-msmv_*.deb >/dev/null 2>&1; then
  dpkg-deb -x python3-msmv_*.deb unpacked
  PYTHONPATH=$PWD/unpacked/usr/lib/python3/dist-packages /usr/bin/python3 -c '
import msmv, sys
path = str(msmv.load_model().path)
sys.exit(0 if path.endswith("unpacked/usr/share/msmv/models/msmv.safetensors") else path)'
fi
unset MSMV_MODEL
unpacked/usr/bin/msmv phantom --seed 5 --width 1024 --height 1024 --output field.tif
unpacked/usr/bin/msmv classify field.tif --output classes.csv
grep '^field.tif,ok,' classes.csv
