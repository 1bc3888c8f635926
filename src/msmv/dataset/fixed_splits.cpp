#include "msmv/dataset/fixed_splits.h"

#include <algorithm>
#include <array>
#include <span>

#include "msmv/dataset/file_order.h"
#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

struct Range {
  std::string_view series;
  std::uint64_t first, last;  // both inside
};

constexpr std::array<Range, 4> kBach = {
    {{"n", 1, 100}, {"b", 1, 100}, {"is", 1, 100}, {"iv", 1, 100}}};
constexpr std::array<Range, 6> kEvaVal = {
    {{"b", 42, 59}, {"b", 61, 90}, {"is", 40, 69}, {"iv", 41, 58}, {"iv", 61, 73}, {"n", 46, 68}}};
constexpr std::array<Range, 5> kThunderVal = {
    {{"b", 16, 25}, {"is", 11, 20}, {"iv", 1, 10}, {"n", 6, 15}, {"n", 81, 90}}};

bool is_in(const FileNumber& file, std::span<const Range> ranges) {
  return std::ranges::any_of(ranges, [&](const Range& range) {
    return file.series == range.series && *file.number >= range.first && *file.number <= range.last;
  });
}

FileNumber bach_number(const Sample& sample) {
  FileNumber file = file_number(sample.path);
  if (!file.number || !is_in(file, kBach)) {
    throw InputError(sample.path,
                     "is not named as BACH's pictures are (n001-n100, b001-b100, is001-is100, "
                     "iv001-iv100)");
  }
  return file;
}

}  // namespace

std::string eva_part(const Sample& sample) {
  return is_in(bach_number(sample), kEvaVal) ? "val" : "train";
}

std::string thunder_part(const Sample& sample) {
  const FileNumber file = bach_number(sample);
  return is_in(file, kEvaVal) ? "test" : is_in(file, kThunderVal) ? "val" : "train";
}

}  // namespace msmv::dataset
