#pragma once

#include <cstddef>
#include <span>

#include "msmv/values/geometry.h"

namespace msmv::metrics {

// How many of the places found are true ones: pairs of a found and a true place at most `reach`
// apart, one to one, the nearest pairs first.
std::size_t matched(std::span<const Point> found, std::span<const Point> truth, double reach);

// Precision, recall and their harmonic mean of so many matches; 1 where nothing was to be found and
// nothing was, 0 where only one of both is so.
struct Detection {
  double f1 = 0, precision = 0, recall = 0;
};
Detection detection(std::size_t matches, std::size_t found, std::size_t truth);

}  // namespace msmv::metrics
