// Tables: manifests, predictions of other programs, and class folders' ground truth.

#include <fstream>

#include "fuzz/input.h"
#include "msmv/dataset/folders.h"
#include "msmv/dataset/manifest.h"
#include "msmv/report/prediction_csv.h"

namespace {

// The pictures that the tables of tests/broken name: one in its class's folder, one beside it.
void add_pictures(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "Benign");
  std::ofstream(folder / "Benign/a.png") << "a";
  std::ofstream(folder / "b.png") << "b";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace msmv;
  const auto& path = fuzz::file_of({data, size}, "microscopy_ground_truth.csv");
  static const bool once = (add_pictures(path.parent_path()), true);
  static_cast<void>(once);
  fuzz::read_or_refuse([&] { dataset::read_manifest(path, {}); });
  fuzz::read_or_refuse([&] {
    dataset::read_manifest(
        path, {.labels = dataset::Labels::ignored, .pictures = dataset::Pictures::ignored});
  });
  fuzz::read_or_refuse([&] { dataset::read_folders(path.parent_path(), {}); });
  fuzz::read_or_refuse([&] { report::read_predictions(path, {}); });
  fuzz::read_or_refuse([&] { report::read_predictions(path, {"Normal", "Benign"}); });
  return 0;
}
