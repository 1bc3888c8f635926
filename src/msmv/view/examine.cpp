#include "msmv/view/examine.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "msmv/explain/field_map.h"
#include "msmv/image/field.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/view/collection_json.h"
#include "msmv/view/cut.h"

namespace msmv::view {
namespace {

constexpr std::size_t kMostKept = 32, kMostKeptMaps = 8;

// Where the photo itself lies in a map of its field, whose margins may be mirrored out.
cv::Rect photo_in_map(const Field& field, cv::Size map) {
  const auto place = [](double field_px) {
    return static_cast<int>(std::lround(field_px / explain::kFieldStep));
  };
  const cv::Rect photo(
      place(static_cast<double>(field.margin_left)), place(static_cast<double>(field.margin_top)),
      std::max(1, place(static_cast<double>(field.original_width) / field.original_px_per_px.x)),
      std::max(1, place(static_cast<double>(field.original_height) / field.original_px_per_px.y)));
  return photo & cv::Rect({0, 0}, map);
}

Json score_list(const ClassScores& scores) {
  Json list = Json::array();
  for (const float score : scores) {
    list.push_back(decimal_value(score));
  }
  return list;
}

Json voter_json(const ViewScores& voter, const ClassNames& classes) {
  Json windows = Json::array();
  for (std::size_t i = 0; i < voter.region.windows.size(); ++i) {
    const PixelRect& at = voter.region.windows[i];
    windows.push_back({{"x", at.x}, {"y", at.y}, {"width", at.width}, {"height", at.height}});
    if (i < voter.region.nuclei.size()) {
      windows.back()["nuclei"] = voter.region.nuclei[i];
    }
  }
  return {{"view", name(voter.region.view)},
          {"class", classes[best_class(voter.scores)]},
          {"scores", score_list(voter.scores)},
          {"windows", std::move(windows)}};
}

Json nuclei_json(const PreparedField& prepared) {
  Json list = Json::array();
  for (const Nucleus& nucleus : prepared.nuclei) {
    const Point at = image::to_original(prepared.field, nucleus.centre);
    const auto tenth = [](double value) { return std::round(value * 10) / 10; };
    list.push_back({tenth(at.x), tenth(at.y), std::round(nucleus.probability * 100) / 100});
  }
  return list;
}

Json measures_json(const fitness::Measures& measures) {
  return {{"tissue", measures.tissue}, {"pen", measures.pen},   {"blood", measures.blood},
          {"fold", measures.fold},     {"blur", measures.blur}, {"sharpness", measures.sharpness}};
}

std::string key_of(const std::filesystem::path& picture, const std::optional<PixelSize>& given) {
  const auto changed = std::filesystem::last_write_time(picture).time_since_epoch().count();
  return picture.string() + "\n" + std::to_string(changed) + "\n" +
         (given ? decimal(given->x) + " " + decimal(given->y) : "");
}

}  // namespace

Json to_json(const Classified& classified, const Model& model) {
  Json json = {{"model", model.id},
               {"precision", model.network->facts().precision},
               {"classes", classes_json(model.config.classes)}};
  if (!classified.fault.empty()) {
    json["fault"] = classified.fault;
    return json;
  }
  const ClassNames& classes = model.config.classes;
  json["um_per_px"] = {classified.um_per_px.x, classified.um_per_px.y};
  json["um_per_px_source"] = name(classified.um_per_px_source);
  json["measures"] = measures_json(classified.prepared.measures);
  json["nuclei"] = nuclei_json(classified.prepared);
  if (!classified.prepared.unfit.empty()) {
    json["unfit"] = classified.prepared.unfit;
    return json;
  }
  const Diagnosis& diagnosis = classified.diagnosis;
  json["class"] = classes[diagnosis.label];
  json["scores"] = score_list(diagnosis.scores);
  json["votes"] = diagnosis.votes;
  Json views = Json::array();
  for (const ViewScores& voter : diagnosis.views) {
    views.push_back(voter_json(voter, classes));
  }
  json["views"] = std::move(views);
  return json;
}

Examiner::Examiner(std::function<Expert()> load, image::ReadOptions reading)
    : load_(std::move(load)), reading_(reading) {}

const Expert& Examiner::expert() {
  if (!expert_) {
    expert_ = load_();
  }
  return *expert_;
}

Json Examiner::examine(const std::filesystem::path& picture,
                       const std::optional<PixelSize>& given) {
  const std::lock_guard lock(mutex_);
  const std::string key = key_of(picture, given);
  const auto known = std::ranges::find(kept_, key, &Kept::key);
  if (known != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, known);
    return kept_.front().answer;
  }
  const Expert& by = expert();
  bool is_asked = false;
  Json answer;
  classify_stream(
      [&]() -> std::optional<PictureToClassify> {
        return std::exchange(is_asked, true)
                   ? std::nullopt
                   : std::optional(PictureToClassify{.path = picture, .um_per_px = given});
      },
      [&](Classified&& classified) {
        answer = to_json(classified, by.model);
        return true;
      },
      by.model, reading_);
  answer["explains"] = by.file && explain::hindrance(*by.file).empty();
  kept_.push_front({key, answer});
  if (kept_.size() > kMostKept) {
    kept_.pop_back();
  }
  return answer;
}

std::vector<std::string> Examiner::explain(const std::filesystem::path& picture,
                                           const std::optional<PixelSize>& given) {
  const Expert& by = expert();
  const Classified read = read_and_prepare({picture, given}, by.model.config, reading_);
  if (!read.fault.empty() || !by.file) {
    throw InputError(picture, by.file ? read.fault : "can't be explained");
  }
  if (!explainer_) {
    explainer_.emplace(by.file);
  }
  const PreparedField& prepared = read.prepared;
  const cv::Size size = prepared.field.image.pixels.size();
  const explain::FieldMaps maps = explain::lay_over({size.width, size.height}, prepared.regions,
                                                    explainer_->maps(prepared.patches));
  const cv::Rect there = photo_in_map(prepared.field, maps.of_class.front().size());
  std::vector<std::string> pictures;
  for (const cv::Mat& map : maps.of_class) {
    pictures.push_back(png(explain::coloured(map(there), maps.top)));
  }
  return pictures;
}

std::optional<std::string> Examiner::activation(const std::filesystem::path& picture,
                                                const std::optional<PixelSize>& given,
                                                std::size_t label) {
  const std::lock_guard lock(mutex_);
  const std::string key = key_of(picture, given);
  const auto known = std::ranges::find(kept_maps_, key, &KeptMaps::key);
  if (known != kept_maps_.end()) {
    kept_maps_.splice(kept_maps_.begin(), kept_maps_, known);
  } else {
    kept_maps_.push_front({key, explain(picture, given)});
    if (kept_maps_.size() > kMostKeptMaps) {
      kept_maps_.pop_back();
    }
  }
  const std::vector<std::string>& pictures = kept_maps_.front().pictures;
  return label < pictures.size() ? std::optional(pictures[label]) : std::nullopt;
}

}  // namespace msmv::view
