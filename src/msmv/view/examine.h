#pragma once

#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "msmv/classify/stream.h"
#include "msmv/config/json.h"
#include "msmv/explain/explainer.h"
#include "msmv/image/read.h"

namespace msmv::view {

// The model that an examiner works with.
struct Expert {
  Model model;
  std::shared_ptr<const ModelFile> file;  // that it was made from; none: nothing is explained
};

// A field as the page is told of it, all in pixels of the picture: `class`, `scores`, `votes`,
// `views` (each voter's view, scores and windows with their nuclei), `nuclei` ([x, y,
// probability]), the pixel size, measures, `unfit`, and the model; or `fault`. `explains` says
// whether there are activation maps. Classifies pictures on request with a model that is loaded at
// the first. The last 32 answers are kept. One picture at a time: it uses all cores.
class Examiner {
 public:
  Examiner(std::function<Expert()> load, image::ReadOptions reading);

  // `given`: the pixel size that a table or a reader names. Throws InputError when the model can't
  // be loaded.
  Json examine(const std::filesystem::path& picture, const std::optional<PixelSize>& given);

  // The class activation map of a field (explain/field_map.h) as a PNG with opacity that lies over
  // the whole picture; nothing for a class that the model hasn't. Throws InputError for a picture
  // that can't be classified and a model without maps. Those of the last 8 pictures are kept.
  std::optional<std::string> activation(const std::filesystem::path& picture,
                                        const std::optional<PixelSize>& given, std::size_t label);

 private:
  struct Kept {
    std::string key;
    Json answer;
  };
  struct KeptMaps {
    std::string key;
    std::vector<std::string> pictures;  // of each class
  };
  const Expert& expert();
  std::vector<std::string> explain(const std::filesystem::path& picture,
                                   const std::optional<PixelSize>& given);

  std::function<Expert()> load_;
  image::ReadOptions reading_;
  std::mutex mutex_;
  std::optional<Expert> expert_;
  std::optional<explain::Explainer> explainer_;
  std::list<Kept> kept_;
  std::list<KeptMaps> kept_maps_;
};

Json to_json(const Classified& classified, const Model& model);

}  // namespace msmv::view
