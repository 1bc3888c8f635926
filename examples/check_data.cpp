// What is wrong with a labelled data set, before anything is trained on it: a line a fault, then
// how many images each class has. Needs only msmv::pixels.
// usage: check_data MANIFEST_OR_FOLDER

#include <cstdio>
#include <exception>
#include <vector>

#include "msmv/dataset/file_check.h"
#include "msmv/dataset/read.h"
#include "msmv/image/mark.h"
#include "msmv/image/read.h"
#include "msmv/values/errors.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: check_data MANIFEST_OR_FOLDER\n");
    return 2;
  }
  try {
    auto read = msmv::dataset::read(argv[1], {});
    const auto& data = read.dataset;
    auto& faults = read.faults;
    std::vector<msmv::dataset::LookedInto> files;
    for (const auto& sample : data.samples) {
      msmv::dataset::LookedInto& file = files.emplace_back();
      try {
        const msmv::image::PictureFile picture(sample.path,
                                               msmv::image::with_pixel_size({}, sample.um_per_px));
        file.content_hash = picture.content_hash();
        file.mark = msmv::image::mark_of(picture.decode().image);
      } catch (const msmv::InputError& error) {
        file.fault = error.fault();
      }
    }
    const auto in_files = msmv::dataset::check_files(data, files);
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
