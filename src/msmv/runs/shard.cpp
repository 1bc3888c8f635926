#include "msmv/runs/shard.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "msmv/values/errors.h"

namespace msmv::runs {
namespace {

std::optional<std::size_t> number_in_environment(const char* name) {
  const char* text = std::getenv(name);
  const std::string digits = text == nullptr ? "" : text;
  if (digits.empty() || digits.size() > 9 ||
      digits.find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  return std::stoul(digits);
}

}  // namespace

std::optional<Shard> shard_named(const std::string& text) {
  unsigned long k = 0, n = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%6lu/%6lu%c", &k, &n, &rest) != 2 || k < 1 || k > n) {
    return std::nullopt;
  }
  return Shard{k - 1, n};
}

Shard shard_of_slurm() {
  const auto task = number_in_environment("SLURM_ARRAY_TASK_ID");
  const auto count = number_in_environment("SLURM_ARRAY_TASK_COUNT");
  if (!task || !count || *count < 2) {
    return {};
  }
  const std::size_t first = number_in_environment("SLURM_ARRAY_TASK_MIN").value_or(1);
  const std::size_t step =
      std::max<std::size_t>(1, number_in_environment("SLURM_ARRAY_TASK_STEP").value_or(1));
  const std::size_t index = *task < first ? *count : (*task - first) / step;
  if (index >= *count) {
    throw InputError("SLURM_ARRAY_TASK_ID is " + std::to_string(*task) +
                     ", which doesn't go with an array of " + std::to_string(*count) +
                     " tasks: --shard K/N says which part this is");
  }
  return {index, *count};
}

}  // namespace msmv::runs
