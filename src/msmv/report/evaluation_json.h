#pragma once

#include "msmv/config/json.h"
#include "msmv/report/evaluation.h"

namespace msmv::report {

// All numbers of an evaluation, shares between 0 and 1; docs/formats.md lists the keys.
Json to_json(const Evaluation& evaluation);
Json to_json(const PairedComparison& comparison);

}  // namespace msmv::report
