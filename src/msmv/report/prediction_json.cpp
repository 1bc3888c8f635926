#include "msmv/report/prediction_json.h"

#include <cmath>
#include <ostream>
#include <string>

#include "msmv/values/decimal.h"

namespace msmv::report {
namespace {

Json number(int value) {
  return value;
}
Json number(float value) {
  return decimal_value(value);
}

// PREFIX_CLASS, as the columns of the CSV are named.
template <class Values>
void put_by_class(Json& out, const std::string& prefix, const ClassNames& classes,
                  const Values& values) {
  for (std::size_t i = 0; i < classes.size(); ++i) {
    out[prefix + classes[i]] = number(values.at(i));
  }
}

Json to_json(const ViewScores& voter, const ClassNames& classes) {
  Json windows = Json::array();
  for (const PixelRect& window : voter.region.windows) {
    windows.push_back(
        {{"x", window.x}, {"y", window.y}, {"width", window.width}, {"height", window.height}});
  }
  Json out = {
      {"view", name(voter.region.view)}, {"windows", windows}, {"nuclei", voter.region.nuclei}};
  put_by_class(out, "prob_", classes, voter.scores);
  return out;
}

double rounded(double value) {
  return std::round(value * 1e4) / 1e4;
}

// What a picture is refused by beside what the table has columns for (fitness/judge.h).
Json what_is_judged(const fitness::Measures& measures, std::size_t nuclei) {
  Json colour = Json::array();
  for (const double part : measures.nuclear_colour) {
    colour.push_back(rounded(part));
  }
  return {{"foreign", rounded(measures.foreign)},
          {"dark", rounded(measures.dark)},
          {"eosin_hue", rounded(measures.eosin_hue)},
          {"nuclear_colour", colour},
          {"nuclei", nuclei}};
}

}  // namespace

Json to_json(const Prediction& prediction, const ClassNames& classes) {
  const bool is_ok = prediction.has_class();
  Json out = {{"file", prediction.file}, {"status", status_of(prediction)}};
  if (is_ok) {
    const Diagnosis& diagnosis = prediction.diagnosis;
    out["class"] = classes.at(diagnosis.label);
    out["votes"] = diagnosis.votes.at(diagnosis.label);
    put_by_class(out, "prob_", classes, diagnosis.scores);
    put_by_class(out, "votes_", classes, diagnosis.votes);
  }
  if (prediction.um_per_px) {
    out["mpp_x"] = prediction.um_per_px->x;
    out["mpp_y"] = prediction.um_per_px->y;
    out["mpp_source"] = name(prediction.um_per_px_source);
  }
  out["message"] = message_of(prediction);
  out["content_hash"] = prediction.content_hash;
  out["model"] = prediction.model;
  out["precision"] = prediction.precision;
  out["device"] = prediction.device;
  if (prediction.measures) {
    for (const auto& [name, value] : fitness::named(*prediction.measures)) {
      out[name] = rounded(value);
    }
    out["fitness"] = what_is_judged(*prediction.measures, prediction.nuclei);
  }
  if (is_ok) {
    out["voters"] = prediction.diagnosis.views.size();
    out["views"] = Json::array();
    for (const ViewScores& voter : prediction.diagnosis.views) {
      out["views"].push_back(to_json(voter, classes));
    }
  }
  return out;
}

void write_json_line(std::ostream& stream, const Prediction& prediction,
                     const ClassNames& classes) {
  stream << to_json(prediction, classes).dump(-1, ' ', false, Json::error_handler_t::replace)
         << '\n';
}

}  // namespace msmv::report
