#include "msmv/vote/vote.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

namespace msmv::vote {
namespace {

void check(const std::vector<ViewScores>& views) {
  if (views.empty() || views.front().scores.empty()) {
    throw std::invalid_argument("vote::decide: no voters or no classes");
  }
  const std::size_t classes = views.front().scores.size();
  for (const ViewScores& view : views) {
    if (view.scores.size() != classes) {
      throw std::invalid_argument("vote::decide: a voter of " + std::to_string(view.scores.size()) +
                                  " classes among voters of " + std::to_string(classes));
    }
    if (!std::ranges::all_of(view.scores, [](float score) { return std::isfinite(score); })) {
      throw std::invalid_argument("vote::decide: a score is not finite");
    }
  }
}

// Sorted before they are summed: rounding then doesn't tell the order of the voters.
double summed_score(const std::vector<ViewScores>& views, std::size_t label) {
  std::vector<float> scores;
  scores.reserve(views.size());
  for (const ViewScores& view : views) {
    scores.push_back(view.scores[label]);
  }
  std::ranges::sort(scores);
  return std::accumulate(scores.begin(), scores.end(), 0.0);
}

}  // namespace

Diagnosis decide(std::vector<ViewScores> views, const Config& config) {
  check(views);
  const std::size_t classes = views.front().scores.size();
  Diagnosis out{.votes = std::vector<int>(classes), .scores = ClassScores(classes)};
  for (const ViewScores& view : views) {
    ++out.votes[best_class(view.scores)];
  }
  using Rank = std::pair<int, double>;  // votes, then summed score: deviation D1
  std::vector<Rank> ranks;
  for (std::size_t label = 0; label < classes; ++label) {
    const double sum = summed_score(views, label);
    out.scores[label] = static_cast<float>(sum / static_cast<double>(views.size()));
    ranks.emplace_back(config.rule == Rule::majority ? out.votes[label] : 0, sum);
  }
  out.label = static_cast<std::size_t>(std::ranges::max_element(ranks) - ranks.begin());
  if (config.temperature != 1) {
    out.scores = at_temperature(out.scores, config.temperature);
  }
  out.views = std::move(views);
  return out;
}

}  // namespace msmv::vote
