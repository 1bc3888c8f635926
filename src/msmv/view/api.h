#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "msmv/view/examine.h"
#include "msmv/view/labels.h"
#include "msmv/view/open_pictures.h"
#include "msmv/view/shelf.h"

namespace msmv::view {

// Answers what the page asks for, without HTTP. An answer is none where there is no collection,
// row, picture or tile of that number. All throw InputError where a file can't be read. Any thread
// may call.
class Api {
 public:
  // As Shelf and Examiner take them.
  Api(std::span<const std::string> paths, const std::filesystem::path& root,
      std::function<Expert()> load, const image::ReadOptions& reading);
  ~Api();

  // A session's name, which changes with each start, and a list of the collections.
  Json overview() const;
  std::optional<Json> collection(std::size_t number) const;
  // The part of a slide run that is about one row.
  std::optional<Json> slide(std::size_t collection, std::size_t row) const;

  // Size, kind ("field" or "slide"), pixel size where the file says one, which sizes may be given,
  // levels of its tiles.
  std::optional<Json> picture(std::size_t number);
  // JPEGs: a tile, the whole picture, and a rectangle of it, both at most `side_px` long.
  std::optional<std::string> tile(std::size_t picture, int level, std::int64_t column,
                                  std::int64_t row);
  std::optional<std::string> thumbnail(std::size_t picture, std::int64_t side_px);
  std::optional<std::string> region(std::size_t picture, const PixelRect& at, std::int64_t side_px);

  // As Examiner says.
  std::optional<Json> examine(std::size_t picture, const std::optional<PixelSize>& given);

  std::optional<std::string> activation(std::size_t picture, const std::optional<PixelSize>& given,
                                        std::size_t label);

  // False where there is no such row. Throws as Labels::set does.
  bool set_label(std::size_t collection, std::size_t row, const std::string& label);

  // Where the next dropped picture is to be written; `name` tells its kind and nothing else.
  std::filesystem::path place_for_drop(const std::string& name);
  // Its number. Throws InputError for a file that is no picture. The last 16 are kept.
  std::size_t take_dropped(const std::filesystem::path& file);

 private:
  std::shared_ptr<const slide::Slide> open(std::size_t number);

  Shelf shelf_;
  Examiner examiner_;
  OpenPictures pictures_;
  std::string session_;
  std::vector<std::unique_ptr<Labels>> labels_;  // of each collection; none of slides
  std::filesystem::path drops_;                  // a folder of the viewer's own
  std::mutex mutex_;
  std::list<std::filesystem::path> dropped_;
  std::size_t drops_by_now_ = 0;
};

}  // namespace msmv::view
