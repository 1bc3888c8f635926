#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace msmv::runs {

// Every `count`-th item of a list from the `index`-th on, for one of several machines.
struct Shard {
  std::size_t index = 0, count = 1;
};

// Of "K/N" with K from 1 to N: the K-th of N shards. None for any other text.
std::optional<Shard> shard_named(const std::string& text);

// The shard of this task of a Slurm job array (SLURM_ARRAY_TASK_ID, _COUNT, _MIN, _STEP), or the
// whole list outside of one. Throws InputError for an array whose tasks aren't MIN, MIN + STEP, ...
Shard shard_of_slurm();

}  // namespace msmv::runs
