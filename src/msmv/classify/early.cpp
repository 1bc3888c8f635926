#include "msmv/classify/early.h"

#include "msmv/network/distinct.h"
#include "msmv/network/parts.h"
#include "msmv/vote/early.h"

namespace msmv {

Diagnosis diagnose_early(const PreparedField& prepared, const Model& model) {
  const std::size_t voters = prepared.regions.size();
  std::vector<ClassScores> scores;
  KnownPatches known;  // the context that the voters share
  while (scores.size() < voters &&
         !vote::settled(scores, voters - scores.size(), model.config.vote)) {
    const std::size_t more = vote::next_to_ask(scores, voters - scores.size(),
                                               model.config.classes.size(), model.config.vote);
    const PatchBatch patches = part_of(prepared.patches, scores.size(), more);
    const auto asked = model.network->score(model.network->encode_more(patches, known));
    scores.insert(scores.end(), asked.begin(), asked.end());
  }
  return vote_on(prepared, scores, model.config.vote);
}

}  // namespace msmv
