#include "msmv/view/slide_results.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "msmv/files/csv.h"
#include "msmv/image/read.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::view {
namespace {

namespace fs = std::filesystem;

// Numbers of a table by column.
class Numbers {
 public:
  explicit Numbers(const fs::path& path) : table_(files::read_csv_table(path)) {}

  const std::vector<files::CsvRow>& rows() const { return table_.rows; }

  double at(const files::CsvRow& row, const std::string& column) const {
    const std::string& field = row.fields[table_.at(column)];
    const auto value = files::csv_number(field);
    if (!value) {
      throw InputError(files::place(table_.path, row),
                       column + " " + in_quotes(field) + " is no number");
    }
    return *value;
  }

  const std::string& text(const files::CsvRow& row, const std::string& column) const {
    return row.fields[table_.at(column)];
  }

 private:
  files::CsvTable table_;
};

std::size_t label_of(const std::string& name, const ClassNames& classes) {
  return static_cast<std::size_t>(std::ranges::find(classes, name) - classes.begin());
}

Json tiles_json(const Numbers& numbers, const ClassNames& classes) {
  Json tiles = Json::object();
  for (const char* column : {"minx", "miny", "width", "height", "tissue"}) {
    Json values = Json::array();
    for (const files::CsvRow& row : numbers.rows()) {
      values.push_back(numbers.at(row, column));
    }
    tiles[column] = std::move(values);
  }
  Json labels = Json::array(), scores = Json::array();
  for (const files::CsvRow& row : numbers.rows()) {
    labels.push_back(label_of(numbers.text(row, "class"), classes));
    for (const std::string& name : classes) {
      scores.push_back(numbers.at(row, "prob_" + name));
    }
  }
  tiles["label"] = std::move(labels);
  tiles["probs"] = std::move(scores);
  return tiles;
}

Json review_json(const Numbers& numbers, const ClassNames& classes) {
  Json list = Json::array();
  for (const files::CsvRow& row : numbers.rows()) {
    Json region = {{"for", numbers.text(row, "for")}, {"rank", numbers.at(row, "rank")}};
    for (const char* column : {"minx", "miny", "width", "height"}) {
      region[column] = numbers.at(row, column);
    }
    Json scores = Json::array();
    for (const std::string& name : classes) {
      scores.push_back(numbers.at(row, "prob_" + name));
    }
    region["probs"] = std::move(scores);
    list.push_back(std::move(region));
  }
  return list;
}

Json outline_json(const fs::path& mask_path, PixelExtent slide) {
  const cv::Mat mask = image::read(mask_path, {}).image.pixels;
  cv::Mat red, tissue;
  cv::extractChannel(mask, red, 0);
  cv::threshold(red, tissue, 250, 255, cv::THRESH_BINARY);  // white; pen is gray
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(tissue, contours, cv::RETR_CCOMP, cv::CHAIN_APPROX_SIMPLE);
  const double across = static_cast<double>(slide.width) / mask.cols;
  const double down = static_cast<double>(slide.height) / mask.rows;
  Json outline = Json::array();
  for (const auto& contour : contours) {
    std::vector<cv::Point> plain;
    cv::approxPolyDP(contour, plain, 1, true);
    Json polygon = Json::array();
    for (const cv::Point& point : plain) {
      polygon.push_back({(point.x + 0.5) * across, (point.y + 0.5) * down});
    }
    if (plain.size() > 2) {
      outline.push_back(std::move(polygon));
    }
  }
  return outline;
}

}  // namespace

Json slide_results(const Collection& run, const SlideRow& slide, const Given& given) {
  const fs::path folder = run.path.parent_path();
  Json json = {{"extent", {slide.extent.width, slide.extent.height}},
               {"um_per_px", nullptr},
               {"tiles", nullptr},
               {"review", Json::array()},
               {"outline", Json::array()}};
  if (slide.um_per_px) {
    json["um_per_px"] = {slide.um_per_px->x, slide.um_per_px->y};
  }
  if (const auto file = given.inside(folder / "model-outputs-csv" / (slide.name + ".csv"))) {
    json["tiles"] = tiles_json(Numbers(*file), run.classes);
  }
  if (const auto file = given.inside(folder / "regions-to-review" / (slide.name + ".csv"))) {
    json["review"] = review_json(Numbers(*file), run.classes);
  }
  if (const auto file = given.inside(folder / "masks" / (slide.name + ".png"))) {
    json["outline"] = outline_json(*file, slide.extent);
  }
  return json;
}

}  // namespace msmv::view
