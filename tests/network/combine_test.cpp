#include "msmv/network/combine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <new>
#include <thread>
#include <vector>

#include "network/fake_network.h"

namespace msmv {
namespace {

using testing::FakeNetwork;

// One feature a sample: its first pixel. Takes 10 ms for a batch.
struct Device {
  std::atomic<int> at_once = 0;
  int most_at_once = 0;
  std::vector<std::size_t> groups;  // samples of each batch
  std::size_t appetite = 4;

  std::unique_ptr<const Network> network() {
    const auto encode = [this](const PatchBatch& batch) {
      most_at_once = std::max(most_at_once, ++at_once);
      groups.push_back(batch.samples);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      Encodings out{.samples = batch.samples, .scales = batch.scales, .features = 1, .values = {}};
      bool is_bad = false;
      for (std::size_t i = 0; i < batch.samples * batch.scales; ++i) {
        out.values.push_back(batch.pixels[i * batch.bytes_per_patch()]);
        is_bad = is_bad || out.values.back() == 255;
      }
      --at_once;
      if (is_bad) {
        throw std::bad_alloc();
      }
      return out;
    };
    const auto score = [](const Encodings&) { return std::vector<ClassScores>{{1, 0}}; };
    return combined(
        std::make_unique<FakeNetwork>(encode, score, NetworkFacts{.runtime = "fake"}, appetite));
  }
};

PatchBatch batch_of(std::uint8_t value, std::size_t samples, std::size_t side_px = 1) {
  PatchBatch batch{.samples = samples, .scales = 2, .side_px = side_px, .pixels = {}};
  batch.pixels.assign(samples * 2 * batch.bytes_per_patch(), value);
  return batch;
}

// What callers on as many threads get.
std::vector<std::vector<float>> encoded(const Network& network,
                                        const std::vector<PatchBatch>& batches) {
  std::vector<std::vector<float>> out(batches.size());
  std::vector<std::jthread> callers;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    callers.emplace_back([&, i] { out[i] = network.encode(batches[i]).values; });
  }
  callers.clear();
  return out;
}

TEST(Combined, GivesEachCallerHisOwn) {
  Device device;
  const auto network = device.network();
  std::vector<PatchBatch> batches;
  for (std::uint8_t i = 0; i < 12; ++i) {
    batches.push_back(batch_of(i, 1 + i % 3));
  }
  const auto got = encoded(*network, batches);
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i], std::vector<float>(2 * (1 + i % 3), static_cast<float>(i)));
  }
  EXPECT_EQ(device.most_at_once, 1);
  EXPECT_LT(device.groups.size(), batches.size());          // some went together
  EXPECT_LE(*std::ranges::max_element(device.groups), 4U);  // 8 patches: one more than its fill
  EXPECT_EQ(network->facts().runtime, "fake");
  EXPECT_EQ(network->appetite(), 4U);
}

TEST(Combined, KeepsPatchesOfAnotherSizeApart) {
  Device device{.appetite = 1000};
  const auto network = device.network();
  const auto got = encoded(*network, {batch_of(1, 1), batch_of(2, 1, 3), batch_of(3, 2)});
  EXPECT_EQ(got[1], (std::vector<float>{2, 2}));
  EXPECT_EQ(got[2], (std::vector<float>{3, 3, 3, 3}));
}

TEST(Combined, ThrowsWhatTheNetworkThrowsAndGoesOn) {
  Device device;
  const auto network = device.network();
  EXPECT_THROW(network->encode(batch_of(255, 1)), std::bad_alloc);
  EXPECT_EQ(network->encode(batch_of(7, 1)).values, (std::vector<float>{7, 7}));
  EXPECT_EQ(network->score({}).size(), 1U);
}

}  // namespace
}  // namespace msmv
