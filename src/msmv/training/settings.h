#pragma once

#include <filesystem>
#include <string>

#include "msmv/config/json.h"
#include "msmv/dataset/split.h"
#include "msmv/model/config.h"
#include "msmv/training/config.h"

namespace msmv::training {

// Everything that can be set about a training run, as one JSON file would.
struct Settings {
  msmv::Config model;
  Config training;
  dataset::SplitConfig split;
};

template <RefTo<Settings> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("model", c.model, "what is trained and how fields are prepared for it", unlimited());
  field("training", c.training, "how it is trained", unlimited());
  field("split", c.split, "images that it is trained and evaluated on", unlimited());
}

// Sets what a JSON file names. Throws InputError with the file and the key.
void read_settings(const std::filesystem::path& path, Settings& settings);

// Sets one field: "training.epochs=3", "model.krem.selector=spread". The value is JSON, or text
// where it is none. Throws InputError.
void set(Settings& settings, const std::string& assignment);

}  // namespace msmv::training
