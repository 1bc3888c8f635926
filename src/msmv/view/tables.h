#pragma once

#include <filesystem>
#include <optional>

#include "msmv/view/shelf.h"

namespace msmv::view {

// The table of a run of `classify`, or slides.csv of a run of `slides`, without pictures. Nothing
// for a table of another kind. Throws InputError for one of these kinds that is damaged.
std::optional<Collection> read_run_table(const std::filesystem::path& table);

}  // namespace msmv::view
