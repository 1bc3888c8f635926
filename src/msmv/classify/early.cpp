#include "msmv/classify/early.h"

#include "msmv/vote/early.h"

namespace msmv {
namespace {

PatchBatch part_of(const PatchBatch& batch, std::size_t first, std::size_t count) {
  const std::size_t bytes = batch.scales * batch.bytes_per_patch();
  const auto begin = batch.pixels.begin() + static_cast<std::ptrdiff_t>(first * bytes);
  return {.samples = count,
          .scales = batch.scales,
          .side_px = batch.side_px,
          .pixels = {begin, begin + static_cast<std::ptrdiff_t>(count * bytes)}};
}

}  // namespace

Diagnosis diagnose_early(const PreparedField& prepared, const Model& model) {
  const std::size_t voters = prepared.regions.size();
  std::vector<ClassScores> scores;
  while (scores.size() < voters &&
         !vote::settled(scores, voters - scores.size(), model.config.vote)) {
    const std::size_t more = vote::next_to_ask(scores, voters - scores.size(),
                                               model.config.classes.size(), model.config.vote);
    const auto asked =
        model.network->score(model.network->encode(part_of(prepared.patches, scores.size(), more)));
    scores.insert(scores.end(), asked.begin(), asked.end());
  }
  return vote_on(prepared, scores, model.config.vote);
}

}  // namespace msmv
