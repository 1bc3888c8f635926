#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/classify/model.h"
#include "msmv/dataset/manifest.h"
#include "msmv/image/read.h"
#include "msmv/report/prediction.h"
#include "msmv/runs/prediction_rows.h"
#include "msmv/runs/watch.h"

namespace msmv::runs {

struct ClassifyPictures {
  // The arguments: pictures that an earlier run drew beside these are not taken for fields.
  std::vector<std::string> paths;
  std::filesystem::path model_path;  // which no output may replace, and explanations are made of
  image::ReadOptions reading;
  bool accept_unfit = false;  // classify what can't carry a diagnosis, too
  RowsTo rows;
  // Folders for one PNG a picture; empty: none. Of its nuclei and key regions, and of the places
  // that spoke for its class.
  std::filesystem::path overlays, explanations;
  std::function<void(const report::Prediction&)> take;  // given each that this run made, in order
};

// Classifies the pictures of a list. A picture that can't be classified is a row with its fault,
// which is said, and the others go on; so is a row of a manifest that is wrong by itself, which
// comes first. Throws InputError when an output is an input or can't be written, and what
// PredictionRows throws.
Ended classify_pictures(const dataset::Reading& listed, const Model& model,
                        const ClassifyPictures& options, const Watch& watch);

}  // namespace msmv::runs
