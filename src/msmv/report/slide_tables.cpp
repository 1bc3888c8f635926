#include "msmv/report/slide_tables.h"

#include <algorithm>
#include <ostream>

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

Json feature_of(const TileResult& tile, const ClassNames& classes) {
  Json measurements = Json::object();
  for (std::size_t i = 0; i < classes.size(); ++i) {
    measurements["prob_" + classes[i]] = decimal_value(tile.scores[i]);
  }
  measurements["tissue"] = tile.tile.tissue;
  measurements["glass"] = tile.look.glass;
  measurements["dark"] = tile.look.dark;
  measurements["sharpness"] = tile.look.sharpness;
  if (tile.nuclei) {
    measurements["nuclei"] = *tile.nuclei;
  }
  return {
      {"type", "Feature"},
      {"geometry", {{"type", "Polygon"}, {"coordinates", Json::array({corners_of(tile.tile.at)})}}},
      {"properties",
       {{"objectType", "tile"},
        {"classification", {{"name", classes[tile.label]}, {"color", class_colour(tile.label)}}},
        {"measurements", measurements}}}};
}

// Of the tissue in the tiles, the share of each class.
std::vector<double> shares_of(const std::vector<TileResult>& tiles, std::size_t classes) {
  std::vector<double> shares(classes, 0);
  double all = 0;
  for (const TileResult& tile : tiles) {
    shares[tile.label] += tile.tile.tissue;
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
    values.push_back(tile.look.sharpness);
  }
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void add_note(std::string& notes, const std::string& note) {
  notes += notes.empty() || note.empty() ? note : "; " + note;
}

// What a reader of the row should know.
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
  return message;
}

}  // namespace

void write_tile_csv(std::ostream& out, const SlideReport& report, const ClassNames& classes) {
  out << "minx,miny,width,height";
  for (const std::string& name : classes) {
    out << ',' << files::csv_field("prob_" + name);
  }
  out << ",class,tissue,glass,dark,sharpness,nuclei\n";
  for (const TileResult& tile : report.tiles) {
    const PixelRect& at = tile.tile.at;
    out << at.x << ',' << at.y << ',' << at.width << ',' << at.height;
    for (const float score : tile.scores) {
      out << ',' << decimal(score);
    }
    out << ',' << files::csv_field(classes[tile.label]) << ',' << fixed(tile.tile.tissue, 4) << ','
        << fixed(tile.look.glass, 4) << ',' << fixed(tile.look.dark, 4) << ','
        << fixed(tile.look.sharpness, 2) << ',' << nuclei_text(tile) << '\n';
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
         "sharpness";
  for (const char* prefix : {"share_", "mm2_"}) {
    for (const std::string& name : classes) {
      out << ',' << files::csv_field(prefix + name);
    }
  }
  out << ",model,precision\n";
}

void write_slide_row(std::ostream& out, const SlideReport& report, const Model& model) {
  const std::size_t classes = model.config.classes.size();
  const char* status = !report.fault.empty() ? "error" : report.tiles.empty() ? "no_tissue" : "ok";
  out << files::csv_field(report.slide) << ',' << files::csv_field(report.name) << ',' << status
      << ',' << files::csv_field(message_of(report)) << ',';
  if (!report.fault.empty()) {
    out << ",,,,,,,,,," << std::string(2 * classes, ',');
  } else {
    const slide::SlideFacts& facts = report.facts;
    const slide::KnownPixelSize& size = report.plan.pixel_size;
    out << files::csv_field(facts.vendor) << ',' << facts.id << ',' << facts.extent.width << ','
        << facts.extent.height << ',' << decimal(size.um_per_px.x) << ','
        << decimal(size.um_per_px.y) << ',' << size.source << ','
        << fixed(report.plan.tissue_mm2, 4) << ',' << report.tiles.size() << ','
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
