#pragma once

#include <cstddef>
#include <filesystem>

#include "msmv/config/json.h"

namespace msmv::training {

// The log of a run: a line of JSON per epoch, each with its number under "epoch".
//
// Keeps the lines of the first `epochs` epochs and forgets the others, written after the
// checkpoint that a run goes on from; 0 begins a new log. Throws OutputError when it can't.
void begin_log(const std::filesystem::path& path, int epochs);

// Adds a line, at once on disk for whoever follows the file.
void append_to_log(const std::filesystem::path& path, const Json& line);

// How validation images came out: samples one by one, and images after the vote of theirs.
struct Validation {
  double loss = 0, patch_accuracy = 0, image_accuracy = 0;
  std::size_t patches = 0, images = 0;
};
// As the log has it: val_accuracy is that of images.
Json log_entries(const Validation& validation);

}  // namespace msmv::training
