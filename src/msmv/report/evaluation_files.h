#pragma once

#include <filesystem>
#include <iosfwd>

#include "msmv/report/evaluation.h"

namespace msmv::report {

// Writes an evaluation into a folder, which is made where it is missing: evaluation.md and .json,
// images.csv (a row an image: file, true, named, right, confidence, prob_CLASS, votes_CLASS,
// message), and as PNG and SVG confusion, class_bars, and where there are scores reliability and
// referral. Each file is written atomically. Throws OutputError when it can't be.
void write_evaluation(const std::filesystem::path& folder, const Evaluation& evaluation);

}  // namespace msmv::report
