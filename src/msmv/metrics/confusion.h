#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace msmv::metrics {

// What was named for each true class. A case without an answer counts as wrong, in a column of its
// own, so that a figure never gets better by refusing.
struct Confusion {
  explicit Confusion(std::size_t classes) : class_count(classes), counts(classes * (classes + 1)) {}

  std::size_t class_count = 0;
  std::vector<std::int64_t> counts;  // [truth][answer], class_count + 1 answers, the last is "none"

  std::int64_t& at(std::size_t truth, std::size_t answer) {
    return counts.at(truth * (class_count + 1) + answer);
  }
  std::int64_t at(std::size_t truth, std::size_t answer) const {
    return counts.at(truth * (class_count + 1) + answer);
  }
  std::int64_t of_class(std::size_t truth) const;  // cases of that true class
  std::int64_t total() const;
  std::int64_t right() const;
  std::int64_t unanswered() const;
  bool operator==(const Confusion&) const = default;
};

// Truth and answer case by case. Throws std::invalid_argument for lengths that differ or a class
// that there isn't.
Confusion confusion(std::span<const std::size_t> truth,
                    std::span<const std::optional<std::size_t>> answers, std::size_t class_count);

// One class against the rest (paper: accuracy, precision, recall and F1 from TP, TN, FP, FN).
struct ClassFigures {
  std::int64_t tp = 0, tn = 0, fp = 0, fn = 0;
  std::optional<double> precision;  // TP / (TP + FP); none when the class was never named
  std::optional<double> recall;     // TP / (TP + FN); none when there is no case of it
  std::optional<double> f1;         // 2 TP / (2 TP + FP + FN); none when neither
  double accuracy = 0;              // (TP + TN) / all
};
ClassFigures figures_of(const Confusion& confusion, std::size_t which);

// Means over the classes that have cases; a precision that is undefined there counts as 0, as
// scikit-learn does.
struct Averages {
  double accuracy = 0;           // right / all
  double balanced_accuracy = 0;  // the mean recall
  double precision = 0, recall = 0, f1 = 0;
};
// Throws std::invalid_argument when there are no cases.
Averages averages(const Confusion& confusion);

}  // namespace msmv::metrics
