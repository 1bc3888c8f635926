#include "msmv/dataset/look_groups.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

constexpr std::uint64_t kStarts = 50;
constexpr int kMostRounds = 300;

using Place = std::array<double, Look::kNumbers>;

struct Clustering {
  std::vector<std::size_t> group_of;
  double spread = std::numeric_limits<double>::infinity();  // sum of squared distances to centres
};

std::vector<Place> standardized(const std::vector<Look>& looks) {
  std::vector<Place> places;
  for (const Look& look : looks) {
    places.push_back(look.numbers());
  }
  const auto count = static_cast<double>(places.size());
  for (std::size_t i = 0; i < Look::kNumbers; ++i) {
    double sum = 0, squares = 0;
    for (const Place& place : places) {
      sum += place[i];
    }
    for (const Place& place : places) {
      squares += (place[i] - sum / count) * (place[i] - sum / count);
    }
    const double deviation = std::sqrt(squares / count);
    for (Place& place : places) {
      place[i] = deviation > 0 ? (place[i] - sum / count) / deviation : 0;
    }
  }
  return places;
}

double distance(const Place& a, const Place& b) {  // squared
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  }
  return sum;
}

// The centre next to a place (the first of several), and how far it is.
std::pair<std::size_t, double> nearest(const Place& place, const std::vector<Place>& centres) {
  std::pair<std::size_t, double> best{0, std::numeric_limits<double>::infinity()};
  for (std::size_t i = 0; i < centres.size(); ++i) {
    if (const double away = distance(place, centres[i]); away < best.second) {
      best = {i, away};
    }
  }
  return best;
}

// Each centre is drawn with a chance that grows with the distance to those before it.
std::vector<Place> drawn_centres(const std::vector<Place>& places, std::size_t count, Seed seed) {
  std::mt19937_64 random(seed);
  std::vector<Place> centres = {places[random() % places.size()]};
  while (centres.size() < count) {
    std::vector<double> up_to;
    double sum = 0;
    for (const Place& place : places) {
      up_to.push_back(sum += nearest(place, centres).second);
    }
    const double drawn = static_cast<double>(random() >> 11) * 0x1p-53 * sum;
    const auto found = std::ranges::upper_bound(up_to, drawn);
    centres.push_back(places[static_cast<std::size_t>(found - up_to.begin())]);
  }
  return centres;
}

Clustering assigned(const std::vector<Place>& places, const std::vector<Place>& centres) {
  Clustering result{{}, 0};
  for (const Place& place : places) {
    const auto [group, away] = nearest(place, centres);
    result.group_of.push_back(group);
    result.spread += away;
  }
  return result;
}

// The means of the groups; a group that lost all its members keeps its centre.
void move_to_means(const std::vector<Place>& places, const std::vector<std::size_t>& group_of,
                   std::vector<Place>& centres) {
  for (std::size_t group = 0; group < centres.size(); ++group) {
    Place sum{};
    double members = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (group_of[i] == group) {
        for (std::size_t number = 0; number < sum.size(); ++number) {
          sum[number] += places[i][number];
        }
        ++members;
      }
    }
    for (std::size_t number = 0; members > 0 && number < sum.size(); ++number) {
      centres[group][number] = sum[number] / members;
    }
  }
}

// Lloyd's algorithm from one start.
Clustering clustered(const std::vector<Place>& places, std::vector<Place> centres) {
  Clustering now = assigned(places, centres);
  for (int round = 0; round < kMostRounds; ++round) {
    move_to_means(places, now.group_of, centres);
    Clustering next = assigned(places, centres);
    const bool is_settled = next.group_of == now.group_of;
    now = std::move(next);
    if (is_settled) {
      break;
    }
  }
  return now;
}

std::size_t groups_in(const Clustering& clustering) {
  return std::set(clustering.group_of.begin(), clustering.group_of.end()).size();
}

void number_by_first(std::vector<std::size_t>& group_of) {
  std::map<std::size_t, std::size_t> numbers;
  for (std::size_t& group : group_of) {
    group = numbers.emplace(group, numbers.size()).first->second;
  }
}

void keep_patients_together(const Dataset& dataset, std::vector<std::size_t>& group_of,
                            std::size_t groups) {
  std::map<std::string, std::vector<int>> images;  // of each patient in each group
  for (std::size_t i = 0; i < group_of.size(); ++i) {
    if (const std::string& patient = dataset.samples[i].patient; !patient.empty()) {
      auto& counts = images[patient];
      counts.resize(groups);
      ++counts[group_of[i]];
    }
  }
  for (std::size_t i = 0; i < group_of.size(); ++i) {
    if (const auto found = images.find(dataset.samples[i].patient); found != images.end()) {
      const auto most = std::ranges::max_element(found->second);
      group_of[i] = static_cast<std::size_t>(most - found->second.begin());
    }
  }
}

}  // namespace

std::vector<std::size_t> cluster(const std::vector<Look>& looks, std::size_t groups, Seed seed) {
  const std::vector<Place> places = standardized(looks);
  if (groups == 0 || std::set(places.begin(), places.end()).size() < groups) {
    throw std::invalid_argument("dataset::cluster: " + std::to_string(groups) + " groups of " +
                                std::to_string(looks.size()) + " looks");
  }
  Clustering best;
  for (std::uint64_t start = 0; start < kStarts; ++start) {
    Clustering tried = clustered(places, drawn_centres(places, groups, derive(seed, start)));
    if (tried.spread < best.spread && groups_in(tried) == groups) {
      best = std::move(tried);
    }
  }
  if (best.group_of.empty()) {
    throw std::invalid_argument("dataset::cluster: a group lost all its looks at every start");
  }
  number_by_first(best.group_of);
  return best.group_of;
}

std::vector<Group> by_look(const Dataset& dataset, int groups, Seed seed) {
  std::vector<Look> looks;
  std::set<Place> different;
  for (const Sample& sample : dataset.samples) {
    if (!sample.look) {
      throw InputError(sample.path, "its look was not measured, and the split goes by looks");
    }
    looks.push_back(*sample.look);
    different.insert(looks.back().numbers());
  }
  const auto count = static_cast<std::size_t>(groups);
  if (different.size() < count) {
    throw InputError(dataset.source, std::to_string(groups) +
                                         " folds by look need as many pictures that look "
                                         "different, got " +
                                         std::to_string(different.size()));
  }
  std::vector<std::size_t> group_of = cluster(looks, count, seed);
  keep_patients_together(dataset, group_of, count);
  std::vector<Group> result(count);
  for (std::size_t i = 0; i < group_of.size(); ++i) {
    result[group_of[i]].push_back(i);
  }
  std::erase_if(result, [](const Group& group) { return group.empty(); });
  return result;
}

}  // namespace msmv::dataset
