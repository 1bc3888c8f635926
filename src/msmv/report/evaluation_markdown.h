#pragma once

#include <string>

#include "msmv/report/evaluation.h"

namespace msmv::report {

// An evaluation as a page in Markdown, with the pictures that write_evaluation puts beside it.
std::string to_markdown(const Evaluation& evaluation);

// A comparison as a few lines of text.
std::string to_text(const PairedComparison& comparison);

}  // namespace msmv::report
