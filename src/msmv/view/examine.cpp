#include "msmv/view/examine.h"

#include <algorithm>

#include "msmv/image/field.h"
#include "msmv/values/decimal.h"
#include "msmv/view/collection_json.h"

namespace msmv::view {
namespace {

constexpr std::size_t kMostKept = 32;

Json numbers(const ClassScores& scores) {
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
          {"scores", numbers(voter.scores)},
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
  json["scores"] = numbers(diagnosis.scores);
  json["votes"] = diagnosis.votes;
  Json views = Json::array();
  for (const ViewScores& voter : diagnosis.views) {
    views.push_back(voter_json(voter, classes));
  }
  json["views"] = std::move(views);
  return json;
}

Examiner::Examiner(std::function<Model()> load, image::ReadOptions reading)
    : load_(std::move(load)), reading_(reading) {}

Json Examiner::examine(const std::filesystem::path& picture,
                       const std::optional<PixelSize>& given) {
  const std::lock_guard lock(mutex_);
  const std::string key = key_of(picture, given);
  const auto known = std::ranges::find(kept_, key, &Kept::key);
  if (known != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, known);
    return kept_.front().answer;
  }
  if (!model_) {
    model_ = load_();
  }
  bool is_asked = false;
  Json answer;
  classify_stream(
      [&]() -> std::optional<PictureToClassify> {
        return std::exchange(is_asked, true)
                   ? std::nullopt
                   : std::optional(PictureToClassify{.path = picture, .um_per_px = given});
      },
      [&](Classified&& classified) {
        answer = to_json(classified, *model_);
        return true;
      },
      *model_, reading_);
  kept_.push_front({key, answer});
  if (kept_.size() > kMostKept) {
    kept_.pop_back();
  }
  return answer;
}

}  // namespace msmv::view
