#include "msmv/view/given.h"

#include <algorithm>

#include "msmv/values/errors.h"

namespace msmv::view {
namespace {

namespace fs = std::filesystem;

bool is_below(const fs::path& file, const fs::path& root) {
  const auto [at_root, at_file] = std::ranges::mismatch(root, file);
  static_cast<void>(at_file);
  return at_root == root.end();
}

// The rest of a path behind the last part of that name.
fs::path after(const fs::path& path, const fs::path& name) {
  fs::path rest;
  bool is_found = false;
  for (const fs::path& part : path) {
    if (part == name) {
      is_found = true;
      rest.clear();
    } else {
      rest /= part;
    }
  }
  return is_found ? rest : fs::path();
}

}  // namespace

Given::Given(std::span<const std::string> paths) {
  for (const std::string& path : paths) {
    add(path);
  }
}

void Given::add(const fs::path& path) {
  std::error_code fault;
  fs::path root = fs::canonical(path, fault);
  if (fault) {
    throw InputError(path, "can't be opened: " + fault.message());
  }
  roots_.push_back(std::move(root));
}

std::optional<fs::path> Given::inside(const fs::path& file) const {
  std::error_code fault;
  const fs::path real = fs::canonical(file, fault);
  if (fault || !fs::is_regular_file(real, fault)) {
    return std::nullopt;
  }
  const bool is_given =
      std::ranges::any_of(roots_, [&](const fs::path& root) { return is_below(real, root); });
  return is_given ? std::optional(real) : std::nullopt;
}

std::optional<fs::path> Given::find(const std::string& named, const fs::path& table) const {
  std::vector<fs::path> places = {named, table.parent_path() / named};
  for (const fs::path& root : roots_) {
    places.push_back(root / named);
    if (const fs::path rest = after(named, root.filename()); !rest.empty()) {
      places.push_back(root / rest);
    }
    if (root.filename() == fs::path(named).filename()) {
      places.push_back(root);
    }
  }
  for (const fs::path& place : places) {
    if (auto file = inside(place)) {
      return file;
    }
  }
  return std::nullopt;
}

}  // namespace msmv::view
