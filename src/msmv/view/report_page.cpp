#include "msmv/view/report_page.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "msmv/dataset/read.h"
#include "msmv/dataset/split.h"
#include "msmv/files/mapped_file.h"
#include "msmv/pipeline/threads.h"
#include "msmv/report/heat_map.h"
#include "msmv/report/prediction_csv.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/view/collection_json.h"
#include "msmv/view/cut.h"
#include "msmv/view/html.h"
#include "msmv/view/pyramid.h"
#include "msmv/view/report_sections.h"

namespace msmv::view {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kReportThumbnailPx = 200, kReportHeatMapPx = 320;
constexpr int kReportQuality = 75;
constexpr std::size_t kMostToReview = 20;

constexpr const char* kStyle = R"(
body { font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; color: #1b1f24; margin: 2rem auto;
       max-width: 70rem; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; margin-bottom: .2rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid #ccd2d8; }
th { border-bottom: 2px solid #1b1f24; }
td:nth-child(1), th:nth-child(1), .cases td:nth-child(-n+3), .cases th:nth-child(-n+3) { text-align: left; }
.cases img { width: 100px; height: 75px; object-fit: cover; display: block; }
.slides img { width: 160px; height: auto; }
.name { overflow-wrap: anywhere; }
.key { display: inline-block; width: .9em; height: .9em; border: 1px solid #1b1f24; margin-right: .4em; }
.bars { max-width: 36rem; font-size: 14px; display: block; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1rem; }
.chart { max-width: 100%; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
.warn { border-left: 4px solid #9b1c1c; padding-left: .7rem; }
@media print {
  body { margin: 0; font-size: 10pt; max-width: none; }
  tr, .chart, .bars, li { break-inside: avoid; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
  .key, .bars rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)";

// The tables of shards stand beside the one that they were merged to: that is the run.
bool is_shard_of(const Collection& collection, const Collection* merged) {
  return merged != nullptr && merged != &collection &&
         collection.kind == Collection::Kind::slides &&
         collection.path.filename().string().starts_with("slides.") &&
         collection.path.parent_path() == merged->path.parent_path();
}

const Collection& run_of(const Shelf& shelf, const fs::path& path) {
  const auto merged = std::ranges::find_if(shelf.collections(), [](const Collection& collection) {
    return collection.kind == Collection::Kind::slides &&
           collection.path.filename() == "slides.csv";
  });
  const Collection* const whole = merged == shelf.collections().end() ? nullptr : &*merged;
  const Collection* found = nullptr;
  for (const Collection& collection : shelf.collections()) {
    if (collection.kind == Collection::Kind::pictures || is_shard_of(collection, whole)) {
      continue;
    }
    if (found != nullptr) {
      throw InputError(path, "has more than one run: name the table of one");
    }
    found = &collection;
  }
  if (found == nullptr) {
    throw InputError(path, "has no table of `msmv classify` or `msmv slides`");
  }
  return *found;
}

// A rectangle of a picture as a data URI; a picture that can't be read has none.
std::string small_picture(const fs::path& path, std::int64_t longest_px,
                          const std::function<PixelExtent(PixelExtent)>& part) {
  try {
    const slide::Slide slide(path);
    const PixelExtent shown = part(slide.facts().extent);
    return data_uri("image/jpeg",
                    jpeg(cut(slide, {0, 0, shown.width, shown.height}, fitted(shown, longest_px)),
                         kReportQuality));
  } catch (const InputError&) {
    return "";
  }
}

// The heat map that the run wrote, without the key below it and the white beside a narrow slide.
std::string heat_map_of(const SlideRow& slide, const fs::path& run) {
  const fs::path folder = run.parent_path() / "heatmaps";
  if (!fs::exists(folder)) {
    return "";
  }
  const auto path = Given(std::vector{folder.string()}).inside(folder / (slide.name + ".png"));
  return path ? small_picture(
                    *path, kReportHeatMapPx,
                    [&](PixelExtent all) {
                      const std::int64_t height =
                          std::max<std::int64_t>(1, all.height - report::kHeatMapKeyPx);
                      const double shape = static_cast<double>(slide.extent.width) /
                                           static_cast<double>(slide.extent.height);
                      return PixelExtent{
                          std::clamp<std::int64_t>(
                              std::llround(static_cast<double>(height) * shape), 1, all.width),
                          height};
                    })
              : "";
}

std::string thumbnail_of(const Row& row, const Shelf& shelf, const fs::path& run) {
  std::string heat_map = row.slide && class_of(row) ? heat_map_of(*row.slide, run) : "";
  if (!heat_map.empty()) {
    return heat_map;
  }
  const auto path = row.picture ? shelf.picture(*row.picture) : std::nullopt;
  return path ? small_picture(*path, kReportThumbnailPx, [](PixelExtent all) { return all; }) : "";
}

std::vector<std::string> thumbnails_of(const Collection& run, const Shelf& shelf, int threads) {
  std::vector<std::string> thumbnails(run.rows.size());
  on_threads(threads, [&] {
    for_each_of(run.rows.size(),
                [&](std::size_t i) { thumbnails[i] = thumbnail_of(run.rows[i], shelf, run.path); });
  });
  return thumbnails;
}

// How many cases with a class have no picture, and what to do about it; nothing when all have one.
std::string missing_pictures(const Collection& run, const std::vector<std::string>& thumbnails) {
  std::size_t with_class = 0, missing = 0;
  for (std::size_t i = 0; i < run.rows.size(); ++i) {
    with_class += class_of(run.rows[i]) ? 1 : 0;
    missing += class_of(run.rows[i]) && thumbnails[i].empty() ? 1 : 0;
  }
  return missing == 0 ? ""
                      : "without a picture: " + std::to_string(missing) + " of " +
                            counted(with_class, "case") +
                            " with a class; --root names the folder that the pictures lie in";
}

std::string joined(const std::set<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    out += text.empty() ? "" : (out.empty() ? "" : ", ") + text;
  }
  return out;
}

std::string fact(const std::string& name, const std::string& text) {
  return text.empty() ? "" : "<dt>" + escaped(name) + "</dt><dd>" + escaped(text) + "</dd>\n";
}

// Quotes what a run of slides says of itself beside its table.
std::string slide_run_facts(const fs::path& table) {
  const fs::path path = table.parent_path() / "run_metadata.json";
  if (!fs::exists(path)) {
    return "";
  }
  const files::MappedFile file = files::map_file(path);
  const std::string_view text(reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size());
  const Json json = Json::parse(text, nullptr, false);
  std::string out;
  if (json.is_object() && json.contains("run") && json["run"].is_object()) {
    for (const auto& [name, value] : json["run"].items()) {
      out += fact(name, value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  return out;
}

std::string facts_section(const Collection& run, const ReportOptions& options) {
  std::set<std::string> models, precisions, devices, sizes;
  std::size_t with_class = 0;
  for (const Row& row : run.rows) {
    with_class += class_of(row) ? 1 : 0;
    if (row.prediction) {
      models.insert(row.prediction->model);
      precisions.insert(row.prediction->precision);
      devices.insert(row.prediction->device);
      sizes.insert(row.prediction->um_per_px ? name(row.prediction->um_per_px_source) : "");
    }
  }
  std::string out = "<h2>What was run</h2>\n<dl>\n" + fact("Table", run.path.string());
  const bool are_slides = run.kind == Collection::Kind::slides;
  out += fact(are_slides ? "Slides" : "Pictures",
              std::to_string(run.rows.size()) + ", " + std::to_string(with_class) +
                  (are_slides ? " of them with classified tiles" : " of them with a class"));
  out += fact("Model", joined(models));
  for (const std::string& model : models) {
    out += options.provenance && !model.empty() ? fact("Training", options.provenance(model)) : "";
  }
  out += fact("Precision", joined(precisions)) + fact("Device", joined(devices)) +
         fact("Pixel size", joined(sizes));
  out += are_slides ? slide_run_facts(run.path) : "";
  return out + fact("Report by", options.build.empty() ? "" : "msmv " + options.build) + "</dl>\n";
}

// Those of the reader, of `labels.csv`, come without a split: all are evaluated.
std::string labelled_section(const Collection& run, const ReportOptions& options) {
  const bool is_named = !options.labels.empty();
  const fs::path labels = is_named ? options.labels : run.path.parent_path() / "labels.csv";
  if (run.kind != Collection::Kind::fields || (!is_named && !fs::exists(labels))) {
    return "";
  }
  const dataset::Reading reading = dataset::read(
      labels, {.pictures = dataset::Pictures::ignored,
               .classes = run.classes,
               .root = options.labels_root.empty() ? options.root : options.labels_root});
  if (!reading.faults.empty()) {
    throw InputError(reading.faults.front().path, reading.faults.front().text);
  }
  const dataset::Selection selection = dataset::select(reading.dataset, "all");
  const auto predictions = report::read_predictions(run.path, run.classes);
  return evaluation_section(report::evaluate(selection, predictions, {}));
}

}  // namespace

std::string report_page(const ReportOptions& options) {
  const Shelf shelf(std::vector{options.run.string()}, options.root);
  const Collection& run = run_of(shelf, options.run);
  const auto thumbnails = thumbnails_of(run, shelf, options.threads);
  const bool are_slides = run.kind == Collection::Kind::slides;
  std::vector<std::size_t> review = review_order(run), all(run.rows.size());
  review.resize(std::min(review.size(), kMostToReview));
  std::iota(all.begin(), all.end(), 0U);
  std::string page =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
      "style-src 'unsafe-inline'\">\n<title>msmv: " +
      escaped(title_of(run)) + "</title>\n<style>" + kStyle + "</style>\n</head>\n<body>\n<h1>" +
      escaped(title_of(run)) + "</h1>\n<p class=\"warn\">Research use only: not a medical device." +
      (are_slides ? " Tile classifier, not validated on slides." : "") + "</p>\n";
  if (const std::string missing = missing_pictures(run, thumbnails); !missing.empty()) {
    page += "<p class=\"warn\">" + escaped(missing) + ".</p>\n";
    if (options.say) {
      options.say(run.path.string() + ": " + missing);
    }
  }
  page += facts_section(run, options) + distribution_section(run) + labelled_section(run, options);
  page += std::string("<h2>Look at these first</h2>\n<p>") +
          (are_slides ? "Most tissue of " + escaped(run.classes.empty() ? "" : run.classes.back())
                      : "Where the views agree least, then where the scores are lowest") +
          ".</p>\n" + cases_table(run, review, thumbnails);
  page += faults_section(run) + "<h2>All cases</h2>\n" + cases_table(run, all, thumbnails);
  return page + "</body>\n</html>\n";
}

}  // namespace msmv::view
