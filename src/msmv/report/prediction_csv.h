#pragma once

#include <filesystem>
#include <iosfwd>

#include "msmv/report/prediction.h"

namespace msmv::report {

// Predictions as a table, a row a picture, written as they come (docs/formats.md):
//   file, status (ok, unfit or error), class, votes (for that class), prob_CLASS for each class,
//   mpp_source, message (the fault, or a note), mpp_x, mpp_y, votes_CLASS for each class,
//   content_hash, model, voters (how many were asked), precision, device, tissue, pen, blood, fold,
//   blur, sharpness (fitness/measures.h)
// Numbers are the shortest that read back to the same float. A picture without a class has these
// fields empty.
void write_csv_header(std::ostream& stream, const ClassNames& classes);
void write_csv_row(std::ostream& stream, const Prediction& prediction, const ClassNames& classes);

// Reads such a table, or one of another program: `file` and `class` are needed, the rest is taken
// where it is there. The classes are `expected`, or those of the prob_ columns, or those named.
// Throws InputError naming PATH:LINE for an unknown class or status, scores that are not
// probabilities of sum 1, votes that are not whole, and a file that comes twice.
PredictionTable read_predictions(const std::filesystem::path& path, const ClassNames& expected);

}  // namespace msmv::report
