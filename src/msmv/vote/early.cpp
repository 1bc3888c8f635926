// Why it is enough to try one ending for each class, in which all the rest gives that class its
// whole score: let some ending make C win instead of L. Give C the whole score of each of its
// voters; C's votes and sum can only grow, L's only shrink (rounded sums too: they are taken in
// ascending order, and each step of a rounded sum grows with its operands). So C still beats L, and
// the winner of this ending is not L either. tests/vote/early_test.cpp tries all endings.

#include "msmv/vote/early.h"

#include "msmv/vote/vote.h"

namespace msmv::vote {

namespace {

constexpr float kCertain = 1;
constexpr float kNearlyCertain = 0.99F;

// A voter with nothing but this score for `label`.
ClassScores voter_for(std::size_t label, float score, std::size_t classes) {
  ClassScores scores(classes);
  scores[label] = score;
  return scores;
}

std::vector<ClassScores> followed_by(std::vector<ClassScores> voters, std::size_t count,
                                     const ClassScores& voter) {
  voters.insert(voters.end(), count, voter);
  return voters;
}

std::size_t label_of(const std::vector<ClassScores>& voters, const Config& config) {
  std::vector<ViewScores> views;
  for (const ClassScores& scores : voters) {
    views.push_back({.scores = scores});
  }
  return decide(std::move(views), config).label;
}

}  // namespace

std::optional<std::size_t> settled(const std::vector<ClassScores>& so_far, std::size_t remaining,
                                   const Config& config) {
  if (so_far.empty()) {
    return std::nullopt;
  }
  const std::size_t classes = so_far.front().size();
  const std::size_t label = label_of(so_far, config);
  for (std::size_t other = 0; other < classes && remaining > 0; ++other) {
    const ClassScores voter = voter_for(other, kCertain, classes);
    if (label_of(followed_by(so_far, remaining, voter), config) != label) {
      return std::nullopt;
    }
  }
  return label;
}

std::size_t next_to_ask(const std::vector<ClassScores>& so_far, std::size_t remaining,
                        std::size_t classes, const Config& config) {
  for (std::size_t more = 1; more < remaining; ++more) {
    for (std::size_t label = 0; label < classes; ++label) {
      const ClassScores voter = voter_for(label, kNearlyCertain, classes);
      if (settled(followed_by(so_far, more, voter), remaining - more, config)) {
        return more;
      }
    }
  }
  return remaining;
}

}  // namespace msmv::vote
