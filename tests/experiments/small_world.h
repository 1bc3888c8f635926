#pragma once

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "golden/formula.h"
#include "msmv/dataset/split.h"
#include "msmv/experiments/encoders.h"
#include "msmv/experiments/experiment.h"
#include "msmv/image/write.h"
#include "msmv/pfenet/layout.h"
#include "temporary_folder.h"

// Six small pictures of two classes, three folds of them, an encoder of invented weights and rows
// that are done in a moment.

namespace msmv::experiments {

struct SmallWorld {
  testing::TemporaryFolder folder;
  dataset::Dataset set{.source = "small", .classes = {"one", "other"}, .samples = {}};
  std::vector<dataset::Fold> folds;
  Encoders encoders;

  SmallWorld() {
    for (std::size_t i = 0; i < 6; ++i) {
      cv::Mat pixels(240, 320, CV_8UC3,
                     i % 2 == 0 ? cv::Scalar(230, 180, 210) : cv::Scalar(120, 200, 240));
      cv::RNG random(i + 1);
      for (int blot = 0; blot < 60; ++blot) {
        pixels(cv::Rect(random.uniform(0, 310), random.uniform(0, 230), 9, 9))
            .setTo(cv::Scalar(90, 50, 130));
      }
      const std::string name = std::to_string(i) + ".png";
      image::write(folder / name, RgbImage{pixels});
      set.samples.push_back({.path = folder / name, .name = name, .label = i % 2});
    }
    folds = {{"fold_1", {2, 3, 4, 5}, {0, 1}},
             {"fold_2", {0, 1, 4, 5}, {2, 3}},
             {"fold_3", {0, 1, 2, 3}, {4, 5}}};
    Encoder& encoder = encoders[pfenet::Backbone::resnet50];
    encoder.id = "formula";
    for (const auto& [name, shape] : pfenet::encoder_layout(pfenet::Backbone::resnet50)) {
      encoder.weights.tensors[name] = golden::weight(name, shape);
    }
  }

  static Json settings(const std::string& more) {
    Json model = Json::parse(R"({"image": {"min_side_px": 224}, "stain": {"method": "none"},
      "krem": {"windows_px": [96, 48], "steps_px": [16, 8], "views": 2},
      "patches": {"side_px": 32}, "pfenet": {"shared_weights": true},
      "fdnet": {"discriminator": "fc", "standardize_encodings": true}})");
    model.merge_patch(Json::parse(more));
    return model;
  }

  static Row row(const std::string& name, const std::string& model = "{}",
                 const std::string& judging = "{}", const std::string& trees = "{}") {
    return {.name = name,
            .path = name + ".json",
            .title = "Row " + name,
            .model = settings(model),
            .training = Json::parse(
                R"({"frozen": {"preset": "frozen", "regions_per_view": 1, "epochs": 2}})"),
            .judging = Json::parse(judging),
            .trees = Json::parse(trees)};
  }

  Choices choices() const {
    return {.classes = set.classes, .weights = {pfenet::Backbone::resnet50}};
  }

  Experiment experiment(const std::string& name, const std::string& model = "{}",
                        const std::string& judging = "{}") const {
    return resolve(row(name, model, judging), choices());
  }

  // Judged by a few trees, which can tell the two classes.
  static Row row_of_trees(const std::string& name, const std::string& trees = "{}") {
    Json settings = Json::parse(R"({"recolouring": {"colourings": 2, "stain_gain": 0.2},
      "rounds": 4, "depth": 2, "feature_share": 0.5, "models": 2, "least_weight": 0})");
    settings.merge_patch(Json::parse(trees));
    return row(name, "{}", "{}", settings.dump());
  }
};

}  // namespace msmv::experiments
