// Tables: manifests, predictions of other programs, and class folders' ground truth.

#include "fuzz/input.h"
#include "msmv/dataset/manifest.h"
#include "msmv/report/prediction_csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace msmv;
  const auto& path = fuzz::file_of({data, size}, "manifest.csv");
  fuzz::read_or_refuse([&] { dataset::read_manifest(path, {}); });
  fuzz::read_or_refuse([&] {
    dataset::read_manifest(
        path, {.labels = dataset::Labels::ignored, .pictures = dataset::Pictures::ignored});
  });
  fuzz::read_or_refuse([&] { report::read_predictions(path, {}); });
  fuzz::read_or_refuse([&] { report::read_predictions(path, {"Normal", "Benign"}); });
  return 0;
}
