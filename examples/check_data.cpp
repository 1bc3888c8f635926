// What is wrong with a labelled data set, before anything is trained on it: a line a fault, then
// how many images each class has. Needs only msmv::pixels.
// usage: check_data MANIFEST_OR_FOLDER

#include <cstdio>
#include <exception>

#include "msmv/dataset/file_check.h"
#include "msmv/dataset/read.h"
#include "msmv/image/read.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: check_data MANIFEST_OR_FOLDER\n");
    return 2;
  }
  try {
    auto [data, faults] = msmv::dataset::read(argv[1], {});
    const auto in_files = msmv::dataset::check_files(data, [](const msmv::dataset::Sample& sample) {
      msmv::image::read(sample.path, msmv::image::with_pixel_size({}, sample.um_per_px));
    });
    faults.insert(faults.end(), in_files.begin(), in_files.end());
    for (const auto& fault : msmv::dataset::one_a_file(faults)) {
      std::printf("%s: %s\n", fault.path.c_str(), fault.text.c_str());
    }
    std::vector<int> images(data.classes.size());
    for (const auto& sample : msmv::dataset::without(data, faults).samples) {
      ++images[*sample.label];
    }
    for (std::size_t i = 0; i < images.size(); ++i) {
      std::printf("%s: %d\n", data.classes[i].c_str(), images[i]);
    }
    return faults.empty() ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
