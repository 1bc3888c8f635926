#pragma once

#include <cstddef>
#include <filesystem>

namespace msmv::report {

struct MergedSlides {
  std::size_t rows = 0, failed = 0;  // failed: of status error
};

// Joins the tables that the shards of a run wrote, FOLDER/slides.K-of-N.csv, to FOLDER/slides.csv,
// in the order of an undivided run and with its bytes. Throws InputError naming the shards that are
// missing, and when they are parts of different runs.
MergedSlides merge_slides(const std::filesystem::path& folder);

}  // namespace msmv::report
