#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "msmv/network/network.h"

namespace msmv::testing {

// A network that computes what a test tells it to.
class FakeNetwork : public Network {
 public:
  using Encode = std::function<Encodings(const PatchBatch&)>;
  using Score = std::function<std::vector<ClassScores>(const Encodings&)>;

  FakeNetwork(Encode encode, Score score, NetworkFacts facts = {}, std::size_t appetite = 1)
      : Network(std::move(facts)),
        encode_(std::move(encode)),
        score_(std::move(score)),
        appetite_(appetite) {}

  Encodings encode(const PatchBatch& patches) const override { return encode_(patches); }
  std::vector<ClassScores> score(const Encodings& encodings) const override {
    return score_(encodings);
  }
  std::size_t appetite() const override { return appetite_; }

 private:
  Encode encode_;
  Score score_;
  std::size_t appetite_;
};

}  // namespace msmv::testing
