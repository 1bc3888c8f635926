#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "temporary_folder.h"

namespace msmv::testing {

// Copies a drawn slide with the second tile of level 0, at (256, 0), damaged: the second JPEG in
// the file loses its begin.
inline void write_damaged_tile(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::string bytes = read_file(from);
  const std::string start = "\xFF\xD8\xFF";
  const std::size_t second = bytes.find(start, bytes.find(start) + 3);
  ASSERT_NE(second, std::string::npos);
  bytes.replace(second, 64, std::string(64, '\0'));
  std::ofstream(to, std::ios::binary) << bytes;
}

}  // namespace msmv::testing
