#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "msmv/config/json.h"
#include "msmv/metrics/centre_match.h"
#include "msmv/nuclei/labelled_field.h"
#include "msmv/values/centre_map.h"

namespace msmv::training {

// Found centres count within this distance of a true one.
inline constexpr double kNucleusReach_um = 3;

// A detector on the fields of one source. `mean` averages over fields, which weighs them alike, as
// docs/results/nuclei.md does; `pooled` counts all nuclei together.
struct SourceReport {
  std::string source;
  std::size_t fields = 0, nuclei = 0, found = 0, matches = 0;
  metrics::Detection mean, pooled;
};

// The whole way of `msmv nuclei`: the fields at 0.42 um, the network, its threshold; centres in the
// pixels of the photos. By source, in alphabetical order.
std::vector<SourceReport> judge(std::span<const nuclei::LabelledField> fields,
                                const CentreNetwork& network);

Json report_json(const std::vector<SourceReport>& reports);

}  // namespace msmv::training
