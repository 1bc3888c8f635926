#pragma once

#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "msmv/classify/stream.h"
#include "msmv/config/json.h"
#include "msmv/image/read.h"

namespace msmv::view {

// A field as the page is told of it, all in pixels of the picture: `class`, `scores`, `votes`,
// `views` (each voter's view, scores and windows with their nuclei), `nuclei` ([x, y,
// probability]), the pixel size, measures, `unfit`, and the model; or `fault`. Classifies pictures
// on request with a model that is loaded at the first. The last 32 answers are kept. One picture at
// a time: it uses all cores.
class Examiner {
 public:
  Examiner(std::function<Model()> load, image::ReadOptions reading);

  // `given`: the pixel size that a table or a reader names. Throws InputError when the model can't
  // be loaded.
  Json examine(const std::filesystem::path& picture, const std::optional<PixelSize>& given);

 private:
  struct Kept {
    std::string key;
    Json answer;
  };

  std::function<Model()> load_;
  image::ReadOptions reading_;
  std::mutex mutex_;
  std::optional<Model> model_;
  std::list<Kept> kept_;
};

Json to_json(const Classified& classified, const Model& model);

}  // namespace msmv::view
