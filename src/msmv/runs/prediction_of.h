#pragma once

#include <string>

#include "msmv/classify/stream.h"
#include "msmv/report/prediction.h"

namespace msmv::runs {

// Makes a row of a table of predictions of what classify_stream says of a picture.
report::Prediction prediction_of(const Classified& classified, const std::string& name,
                                 const Model& model);

}  // namespace msmv::runs
