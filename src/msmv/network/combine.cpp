#include "msmv/network/combine.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <utility>

#include "msmv/network/parts.h"

namespace msmv {
namespace {

// The patches of one caller, and the encodings that it waits for.
struct Request {
  const PatchBatch& patches;
  Encodings encodings{};
  std::exception_ptr fault{};
  bool is_done = false;
};

bool go_together(const PatchBatch& a, const PatchBatch& b) {
  return a.scales == b.scales && a.side_px == b.side_px;
}

class CombinedNetwork : public Network {
 public:
  explicit CombinedNetwork(std::unique_ptr<const Network> network)
      : Network(network->facts()), network_(std::move(network)) {}

  // Whoever comes while nobody is at the network leads: takes all who wait by then with him.
  Encodings encode(const PatchBatch& patches) const override {
    Request mine{patches};
    std::unique_lock lock(mutex_);
    waiting_.push_back(&mine);
    while (!mine.is_done) {
      if (is_busy_) {
        changed_.wait(lock);
        continue;
      }
      is_busy_ = true;
      const std::vector<Request*> group = next_group();
      lock.unlock();
      serve(group);
      lock.lock();
      is_busy_ = false;
      for (Request* request : group) {
        request->is_done = true;
      }
      changed_.notify_all();
    }
    if (mine.fault) {
      std::rethrow_exception(mine.fault);
    }
    return std::move(mine.encodings);
  }

  std::vector<ClassScores> score(const Encodings& encodings) const override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !is_busy_; });
    return network_->score(encodings);  // under the lock: nobody begins meanwhile
  }

  std::size_t appetite() const override { return network_->appetite(); }

 private:
  // The first who wait, until the network has its fill.
  std::vector<Request*> next_group() const {
    std::vector<Request*> group;
    std::size_t patches = 0;
    while (!waiting_.empty() && patches < appetite() &&
           (group.empty() || go_together(group.front()->patches, waiting_.front()->patches))) {
      group.push_back(waiting_.front());
      waiting_.pop_front();
      patches += group.back()->patches.samples * group.back()->patches.scales;
    }
    return group;
  }

  void serve(const std::vector<Request*>& group) const {
    try {
      if (group.size() == 1) {
        group.front()->encodings = network_->encode(group.front()->patches);
        return;
      }
      PatchBatch all = group.front()->patches;
      for (std::size_t i = 1; i < group.size(); ++i) {
        const PatchBatch& more = group[i]->patches;
        all.samples += more.samples;
        all.pixels.insert(all.pixels.end(), more.pixels.begin(), more.pixels.end());
      }
      const Encodings encodings = network_->encode(all);
      std::size_t first = 0;
      for (Request* request : group) {
        request->encodings = part_of(encodings, first, request->patches.samples);
        first += request->patches.samples;
      }
    } catch (...) {
      for (Request* request : group) {
        request->fault = std::current_exception();
      }
    }
  }

  std::unique_ptr<const Network> network_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable std::deque<Request*> waiting_;
  mutable bool is_busy_ = false;
};

}  // namespace

std::unique_ptr<const Network> combined(std::unique_ptr<const Network> network) {
  return std::make_unique<CombinedNetwork>(std::move(network));
}

}  // namespace msmv
