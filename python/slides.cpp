#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "arguments.h"
#include "arrays.h"
#include "classes.h"
#include "msmv/classify/slide_run.h"
#include "msmv/dataset/slide_list.h"
#include "msmv/runs/classify_slides.h"
#include "msmv/values/errors.h"
#include "work.h"

namespace msmv::python {
namespace {

using OwnedSlide = std::shared_ptr<const slide::Slide>;

py::object pair_or_none(const std::optional<PixelSize>& size) {
  return size ? py::object(py::make_tuple(size->x, size->y)) : py::none();
}

void add_slide(py::module_& module) {
  py::class_<slide::Slide, std::shared_ptr<slide::Slide>>(
      module, "Slide", "A whole slide that is read piece by piece, through OpenSlide.")
      .def(py::init([](const std::filesystem::path& path) {
             const py::gil_scoped_release released;
             return std::make_shared<slide::Slide>(path);
           }),
           py::arg("path"))
      .def_property_readonly(
          "dimensions",
          [](const slide::Slide& s) {
            return py::make_tuple(s.facts().extent.width, s.facts().extent.height);
          },
          "Width and height of level 0 in pixels.")
      .def_property_readonly(
          "mpp", [](const slide::Slide& s) { return pair_or_none(s.facts().um_per_px); },
          "Micrometres per pixel of level 0 along x and y, as the slide says; None where it\n"
          "doesn't.")
      .def_property_readonly(
          "vendor", [](const slide::Slide& s) { return s.facts().vendor; },
          "OpenSlide's name of the format; picture for a plain one.")
      .def_property_readonly(
          "level_downsamples", [](const slide::Slide& s) { return s.facts().levels; },
          "Downsampling of each level, from 1.")
      .def_property_readonly(
          "objective_power", [](const slide::Slide& s) { return s.facts().objective_power; },
          "Magnification of the objective, or None.")
      .def_property_readonly(
          "id", [](const slide::Slide& s) { return s.facts().id; }, "Names the slide's content.")
      .def(
          "thumbnail",
          [](const slide::Slide& s, int longest_side) {
            if (longest_side < 1) {
              throw py::value_error("longest_side: expected 1 or more, got " +
                                    std::to_string(longest_side));
            }
            RgbImage image;
            {
              const py::gil_scoped_release released;
              image = s.thumbnail(longest_side);
            }
            return array_of(image);
          },
          py::arg("longest_side") = 1024, "The whole slide, its longest side so many pixels.")
      .def(
          "read",
          [](const slide::Slide& s, std::int64_t x, std::int64_t y, std::int64_t width,
             std::int64_t height, double downsample) {
            if (width < 1 || height < 1 || !(downsample >= 1)) {
              throw py::value_error("expected a width, height and downsample of 1 or more");
            }
            RgbImage image;
            {
              const py::gil_scoped_release released;
              image = s.read({x, y, width, height}, downsample);
            }
            return array_of(image);
          },
          py::arg("x"), py::arg("y"), py::arg("width"), py::arg("height"),
          py::arg("downsample") = 1.0,
          "A rectangle in pixels of level 0, from the coarsest level of at most that "
          "downsampling,\n"
          "over white: uint8 (height, width, 3) in R, G, B order.");
}

// Columns by name, as in model-outputs-csv.
class Columns {
 public:
  template <class Value, class Get>
  void add(const std::string& name, const std::vector<TileResult>& tiles, const Get& get) {
    py::array_t<Value> column(static_cast<py::ssize_t>(tiles.size()));
    Value* value = column.mutable_data();
    for (const TileResult& tile : tiles) {
      *value++ = static_cast<Value>(get(tile));
    }
    columns_[py::str(name)] = column;
  }
  template <class Get>
  void add_text(const std::string& name, const std::vector<TileResult>& tiles, const Get& get) {
    py::list column;
    for (const TileResult& tile : tiles) {
      column.append(get(tile));
    }
    columns_[py::str(name)] = py::module_::import("numpy").attr("array")(column, "object");
  }
  py::dict columns() && { return std::move(columns_); }

 private:
  py::dict columns_;
};

py::dict columns_of(const std::vector<TileResult>& tiles, const ClassNames& classes,
                    bool has_nuclei) {
  Columns columns;
  columns.add<std::int64_t>("minx", tiles, [](const TileResult& t) { return t.tile.at.x; });
  columns.add<std::int64_t>("miny", tiles, [](const TileResult& t) { return t.tile.at.y; });
  columns.add<std::int64_t>("width", tiles, [](const TileResult& t) { return t.tile.at.width; });
  columns.add<std::int64_t>("height", tiles, [](const TileResult& t) { return t.tile.at.height; });
  for (std::size_t i = 0; i < classes.size(); ++i) {
    columns.add<float>("prob_" + classes[i], tiles,
                       [i](const TileResult& t) { return t.scores.at(i); });
  }
  columns.add_text("class", tiles, [&](const TileResult& t) { return classes.at(t.label); });
  columns.add<double>("tissue", tiles, [](const TileResult& t) { return t.tile.tissue; });
  columns.add<double>("pen", tiles, [](const TileResult& t) { return t.measures.pen; });
  columns.add<double>("blood", tiles, [](const TileResult& t) { return t.measures.blood; });
  columns.add<double>("fold", tiles, [](const TileResult& t) { return t.measures.fold; });
  columns.add<double>("blur", tiles, [](const TileResult& t) { return t.measures.blur; });
  columns.add<double>("sharpness", tiles, [](const TileResult& t) { return t.measures.sharpness; });
  if (has_nuclei) {
    columns.add<std::int64_t>("nuclei", tiles,
                              [](const TileResult& t) { return t.nuclei.value_or(0); });
  }
  columns.add_text("unfit", tiles, [](const TileResult& t) { return t.unfit; });
  return std::move(columns).columns();
}

py::array_t<float> features_of(const std::vector<TileResult>& tiles) {
  const std::size_t features = tiles.empty() ? 0 : tiles.front().features.size();
  py::array_t<float> all({tiles.size(), features});
  float* row = all.mutable_data();
  for (const TileResult& tile : tiles) {
    row = std::copy(tile.features.begin(), tile.features.end(), row);
  }
  return all;
}

SlideOptions slide_options(const py::object& mpp, double overlap, double least_tissue, int views,
                           bool nuclei) {
  if (!(overlap >= 0 && overlap <= 0.9) || !(least_tissue >= 0 && least_tissue <= 1) || views < 1 ||
      views > 6) {
    throw py::value_error(
        "expected an overlap of 0 to 0.9, a least_tissue of 0 to 1 and 1 to 6 views");
  }
  SlideOptions options{.pixel_size = {},
                       .overlap = overlap,
                       .least_tissue = least_tissue,
                       .views = views,
                       .wants_nuclei = nuclei};
  if (!mpp.is_none()) {
    options.pixel_size.given = pixel_size_of(mpp);
  }
  return options;
}

py::dict classify_slide(const std::filesystem::path& path, const std::optional<LoadedModel>& chosen,
                        const py::object& mpp, double overlap, double least_tissue, int views,
                        bool nuclei, const py::object& progress) {
  const SlideOptions options = slide_options(mpp, overlap, least_tissue, views, nuclei);
  const LoadedModel loaded = model_or_default(chosen);
  const Model& model = *loaded.model;
  SlidePlan plan;
  std::vector<TileResult> tiles;
  watched(progress, [&](const runs::Watch& watch) {
    const slide::Slide slide(path);
    plan = plan_slide(path, slide, model.config, options);
    const auto of = static_cast<std::int64_t>(plan.tiles.size());
    const SlideWatch each{
        .stop = watch.stop, .show = [&](std::size_t done) {
          runs::show(watch, {.what = "Tiles", .done = static_cast<std::int64_t>(done), .of = of});
        }};
    if (!classify_tiles(
            slide, plan, model, [&](TileResult&& tile) { tiles.push_back(std::move(tile)); },
            each)) {
      throw Interrupted(path, "interrupted after " + std::to_string(tiles.size()) + " of " +
                                  std::to_string(of) + " tiles");
    }
  });
  py::dict result;
  result["tiles"] = columns_of(tiles, model.config.classes, nuclei);
  result["features"] = features_of(tiles);
  result["classes"] = model.config.classes;
  result["mpp"] = py::make_tuple(plan.pixel_size.um_per_px.x, plan.pixel_size.um_per_px.y);
  result["tissue_mm2"] = plan.tissue_mm2;
  result["thumbnail"] = array_of(plan.thumbnail);
  return result;
}

py::dict classify_slides(const std::vector<std::string>& paths, const std::filesystem::path& output,
                         const std::optional<LoadedModel>& chosen, const py::object& mpp,
                         double overlap, double least_tissue, int views, bool nuclei, bool features,
                         bool resume, bool retry_faulty, const py::object& progress) {
  const runs::ClassifySlides options{
      .slide = slide_options(mpp, overlap, least_tissue, views, nuclei),
      .output = output,
      .tiles = {},
      .writes_features = features,
      .resume = resume,
      .retry_faulty = retry_faulty,
      .shard = {}};
  const LoadedModel loaded = model_or_default(chosen);
  runs::Ended ended;
  watched(progress, [&](const runs::Watch& watch) {
    const auto slides = dataset::list_slides(paths, std::cin);
    ended = runs::classify_slides(slides, *loaded.model, options, watch);
  });
  py::dict result;
  result["slides"] = ended.items;
  result["done"] = ended.done;
  result["failed"] = ended.failed;
  return result;
}

}  // namespace

void add_slides(py::module_& module) {
  add_slide(module);
  define(module, "classify_slide", &classify_slide,
         "Classifies the tissue of a slide tile by tile; no diagnosis of the slide is made.\n\n"
         "Gives a dict: tiles (arrays by the column's name in model-outputs-csv, for\n"
         "pandas.DataFrame), features (float32, a row a tile), classes, mpp, tissue_mm2,\n"
         "thumbnail. mpp: of level 0, of a slide that says none. progress: called with what is\n"
         "counted, done, of, note.",
         std::make_tuple(py::arg("path")), model_argument(), slide_arguments(),
         progress_argument());
  define(
      module, "classify_slides", &classify_slides,
      "The same as `msmv slides` into a folder: tables, GeoJSON, heat maps. Gives how many\n"
      "slides there were, are done and failed; what failed is warned of and has a row in\n"
      "slides.csv. resume goes on with an interrupted run; retry_faulty tries the slides with an\n"
      "error in a finished one again and keeps its other rows.",
      std::make_tuple(py::arg("paths"), py::arg("output")), model_argument(), slide_arguments(),
      std::make_tuple(py::arg("features") = false, py::arg("resume") = false,
                      py::arg("retry_faulty") = false),
      progress_argument());
}

}  // namespace msmv::python
