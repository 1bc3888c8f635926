#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace msmv::testing {

// A folder of its own for one test, removed with it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "msmv_test_XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path operator/(const std::string& file_name) const { return path_ / file_name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream content;
  content << stream.rdbuf();
  return content.str();
}

// The folder of real data and weights that is never part of the repository.
inline std::filesystem::path shared_folder() {
  return std::filesystem::path(MSMV_SOURCE_DIR).parent_path() / "shared";
}

}  // namespace msmv::testing

// Skips a test that needs real data, only where that folder is absent.
#define MSMV_NEEDS_SHARED()                                       \
  if (!std::filesystem::exists(msmv::testing::shared_folder())) { \
    GTEST_SKIP() << "needs " << msmv::testing::shared_folder();   \
  }                                                               \
  static_assert(true)
