#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/values/picture_mark.h"

namespace msmv::dataset {

// Opens a sample's picture as far as is needed to trust it, and gives its mark where its pixels
// were looked at; throws InputError when it is no picture.
using Probe = std::function<std::optional<PictureMark>(const Sample&)>;

struct FileFacts {
  std::string content_hash;
  std::optional<PictureMark> mark;
};

struct FileCheck {
  std::vector<Fault> faults;
  std::map<std::filesystem::path, FileFacts> facts;  // of each file that could be read
};

// What is wrong with the files behind the samples, before any work is put into them: files that
// `probe` refuses, and files that show the picture of an earlier one, which would count an image
// twice and may put it on both sides of a split: by their bytes, by their pixels (saved in another
// format), or nearly (through JPEG, or resized). When two such files have different labels, both
// are at fault. Reads every file once beside the probe; compares each two marks.
FileCheck check_files(const Dataset& dataset, const Probe& probe);

}  // namespace msmv::dataset
