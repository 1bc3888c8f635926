#!/bin/sh
# Fails unless the zones of src/msmv are linked as docs/architecture.md has it, each file includes only files of
# its zone and of zones below it, a library's headers are included only by zones that link it, and folders keep
# their order: of two that a zone names, the first one includes nothing of the second.
# usage: check_layers.sh [BUILD]    (a build folder, where CMake wrote zones.txt; else the newest one in build/)
cd "$(dirname "$0")/.." || exit 1
zones=${1:+$1/zones.txt}
[ -n "$zones" ] || zones=$(ls -t build/*/zones.txt 2>/dev/null | head -n 1)
[ -f "$zones" ] || { echo "check_layers: no zones.txt; run cmake --preset release"; exit 1; }
{
  sed 's/^/graph /' "$zones"
  sed -n '/^| zone | folders/,/^$/s/^| *//p' docs/architecture.md | sed '1,2d; s/ *| */|/g; s/^/row /'
  (cd src/msmv && find . -name '*.h' -o -name '*.cpp' | sed 's#^\./#source #'
    grep -rnE --include='*.h' --include='*.cpp' '^ *# *include' . | sed -E 's#^\./([^:]*):([0-9]+):.*include *#include \1 \2 #')
} | awk '
function fail(text) { print text; failed = 1 }
function folder_of(file) { sub(/\/[^\/]*$/, "", file); return file }
function zone_of(file) { sub(/\.(h|cpp)$/, "", file); return zone[file] }
function append(list, word) { return list == "" ? word : list " " word }

BEGIN {
  # Header, as it begins, and the library it is of, as CMake names it; "": the system.
  split("torch/=torch ATen/=torch c10/=torch opencv2/=opencv_core openslide.h=OPENSLIDE vips/=VIPS lcms2.h=LCMS " \
        "tiffio.h=TIFF::TIFF zlib.h=ZLIB::ZLIB pugixml=pugixml::pugixml oneapi/=TBB::tbb tbb/=TBB::tbb " \
        "httplib.h=HTTPLIB xgboost/=XGBOOST onnx/=onnx google/protobuf/=protobuf::libprotobuf hdf5.h=HDF5 " \
        "plplot/=PLPLOT openvino/=openvino::runtime zip.h=LIBZIP xxhash.h=XXHASH glib.h=GLIB utf8.h=utf8::cpp " \
        "nlohmann/=nlohmann_json::nlohmann_json omp.h=OpenMP::OpenMP_CXX " \
        "dlfcn.h= fcntl.h= link.h= malloc.h= stdlib.h= sys/= time.h= unistd.h=", pairs, " ")
  for (i in pairs) {
    at = index(pairs[i], "=")
    library[substr(pairs[i], 1, at - 1)] = substr(pairs[i], at + 1)
  }
}

# What CMake knows.
$1 == "graph" && $2 == "zone" { now = $3; zones[++zone_count] = now; above[now, now] = 1 }
$1 == "graph" && $2 == "links" {
  links[now] = append(links[now], $3)
  for (i = 1; i <= zone_count; ++i) {
    if (above[$3, zones[i]]) {
      above[now, zones[i]] = 1
    }
  }
}
$1 == "graph" && $2 == "needs" { needs[now] = append(needs[now], $3); needed[now, $3] = 1 }
$1 == "graph" && $2 == "file" {
  zone[$3] = now
  folder = folder_of($3)
  if (!((now, folder) in place)) {
    place[now, folder] = ++folder_count
    folders[now] = append(folders[now], folder)
  }
}

# (a) The documented graph: | zone | folders | links | libraries |; those in brackets may be missing.
function documented(cell, zone,   words, count, i, word, list) {
  count = split(cell, words, " ")
  for (i = 1; i <= count; ++i) {
    word = words[i]
    if (word ~ /^\(.*\)$/) {
      word = substr(word, 2, length(word) - 2)
      optional[zone, word] = 1
      if (!needed[zone, word]) {
        continue
      }
    }
    list = append(list, word)
  }
  return list
}
$1 == "row" {
  split(substr($0, 5), cells, "|")
  name = cells[1]
  gsub(/`/, "", name)
  if (name in folders) {
    shown[name] = 1
    as_shown = cells[2] "|" cells[3] "|" documented(cells[4], name)
    as_built = folders[name] "|" links[name] "|" needs[name]
    if (as_shown != as_built) {
      fail("docs/architecture.md: zone " name " is | " folders[name] " | " links[name] " | " needs[name] " |")
    }
  } else {
    fail("docs/architecture.md: there is no zone " name)
  }
}

$1 == "source" && zone_of($2) == "" { fail("src/msmv/" $2 ": in no zone") }

# (b) Our headers, and (d) the order of folders.
$1 == "include" && $4 ~ /^"msmv\// {
  target = substr($4, 7)
  sub(/".*/, "", target)
  from = zone_of($2)
  to = zone_of(target)
  where = "src/msmv/" $2 ":" $3 ": msmv/" target
  if (to == "") {
    fail(where " is in no zone")
  } else if (from != "" && !above[from, to]) {
    fail(where " is of the zone " to ", to which " from " is not linked")
  }
  for (i = 1; i <= zone_count; ++i) {
    first = place[zones[i], folder_of($2)]
    second = place[zones[i], folder_of(target)]
    if (first && second && second > first) {
      fail(where " comes after " folder_of($2) "/ in the zone " zones[i])
    }
  }
}

# (c) Headers of other libraries; those of the standard library have neither a dot nor a slash.
$1 == "include" && $4 ~ /^<.*[.\/]/ {
  from = zone_of($2)
  header = substr($4, 2)
  sub(/>.*/, "", header)
  found = ""
  for (start in library) {
    if (index(header, start) == 1) {
      found = start
    }
  }
  where = "src/msmv/" $2 ":" $3 ": <" header ">"
  if (found == "") {
    fail(where " is of a library that tools/check_layers.sh does not know")
  } else if (library[found] != "" && !needed[from, library[found]] && !optional[from, library[found]]) {
    fail(where ": the zone " from " does not link " library[found])
  }
}

END {
  for (i = 1; i <= zone_count; ++i) {
    if (!shown[zones[i]]) {
      fail("docs/architecture.md: no row | " zones[i] " | " folders[zones[i]] " | " links[zones[i]] " | " needs[zones[i]] " |")
    }
  }
  if (zone_count == 0) {
    fail("check_layers: no zones")
  }
  exit failed
}'
