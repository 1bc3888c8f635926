#include "msmv/view/collection_json.h"

#include <array>
#include <cstdio>

#include "msmv/report/class_colours.h"
#include "msmv/values/decimal.h"

namespace msmv::view {
namespace {

Json numbers(const ClassScores& scores) {
  Json list = Json::array();
  for (const float score : scores) {
    list.push_back(decimal_value(score));
  }
  return list;
}

void add_prediction(Json& json, const report::Prediction& prediction, const ClassNames& classes) {
  json["status"] = report::status_of(prediction);
  json["message"] = report::message_of(prediction);
  json["model"] = prediction.model;
  if (prediction.has_class()) {
    const Diagnosis& diagnosis = prediction.diagnosis;
    json["class"] = classes[diagnosis.label];
    json["scores"] = numbers(diagnosis.scores);
    json["votes"] = diagnosis.votes;
  }
}

void add_slide(Json& json, const SlideRow& slide, const ClassNames& classes) {
  json["status"] = slide.status;
  json["message"] = slide.message;
  json["tissue_mm2"] = slide.tissue_mm2;
  json["tiles"] = slide.tiles;
  if (!slide.shares.empty() && slide.shares.size() == classes.size()) {
    const auto most = std::ranges::max_element(slide.shares) - slide.shares.begin();
    json["class"] = classes[static_cast<std::size_t>(most)];
    json["scores"] = slide.shares;
    json["mm2"] = slide.mm2;
  }
}

}  // namespace

const char* name(Collection::Kind kind) {
  constexpr std::array kNames = {"pictures", "fields", "slides"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string title_of(const Collection& collection) {
  if (collection.path.empty()) {
    return "Pictures";
  }
  const auto path = std::filesystem::absolute(collection.path).lexically_normal();
  const std::string last = path.filename().string();
  const std::string above = path.parent_path().filename().string();
  return last.empty()                                    ? above
         : collection.kind == Collection::Kind::pictures ? last
                                                         : above + "/" + last;
}

Json classes_json(const ClassNames& classes) {
  Json list = Json::array();
  for (std::size_t label = 0; label < classes.size(); ++label) {
    const auto [red, green, blue] = report::class_colour(label);
    char colour[8];
    std::snprintf(colour, sizeof colour, "#%02x%02x%02x", red, green, blue);
    list.push_back({{"name", classes[label]}, {"colour", colour}});
  }
  return list;
}

Json to_json(const Collection& collection,
             const std::function<std::string(std::size_t row)>& label_of) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < collection.rows.size(); ++i) {
    const Row& row = collection.rows[i];
    Json json = {{"name", row.name}, {"picture", nullptr}};
    if (row.picture) {
      json["picture"] = *row.picture;
    }
    if (row.prediction) {
      add_prediction(json, *row.prediction, collection.classes);
    }
    if (row.slide) {
      add_slide(json, *row.slide, collection.classes);
    }
    if (std::string label = label_of(i); !label.empty()) {
      json["label"] = std::move(label);
    }
    rows.push_back(std::move(json));
  }
  return {{"kind", name(collection.kind)},
          {"title", title_of(collection)},
          {"classes", classes_json(collection.classes)},
          {"rows", std::move(rows)}};
}

}  // namespace msmv::view
