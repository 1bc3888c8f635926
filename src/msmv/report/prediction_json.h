#pragma once

#include <iosfwd>

#include "msmv/config/json.h"
#include "msmv/report/prediction.h"

namespace msmv::report {

// One prediction with all that is known of it: the fields of the CSV row (prediction_csv.h) under
// the same names, those apart that it has no value for, and `views`: each voter's view, windows
// (pixels of the original picture, coarse to fine), nuclei counted in each window, and prob_CLASS.
// Bytes of a file's name that are not UTF-8 come out as U+FFFD.
Json to_json(const Prediction& prediction, const ClassNames& classes);

// The same as one line of JSON lines.
void write_json_line(std::ostream& stream, const Prediction& prediction, const ClassNames& classes);

}  // namespace msmv::report
