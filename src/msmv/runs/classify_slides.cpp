#include "msmv/runs/classify_slides.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <thread>
#include <utility>

#include "msmv/config/json.h"
#include "msmv/dataset/output_names.h"
#include "msmv/doctor/build_facts.h"
#include "msmv/files/atomic_file.h"
#include "msmv/files/content_hash.h"
#include "msmv/files/folder_lock.h"
#include "msmv/files/journal.h"
#include "msmv/pipeline/threads.h"
#include "msmv/report/slide_files.h"
#include "msmv/report/slide_tables.h"
#include "msmv/runs/clock_text.h"
#include "msmv/runs/finished_slides.h"
#include "msmv/slide/feature_file.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/fault_text.h"

namespace msmv::runs {
namespace {

namespace fs = std::filesystem;

// "slides.csv", or "slides.2-of-4.csv" of a shard.
std::string shard_name(const std::string& stem, const Shard& shard, const std::string& extension) {
  return shard.count == 1 ? stem + extension
                          : stem + "." + std::to_string(shard.index + 1) + "-of-" +
                                std::to_string(shard.count) + extension;
}

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

std::string device_kind(const Model& model) {
  const std::string& device = model.network->facts().device;
  return device.substr(0, device.find(':'));
}

// What rows are made with: rows of anything else are not gone on with.
Json run_of(const Model& model, const ClassifySlides& options) {
  const SlideOptions& slide = options.slide;
  const doctor::BuildFacts& build = doctor::build_facts();
  return {{"command", "slides"},
          {"build", build.version + " " + build.revision},
          {"model", model.id},
          {"precision", model.network->facts().precision},
          {"device", device_kind(model)},
          {"overlap", slide.overlap},
          {"least_tissue", slide.least_tissue},
          {"views", slide.views},
          {"nuclei", slide.wants_nuclei},
          {"level_0", slide.from == slide::From::level_0},
          {"tiles", options.tiles.empty() ? "grid" : "given"},
          {"features", options.writes_features},
          {"gzip", options.compresses_geojson},
          {"review", options.review}};
}

Json machine_facts() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return {{"host", host.data()}, {"processors", std::thread::hardware_concurrency()}};
}

// The file of corners for a slide: that which was given, or the one of its name in the folder.
std::optional<fs::path> corners_path(const fs::path& tiles, const fs::path& slide) {
  if (tiles.empty()) {
    return std::nullopt;
  }
  if (!fs::is_directory(tiles)) {
    return tiles;
  }
  const std::string stem = slide.stem().string();
  for (const char* ending : {".csv", ".h5", "_patches.h5"}) {
    if (fs::exists(tiles / (stem + ending))) {
      return tiles / (stem + ending);
    }
  }
  throw InputError(
      slide, "has no tiles: there is no " + stem + ".csv, .h5 or _patches.h5 in " + tiles.string());
}

// Their fault is the slide's, which has no tiles for it, and names the file that it is in.
std::vector<std::pair<std::int64_t, std::int64_t>> corners_in(const fs::path& corners,
                                                              const fs::path& slide) {
  try {
    return slide::read_tile_corners(corners);
  } catch (const InputError& error) {
    throw InputError(slide, "has no tiles: " + std::string(error.what()));
  }
}

class SlidesRun {
 public:
  SlidesRun(const std::vector<dataset::Sample>& slides, const Model& model,
            const ClassifySlides& options, const Watch& watch)
      : model_(model),
        options_(options),
        watch_(watch),
        files_{options.output, options.writes_features, options.compresses_geojson,
               options.review} {
    const std::vector<std::string> names = dataset::output_names(slides);
    for (std::size_t i = options.shard.index; i < slides.size(); i += options.shard.count) {
      slides_.push_back({&slides[i], names[i]});
    }
    ended_.items = slides_.size();
    keys_.resize(slides_.size());
    run_ = run_of(model, options);
    table_ = options.output / shard_name("slides", options.shard, ".csv");
    metadata_ = options.output / shard_name("run_metadata", options.shard, ".json");
  }

  Ended run() {
    const bool is_finished = fs::exists(table_) && !fs::exists(table_.string() + ".partial");
    if (options_.retry_faulty && fs::exists(table_)) {
      finished_.emplace(table_, metadata_, run_);
    } else if (options_.resume && is_finished) {
      say_complete();
      return ended_;
    }
    for (const char* folder : {"", "model-outputs-csv", "model-outputs-geojson", "heatmaps",
                               "masks", "features", "regions-to-review"}) {
      files::remove_temporaries_of_killed(options_.output / folder);
    }
    files::Journal journal(
        table_, run_.dump(),
        options_.resume && !is_finished ? files::Resume::yes : files::Resume::no);
    say_unless_locked(watch_, journal.is_locked(), table_);
    started_ = now_text();
    for (std::size_t place = 0; place < slides_.size(); ++place) {
      if (is_stopped(watch_) || (!take_earlier(journal, place) && !add(journal, place))) {
        return ended_;
      }
      ++ended_.done;
      tiles_ = {};
      show_step();
    }
    write_metadata(journal);
    std::ostringstream header;
    report::write_slide_header(header, model_.config.classes);
    journal.finish(header.str());
    return ended_;
  }

 private:
  struct Named {
    const dataset::Sample* sample;
    std::string name;
  };

  // What names a slide in the journal: the slide, its pixel size and the tiles that were given.
  std::string key_of(const Named& named, const slide::Slide& slide) const {
    const auto size =
        slide::pixel_size_of(named.sample->path, slide.facts(), options_.slide.pixel_size);
    const auto corners = corners_path(options_.tiles, named.sample->path);
    return named.sample->name + "\n" + named.name + "\n" + slide.facts().id + "\n" +
           decimal(size.um_per_px.x) + " " + decimal(size.um_per_px.y) + " " + size.source + "\n" +
           (corners ? files::content_hash_of_file(*corners) : "grid") + "\n";
  }

  // Whether an earlier run, interrupted or finished, has made all files and the row of this very
  // slide.
  bool take_earlier(files::Journal& journal, std::size_t place) {
    const Named& named = slides_[place];
    if (!journal.has_earlier(named.sample->name + "\n" + named.name + "\n") &&
        !(finished_ && finished_->may_have(named.name))) {
      return false;
    }
    try {
      const slide::Slide slide(named.sample->path);
      std::string key = key_of(named, slide) + report::hash_of_slide_files(files_, named.name);
      if (!journal.take_earlier(place, key)) {
        const auto row = finished_ ? finished_->row(named.name, key) : std::nullopt;
        if (!row) {
          return false;
        }
        journal.add(place, key, *row);
      }
      keys_[place] = std::move(key);
    } catch (const InputError&) {
      return false;  // it can't be read: the row says why
    }
    ++skipped_;
    return true;
  }

  // Makes all that is made of a slide; false when it was stopped meanwhile.
  bool add(files::Journal& journal, std::size_t place) {
    const Named& named = slides_[place];
    report::SlideReport report{.slide = named.sample->name, .name = named.name};
    std::string key;
    report::remove_slide_files(files_, named.name);
    try {
      const slide::Slide slide(named.sample->path);
      if (!classify(named, slide, report)) {
        return false;
      }
      report::write_slide_files(files_, report, slide, model_.config.classes);
      key = key_of(named, slide) + report::hash_of_slide_files(files_, named.name);
    } catch (const OutputError&) {
      throw;
    } catch (const InputError& error) {
      report.fault = error.fault();
    } catch (const std::exception& error) {
      report.fault = fault_text(error);  // memory, a library's own limits
    }
    if (!report.fault.empty()) {
      ++ended_.failed;
      report::remove_slide_files(files_, named.name);
      say(watch_, named.sample->path, report.fault);
    } else if (const std::string status = report::status_of(report); status != "ok") {
      say(watch_, named.sample->path,
          "has no answer, " + status + ": " + report::message_of(report));
    }
    std::ostringstream row;
    report::write_slide_row(row, report, model_);
    journal.add(place, key, row.str());
    keys_[place] = std::move(key);
    return true;
  }

  bool classify(const Named& named, const slide::Slide& slide, report::SlideReport& report) {
    SlideOptions options = options_.slide;
    if (const auto corners = corners_path(options_.tiles, named.sample->path)) {
      options.corners = corners_in(*corners, named.sample->path);
    }
    report.facts = slide.facts();
    on_threads(model_.network->facts().threads, [&] {
      report.plan = plan_slide(named.sample->path, slide, model_.config, options);
    });
    tiles_ = {.slide = named.sample->path.filename().string(), .of = report.plan.tiles.size()};
    show_step();
    if (!options_.writes_features || report.plan.tiles.empty()) {
      return classify_into(slide, report, nullptr);
    }
    bool is_done = false;
    try {
      files::write_atomically_by_name(
          report::feature_path(files_, named.name), [&](const fs::path& temporary) {
            slide::FeatureFile features(temporary, report.plan.tiles.size(), facts_of(report));
            is_done = classify_into(slide, report, &features);
            if (!is_done) {
              throw Stopped();  // leaves no half file
            }
            features.finish();
          });
    } catch (const Stopped&) {
    }
    return is_done;
  }

  bool classify_into(const slide::Slide& slide, report::SlideReport& report,
                     slide::FeatureFile* features) {
    return classify_tiles(slide, report.plan, model_,
                          [&](TileResult&& tile) {
                            if (features != nullptr) {
                              features->add(tile.tile.at, tile.features);
                            }
                            tile.features = {};
                            report.tiles.push_back(std::move(tile));
                          },
                          {.stop = watch_.stop, .show = [this](std::size_t done) {
                             tiles_.done = done;
                             ++tiles_by_now_;
                             show_step();
                           }});
  }

  slide::TileFacts facts_of(const report::SlideReport& report) const {
    constexpr double kUmOfOne = 10;  // a pixel of 10 um is called a magnification of 1
    const SlidePlan& plan = report.plan;
    const PixelExtent side = slide::tile_extent(plan.needs.side_um, plan.pixel_size.um_per_px);
    const auto patch = static_cast<double>(model_.config.patches.side_px);
    return {.name = report.name,
            .slide = report.facts.extent,
            .tile = side,
            .overlap = std::llround(options_.slide.overlap * static_cast<double>(side.width)),
            .level0_magnification = kUmOfOne / plan.pixel_size.um_per_px.x,
            .target_magnification = kUmOfOne * patch / plan.needs.side_um,
            .patch_side = model_.config.patches.side_px,
            .encoder = model_.id};
  }

  // The table is there already: of the same slides and made in the same way, or not to be touched.
  void say_complete() {
    std::vector<std::string> names;
    for (const Named& named : slides_) {
      names.push_back(named.sample->name);
    }
    const auto faulty = faulty_rows(table_, metadata_, run_, names);
    if (!faulty) {
      throw InputError(table_,
                       "is complete already, but of other slides, another model or other "
                       "settings: another --output, or without --resume to begin anew");
    }
    ended_.done = ended_.items;
    ended_.failed = *faulty;
    say(watch_, table_,
        *faulty > 0 ? "is complete already; --retry-faulty tries its faulty rows again"
                    : "is complete already: there is nothing to resume");
  }

  void write_metadata(const files::Journal& journal) const {
    Json hashes = Json::array();
    for (std::size_t place = 0; place < keys_.size(); ++place) {
      if (!keys_[place].empty()) {
        hashes.push_back(slide_row_hash(keys_[place], journal.row(place)));
      }
    }
    const Json metadata = {{"run", run_},
                           {"slides", slides_.size()},
                           {"failed", ended_.failed},
                           {"started", started_},
                           {"ended", now_text()},
                           {"threads", model_.network->facts().threads},
                           {"machine", machine_facts()},
                           {"row_hashes", std::move(hashes)}};
    files::write_atomically(metadata_, metadata.dump(2) + "\n");
  }

  void show_step() const {
    show(watch_, {.what = "Slides",
                  .done = static_cast<std::int64_t>(ended_.done),
                  .of = static_cast<std::int64_t>(ended_.items),
                  .skipped = skipped_,
                  .note = tile_note()});
  }

  // How the slide under way gets on, behind the slides that are done.
  std::string tile_note() const {
    if (tiles_.of == 0) {
      return "";
    }
    std::string note = tiles_.slide + " " + std::to_string(tiles_.done) + "/" +
                       std::to_string(tiles_.of) + " tiles";
    const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    if (tiles_by_now_ > 0 && seconds > 0) {
      const double rate = static_cast<double>(tiles_by_now_) / seconds;
      note += ", " + fixed(rate, 1) + " tiles/s, this slide ETA " +
              clock_text(static_cast<double>(tiles_.of - tiles_.done) / rate);
    }
    return note;
  }

  struct Stopped {};
  struct TilesOfASlide {
    std::string slide;
    std::size_t done = 0, of = 0;
  };
  using Clock = std::chrono::steady_clock;

  const Model& model_;
  const ClassifySlides& options_;
  const Watch& watch_;
  report::SlideFileOptions files_;
  std::vector<Named> slides_;
  Json run_;
  fs::path table_, metadata_;
  std::string started_;
  const Clock::time_point start_ = Clock::now();
  Ended ended_;
  std::optional<FinishedSlides> finished_;  // whose rows without a fault are kept
  std::vector<std::string> keys_;           // by place; empty: the row is faulty
  std::int64_t skipped_ = 0;                // slides that an earlier run had done
  TilesOfASlide tiles_;
  std::size_t tiles_by_now_ = 0;  // of this run
};

}  // namespace

Ended classify_slides(const std::vector<dataset::Sample>& slides, const Model& model,
                      const ClassifySlides& options, const Watch& watch) {
  std::error_code fault;
  fs::create_directories(options.output, fault);
  if (fault) {
    throw OutputError(options.output, "can't be made: " + fault.message());
  }
  return SlidesRun(slides, model, options, watch).run();
}

}  // namespace msmv::runs
