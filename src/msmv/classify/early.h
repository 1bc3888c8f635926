#pragma once

#include "msmv/classify/classify.h"

namespace msmv {

// The class of diagnose(), with as few voters as settle it: they are asked in their order, first as
// many as could be enough, then as many as still could (vote/early.h). `views`, `votes` and
// `scores` are those of the voters asked; `label` is that of all, always.
Diagnosis diagnose_early(const PreparedField& prepared, const Model& model);

}  // namespace msmv
