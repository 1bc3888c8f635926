#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/values/picture_mark.h"

namespace msmv::dataset {

// Facts about the file behind a sample.
struct LookedInto {
  std::string content_hash;           // files/content_hash.h
  std::string fault;                  // why it can't be used; empty: it can
  std::optional<PictureMark> mark{};  // none: nobody looked at its pixels
};

// Finds what is wrong with the files behind the samples before any work is put into them:
// their own faults, and files that show the picture of an earlier one, which would count an image
// twice and may put it on both sides of a split: by their bytes, by their pixels (saved in another
// format) or nearly (through JPEG, or resized). When two such files have different labels, both
// are at fault. Compares each two marks. Throws std::invalid_argument for another number of files
// than of samples.
std::vector<Fault> check_files(const Dataset& dataset, std::span<const LookedInto> files);

}  // namespace msmv::dataset
