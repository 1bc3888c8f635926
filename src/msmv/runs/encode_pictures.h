#pragma once

#include "msmv/classify/encode.h"
#include "msmv/dataset/manifest.h"
#include "msmv/files/feature_table.h"
#include "msmv/image/read.h"
#include "msmv/runs/watch.h"

namespace msmv::runs {

// Adds the features of a list of pictures to a table, in its order (classify/encode.h). What can't
// be read is said and left out, as are rows of a manifest that are wrong by themselves.
Ended encode_pictures(const dataset::Reading& listed, const Model& model, SeenAs seen,
                      const image::ReadOptions& reading, files::FeatureTable& table,
                      const Watch& watch);

}  // namespace msmv::runs
