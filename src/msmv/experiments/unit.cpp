#include "msmv/experiments/unit.h"

#include "msmv/config/parse_json.h"
#include "msmv/files/atomic_file.h"
#include "msmv/files/content_hash.h"
#include "msmv/files/mapped_file.h"
#include "msmv/libtorch/functions.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

constexpr const char* kFormat = "msmv unit 1";
// To be raised with any change by which the same settings come to give another result.
constexpr int kResultsVersion = 1;

std::string names_of(const dataset::Dataset& dataset, const std::vector<std::size_t>& samples) {
  std::string names;
  for (const std::size_t index : samples) {
    names += dataset.samples.at(index).name + "\n";
  }
  return files::content_hash(names);
}

Json json_of(const JudgedImage& image) {
  Json voters = Json::array();
  for (const ClassScores& scores : image.voters) {
    Json row = Json::array();
    for (const float score : scores) {
      row.push_back(decimal_value(score));
    }
    voters.push_back(std::move(row));
  }
  return {{"file", image.file}, {"label", image.label}, {"voters", std::move(voters)}};
}

Unit unit_from(const Json& json) {
  Unit unit{.key = json.at("key").get<std::string>(),
            .build = json.at("build").get<std::string>(),
            .row = json.at("row").get<std::string>(),
            .fold = json.at("fold").get<std::string>(),
            .classes = json.at("classes").get<ClassNames>(),
            .images = {},
            .training_images = json.at("training_images").get<std::size_t>(),
            .seconds = json.at("seconds").get<double>()};
  for (const Json& image : json.at("images")) {
    unit.images.push_back({image.at("file").get<std::string>(),
                           image.at("label").get<std::size_t>(),
                           image.at("voters").get<std::vector<ClassScores>>()});
  }
  return unit;
}

bool is_sound(const Unit& unit) {
  for (const JudgedImage& image : unit.images) {
    if (image.label >= unit.classes.size() || image.voters.empty()) {
      return false;
    }
    for (const ClassScores& scores : image.voters) {
      if (scores.size() != unit.classes.size()) {
        return false;
      }
    }
  }
  return !unit.images.empty();
}

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string fingerprint(const dataset::Dataset& dataset) {
  std::string all;
  for (const std::string& name : dataset.classes) {
    all += name + "\n";
  }
  for (const dataset::Sample& sample : dataset.samples) {
    all += sample.name + " " + files::content_hash_of_file(sample.path) + " " +
           std::to_string(sample.label.value());
    if (sample.um_per_px) {
      all += " " + decimal(sample.um_per_px->x) + " " + decimal(sample.um_per_px->y);
    }
    all += "\n";
  }
  return files::content_hash(all);
}

UnitKeys keys_of(const Experiment& experiment, const dataset::Dataset& dataset,
                 const dataset::Fold& fold, const UnitSource& source) {
  Json training = {{"version", kResultsVersion},
                   {"msmv", MSMV_VERSION},
                   {"data", source.data},
                   {"encoder", source.encoder},
                   {"reading", source.reading},
                   {"learnt_from", names_of(dataset, fold.training)},
                   {"model", to_json(experiment.model)},
                   {"training", to_json(experiment.training)}};
  if (experiment.trees) {
    training["trees"] = to_json(*experiment.trees);
  } else if (source.device != "cpu") {
    training["device"] = source.device.substr(0, source.device.find(':'));  // one GPU is as another
  }
  const Json judging = {{"judged_on", names_of(dataset, fold.validation)},
                        {"judged", to_json(experiment.judged)}};
  return {files::content_hash(training.dump()),
          files::content_hash(training.dump() + judging.dump())};
}

UnitKeys keys_of_average(const std::vector<UnitKeys>& members) {
  Json keys = {{"version", kResultsVersion}, {"average_of", Json::array()}};
  for (const UnitKeys& member : members) {
    keys["average_of"].push_back(member.unit);
  }
  const std::string key = files::content_hash(keys.dump());
  return {key, key};
}

void write_unit(const std::filesystem::path& path, const Unit& unit) {
  Json images = Json::array();
  for (const JudgedImage& image : unit.images) {
    images.push_back(json_of(image));
  }
  const std::string hash = files::content_hash(text_of(images));
  const Json json = {{"format", kFormat},
                     {"key", unit.key},
                     {"build", unit.build},
                     {"row", unit.row},
                     {"fold", unit.fold},
                     {"seconds", unit.seconds},
                     {"training_images", unit.training_images},
                     {"classes", unit.classes},
                     {"content_hash", hash},
                     {"images", std::move(images)}};
  std::filesystem::create_directories(path.parent_path());
  files::write_atomically(path, text_of(json) + "\n");
}

std::optional<Unit> read_unit(const std::filesystem::path& path, const std::string& key) {
  if (!std::filesystem::exists(path)) {
    return std::nullopt;
  }
  try {
    const auto file = files::map_file(path);
    const Json json = parse_json(
        {reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()}, path.string());
    if (json.value("format", "") != kFormat || json.value("key", "") != key) {
      return std::nullopt;
    }
    if (json.at("content_hash") != files::content_hash(text_of(json.at("images")))) {
      return std::nullopt;
    }
    Unit unit = unit_from(json);
    return is_sound(unit) ? std::optional(std::move(unit)) : std::nullopt;
  } catch (const InputError&) {
    return std::nullopt;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

std::string build_fingerprint() {
  std::string hashes = files::content_hash_of_file("/proc/self/exe");
  if (const auto library = libtorch::path(); std::filesystem::exists(library)) {
    hashes += files::content_hash_of_file(library);
  }
  return std::string(MSMV_VERSION) + "-" + files::content_hash(hashes).substr(0, 12);
}

}  // namespace msmv::experiments
