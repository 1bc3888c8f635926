#pragma once

#include <filesystem>

#include "msmv/report/evaluation.h"

namespace msmv::report {

// The pictures of an evaluation, each as STEM.png and STEM.svg. Each says how many of how many were
// right, the interval and the split, so that it can't be shown without them.

// Truth in rows, answers in columns: counts, and shares of the row (paper: figures 7 and 8).
void draw_confusion(const std::filesystem::path& stem, const Evaluation& evaluation);

// Precision, recall and F1 of each class as bars (paper: figures 7 and 8).
void draw_class_bars(const std::filesystem::path& stem, const Evaluation& evaluation);

// Whether there are two points or more to draw: one dot shows nothing.
bool has_reliability_curve(const Evaluation& evaluation);
bool has_referral_curve(const Evaluation& evaluation);

// Share right against confidence, as given and at the fitted temperature, with the cases of each
// bin below. Needs evaluation.calibration.
void draw_reliability(const std::filesystem::path& stem, const Evaluation& evaluation);

// Accuracy on the cases that are kept against the share that goes to a human, the least confident
// first, with Wilson's 95 % band. Needs evaluation.referral.
void draw_referral(const std::filesystem::path& stem, const Evaluation& evaluation);

}  // namespace msmv::report
