#pragma once

#include <cstddef>
#include <filesystem>

namespace msmv::report {

// Joins the tables that the shards of a run wrote, FOLDER/slides.K-of-N.csv, to FOLDER/slides.csv,
// in the order of an undivided run and with its bytes; the number of rows. Throws InputError naming
// the shards that are missing, and when they are parts of different runs.
std::size_t merge_slides(const std::filesystem::path& folder);

}  // namespace msmv::report
