#include "msmv/report/slide_tables.h"

#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <utility>
#include <vector>

#include "msmv/config/json.h"
#include "msmv/files/csv.h"
#include "msmv/report/class_colours.h"
#include "msmv/values/decimal.h"

namespace msmv::report {
namespace {

std::string nuclei_text(const TileResult& tile) {
  return tile.nuclei ? std::to_string(*tile.nuclei) : "";
}

Json corners_of(const PixelRect& at) {
  const std::int64_t right = at.x + at.width, bottom = at.y + at.height;
  return Json::array({{at.x, at.y}, {right, at.y}, {right, bottom}, {at.x, bottom}, {at.x, at.y}});
}

// What the tile shows beside its class. `tissue` is the mask's.
std::vector<std::pair<const char*, double>> measures_of(const TileResult& tile) {
  const fitness::Measures& m = tile.measures;
  return {{"glass", std::max(0.0, 1 - m.tissue - m.foreign - m.pen)},
          {"dark", m.dark},
          {"pen", m.pen},
          {"blood", m.blood},
          {"fold", m.fold},
          {"blur", m.blur},
          {"sharpness", m.sharpness}};
}

Json classification_of(const TileResult& tile, const ClassNames& classes) {
  constexpr std::array<int, 3> kUnfitGray = {128, 128, 128};
  return tile.unfit.empty()
             ? Json{{"name", classes[tile.label]}, {"color", class_colour(tile.label)}}
             : Json{{"name", "Unfit"}, {"color", kUnfitGray}};
}

Json feature_of(const TileResult& tile, const ClassNames& classes) {
  Json measurements = Json::object();
  for (std::size_t i = 0; i < classes.size(); ++i) {
    measurements["prob_" + classes[i]] = decimal_value(tile.scores[i]);
  }
  measurements["tissue"] = tile.tile.tissue;
  for (const auto& [name, value] : measures_of(tile)) {
    measurements[name] = value;
  }
  if (tile.nuclei) {
    measurements["nuclei"] = *tile.nuclei;
  }
  return {
      {"type", "Feature"},
      {"geometry", {{"type", "Polygon"}, {"coordinates", Json::array({corners_of(tile.tile.at)})}}},
      {"properties",
       {{"objectType", "tile"},
        {"classification", classification_of(tile, classes)},
        {"measurements", measurements}}}};
}

// Of the tissue in the tiles, the share of each class, then that of unfit tiles.
std::vector<double> shares_of(const std::vector<TileResult>& tiles, std::size_t classes) {
  std::vector<double> shares(classes + 1, 0);
  double all = 0;
  for (const TileResult& tile : tiles) {
    shares[tile.unfit.empty() ? tile.label : classes] += tile.tile.tissue;
    all += tile.tile.tissue;
  }
  for (double& share : shares) {
    share = all > 0 ? share / all : 0;
  }
  return shares;
}

double median_sharpness(const std::vector<TileResult>& tiles) {
  std::vector<double> values;
  for (const TileResult& tile : tiles) {
    values.push_back(tile.measures.sharpness);
  }
  std::ranges::sort(values);
  return values[values.size() / 2];
}

std::size_t unfit_in(const std::vector<TileResult>& tiles) {
  return static_cast<std::size_t>(
      std::ranges::count_if(tiles, [](const TileResult& tile) { return !tile.unfit.empty(); }));
}

// How many tiles are unfit, and the reason of most of them, without its numbers.
std::string unfit_note(const std::vector<TileResult>& tiles) {
  std::map<std::string, std::size_t> reasons;
  for (const TileResult& tile : tiles) {
    if (!tile.unfit.empty()) {
      ++reasons[tile.unfit.substr(0, tile.unfit.find_first_of(":0123456789"))];
    }
  }
  if (reasons.empty()) {
    return "";
  }
  const auto most =
      std::ranges::max_element(reasons, {}, [](const auto& reason) { return reason.second; });
  return std::to_string(unfit_in(tiles)) + " of " + counted(tiles.size(), "tile") +
         " unfit, most: " + most->first;
}

void add_note(std::string& notes, const std::string& note) {
  notes += notes.empty() || note.empty() ? note : "; " + note;
}

}  // namespace

std::string message_of(const SlideReport& report) {
  if (!report.fault.empty()) {
    return report.fault;
  }
  std::string message;
  add_note(message, report.plan.pixel_size.note);
  if (report.tiles.empty()) {
    add_note(message,
             report.plan.tissue_mm2 > 0 ? "no tile holds enough tissue" : "no tissue was found");
  } else if (report.plan.stain.fault != stain::Fault::none) {
    add_note(message, std::string("colours left as they are: ") + text(report.plan.stain.fault));
  }
  add_note(message, unfit_note(report.tiles));
  return message;
}

const char* status_of(const SlideReport& report) {
  if (!report.fault.empty()) {
    return "error";
  }
  return report.tiles.empty()                            ? "no_tissue"
         : unfit_in(report.tiles) == report.tiles.size() ? "unfit"
                                                         : "ok";
}

void write_tile_csv(std::ostream& out, const SlideReport& report, const ClassNames& classes) {
  out << "minx,miny,width,height";
  for (const std::string& name : classes) {
    out << ',' << files::csv_field("prob_" + name);
  }
  out << ",class,tissue";
  for (const auto& [name, value] : measures_of({})) {
    out << ',' << name;
  }
  out << ",nuclei,unfit\n";
  for (const TileResult& tile : report.tiles) {
    const PixelRect& at = tile.tile.at;
    out << at.x << ',' << at.y << ',' << at.width << ',' << at.height;
    for (const float score : tile.scores) {
      out << ',' << decimal(score);
    }
    out << ',' << files::csv_field(classes[tile.label]) << ',' << fixed(tile.tile.tissue, 4);
    for (const auto& [name, value] : measures_of(tile)) {
      out << ',' << fixed(value, 4);
    }
    out << ',' << nuclei_text(tile) << ',' << files::csv_field(tile.unfit) << '\n';
  }
}

void write_tile_geojson(std::ostream& out, const SlideReport& report, const ClassNames& classes) {
  out << "{\"type\":\"FeatureCollection\",\"features\":[";
  const char* separator = "\n";
  for (const TileResult& tile : report.tiles) {
    out << separator
        << feature_of(tile, classes).dump(-1, ' ', false, Json::error_handler_t::replace);
    separator = ",\n";
  }
  out << "\n]}\n";
}

void write_slide_header(std::ostream& out, const ClassNames& classes) {
  out << "slide,name,status,message,vendor,id,width,height,mpp_x,mpp_y,mpp_source,tissue_mm2,tiles,"
         "unfit,sharpness";
  for (const char* prefix : {"share_", "mm2_"}) {
    for (const std::string& name : classes) {
      out << ',' << files::csv_field(prefix + name);
    }
    out << ',' << prefix << "unfit";
  }
  out << ",model,precision\n";
}

void write_slide_row(std::ostream& out, const SlideReport& report, const Model& model) {
  const std::size_t classes = model.config.classes.size();
  const char* status = status_of(report);
  out << files::csv_field(report.slide) << ',' << files::csv_field(report.name) << ',' << status
      << ',' << files::csv_field(message_of(report)) << ',';
  if (!report.fault.empty()) {
    out << ",,,,,,,,,,," << std::string(2 * (classes + 1), ',');
  } else {
    const slide::SlideFacts& facts = report.facts;
    const slide::KnownPixelSize& size = report.plan.pixel_size;
    out << files::csv_field(facts.vendor) << ',' << facts.id << ',' << facts.extent.width << ','
        << facts.extent.height << ',' << decimal(size.um_per_px.x) << ','
        << decimal(size.um_per_px.y) << ',' << size.source << ','
        << fixed(report.plan.tissue_mm2, 4) << ',' << report.tiles.size() << ','
        << unfit_in(report.tiles) << ','
        << (report.tiles.empty() ? "" : fixed(median_sharpness(report.tiles), 2));
    const std::vector<double> shares = shares_of(report.tiles, classes);
    for (const double of : {1.0, report.plan.tissue_mm2}) {
      for (const double share : shares) {
        out << ',' << (report.tiles.empty() ? "" : fixed(of * share, 4));
      }
    }
    out << ',';
  }
  out << model.id << ',' << model.network->facts().precision << '\n';
}

}  // namespace msmv::report
