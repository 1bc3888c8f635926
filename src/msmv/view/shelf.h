#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "msmv/report/prediction.h"
#include "msmv/view/given.h"

// The runs, folders and pictures of a viewer, each known to the page by its number and never
// by a path.

namespace msmv::view {

// A slide as the table of its run tells of it.
struct SlideRow {
  std::string name, status, message;  // name: of its files
  PixelExtent extent;
  std::optional<PixelSize> um_per_px{};
  double tissue_mm2 = 0;
  std::size_t tiles = 0;
  std::vector<double> shares, mm2;  // by class; empty without tissue
};

struct Row {
  std::string name;  // as its table or folder names it
  std::optional<std::size_t> picture{};
  std::optional<report::Prediction> prediction{};
  std::optional<SlideRow> slide{};
};

struct Collection {
  enum class Kind { pictures, fields, slides };
  Kind kind = Kind::pictures;
  std::filesystem::path path;  // the table, or the folder of pictures
  ClassNames classes;
  std::vector<Row> rows;
};

// Reads all that was given. Throws InputError for what isn't there, a damaged table, and when there
// is nothing to show.
class Shelf {
 public:
  explicit Shelf(std::span<const std::string> paths, const std::filesystem::path& root = {});

  const std::vector<Collection>& collections() const { return collections_; }
  const Given& given() const { return given_; }

  // Nothing for a number that no picture has. The file is looked for again each time, so that one
  // that was replaced by a link out of the given folders isn't followed.
  std::optional<std::filesystem::path> picture(std::size_t number) const;

  // A folder of the viewer's own, for pictures that are dropped on the page; before it serves any.
  void add_own_folder(const std::filesystem::path& folder) { given_.add(folder); }
  // One more picture, in that folder. Its number.
  std::size_t add_dropped(const std::filesystem::path& path) { return number_of(path); }

 private:
  void read(const std::filesystem::path& path);
  void read_folder(const std::filesystem::path& folder);
  bool read_table(const std::filesystem::path& table);
  std::size_t number_of(const std::filesystem::path& file);

  Given given_;
  std::vector<Collection> collections_;
  mutable std::mutex mutex_;
  std::vector<std::filesystem::path> pictures_;
};

}  // namespace msmv::view
