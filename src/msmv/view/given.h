#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace msmv::view {

// The files and folders that a viewer was given: nothing else is ever opened. Links are followed
// first, so that a link out of a folder leads nowhere.
class Given {
 public:
  // Throws InputError for a path that isn't there.
  explicit Given(std::span<const std::string> paths);

  // The file itself, links followed, if it is there and is one of the given or lies below one.
  std::optional<std::filesystem::path> inside(const std::filesystem::path& file) const;

  // The picture that a table names: a path from here, from the table's folder, or from a given
  // folder; or, where the table was made elsewhere, what follows a given folder's own name in it.
  std::optional<std::filesystem::path> find(const std::string& named,
                                            const std::filesystem::path& table) const;

  const std::vector<std::filesystem::path>& roots() const { return roots_; }

  // One more, which was made by the viewer itself.
  void add(const std::filesystem::path& path);

 private:
  std::vector<std::filesystem::path> roots_;  // links followed
};

}  // namespace msmv::view
