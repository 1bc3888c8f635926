#include "msmv/metrics/confusion.h"

#include <numeric>
#include <stdexcept>

namespace msmv::metrics {
namespace {

std::optional<double> ratio(std::int64_t part, std::int64_t whole) {
  if (whole == 0) {
    return std::nullopt;
  }
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::int64_t Confusion::of_class(std::size_t truth) const {
  const auto row = counts.begin() + static_cast<std::ptrdiff_t>(truth * (class_count + 1));
  return std::accumulate(row, row + static_cast<std::ptrdiff_t>(class_count + 1), std::int64_t{0});
}

std::int64_t Confusion::total() const {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

std::int64_t Confusion::right() const {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < class_count; ++i) {
    sum += at(i, i);
  }
  return sum;
}

std::int64_t Confusion::unanswered() const {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < class_count; ++i) {
    sum += at(i, class_count);
  }
  return sum;
}

Confusion confusion(std::span<const std::size_t> truth,
                    std::span<const std::optional<std::size_t>> answers, std::size_t class_count) {
  if (truth.size() != answers.size()) {
    throw std::invalid_argument("metrics::confusion: as many truths as answers expected");
  }
  Confusion result(class_count);
  for (std::size_t i = 0; i < truth.size(); ++i) {
    if (truth[i] >= class_count || (answers[i] && *answers[i] >= class_count)) {
      throw std::invalid_argument("metrics::confusion: a class beyond the last");
    }
    ++result.at(truth[i], answers[i].value_or(class_count));
  }
  return result;
}

ClassFigures figures_of(const Confusion& confusion, std::size_t which) {
  ClassFigures figures;
  figures.tp = confusion.at(which, which);
  figures.fn = confusion.of_class(which) - figures.tp;
  for (std::size_t truth = 0; truth < confusion.class_count; ++truth) {
    figures.fp += truth == which ? 0 : confusion.at(truth, which);
  }
  figures.tn = confusion.total() - figures.tp - figures.fn - figures.fp;
  figures.precision = ratio(figures.tp, figures.tp + figures.fp);
  figures.recall = ratio(figures.tp, figures.tp + figures.fn);
  figures.f1 = ratio(2 * figures.tp, 2 * figures.tp + figures.fp + figures.fn);
  figures.accuracy = ratio(figures.tp + figures.tn, confusion.total()).value_or(0);
  return figures;
}

Averages averages(const Confusion& confusion) {
  if (confusion.total() == 0) {
    throw std::invalid_argument("metrics::averages: no cases");
  }
  Averages means;
  double classes = 0;
  for (std::size_t i = 0; i < confusion.class_count; ++i) {
    const ClassFigures figures = figures_of(confusion, i);
    if (!figures.recall) {
      continue;
    }
    ++classes;
    means.precision += figures.precision.value_or(0);
    means.recall += *figures.recall;
    means.f1 += *figures.f1;
  }
  means.precision /= classes;
  means.recall /= classes;
  means.f1 /= classes;
  means.balanced_accuracy = means.recall;
  means.accuracy = *ratio(confusion.right(), confusion.total());
  return means;
}

}  // namespace msmv::metrics
