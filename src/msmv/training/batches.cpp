#include "msmv/training/batches.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <stdexcept>

#include "msmv/training/random.h"

namespace msmv::training {
namespace {

// Streams of the seed, one for each use of chance.
enum Stream : std::uint64_t { order_stream = 1, subset_stream, change_stream, mix_stream };

template <class T>
void shuffle(std::vector<T>& values, std::mt19937_64& random) {
  for (std::size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[below(i, random)]);
  }
}

// The turn of samples of one image: which `wanted` of `count` come in this epoch. The samples go
// round in an order that is drawn anew when each has had its turn.
std::vector<std::size_t> turn_of(std::size_t count, std::size_t wanted, Seed seed, int epoch) {
  const std::size_t rounds_begin = static_cast<std::size_t>(epoch) * wanted;
  std::vector<std::size_t> chosen;
  std::vector<std::size_t> round(count);
  std::size_t drawn = SIZE_MAX;
  for (std::size_t i = rounds_begin; i < rounds_begin + wanted; ++i) {
    if (i / count != drawn) {
      drawn = i / count;
      std::iota(round.begin(), round.end(), std::size_t{0});
      std::mt19937_64 random(derive(seed, drawn));
      shuffle(round, random);
    }
    chosen.push_back(round[i % count]);
  }
  return chosen;
}

std::uint64_t number_of(const SampleOf& sample, int epoch) {
  return (static_cast<std::uint64_t>(epoch) << 44U) ^ (std::uint64_t{sample.image} << 20U) ^
         sample.sample;
}

}  // namespace

std::vector<SampleOf> in_order(const std::vector<Image>& images) {
  std::vector<SampleOf> all;
  for (std::size_t image = 0; image < images.size(); ++image) {
    for (std::size_t sample = 0; sample < images[image].samples(); ++sample) {
      all.push_back({image, sample});
    }
  }
  return all;
}

std::vector<SampleOf> epoch_order(const std::vector<Image>& images, const Config& config,
                                  int epoch) {
  std::vector<SampleOf> order;
  const auto limit = static_cast<std::size_t>(config.samples_per_image);
  const Seed subset_seed = derive(config.seed, subset_stream);
  for (std::size_t image = 0; image < images.size(); ++image) {
    const std::size_t count = images[image].samples();
    if (count == 0) {
      continue;
    }
    const std::size_t wanted = limit == 0 ? count : std::min(limit, count);
    for (const std::size_t sample : turn_of(count, wanted, derive(subset_seed, image), epoch)) {
      order.push_back({image, sample});
    }
  }
  std::mt19937_64 random(
      derive(derive(config.seed, order_stream), static_cast<std::uint64_t>(epoch)));
  shuffle(order, random);
  return order;
}

BatchMaker::BatchMaker(const std::vector<Image>& images, std::size_t classes, std::size_t side_px,
                       const Config& config)
    : images_(images), classes_(classes), side_px_(side_px), config_(config) {
  if (images.empty()) {
    throw std::invalid_argument("training: no images");
  }
  const Image& model = images.front();
  features_ = model.encodings.features;
  stored_side_px_ = model.patches.side_px;
  scales_ = features_ > 0 ? model.encodings.scales : model.patches.scales;
  for (const Image& image : images) {
    const std::size_t scales = features_ > 0 ? image.encodings.scales : image.patches.scales;
    if (image.encodings.features != features_ || image.patches.side_px != stored_side_px_ ||
        scales != scales_ || image.label >= classes_) {
      throw std::invalid_argument("training: " + image.name + " is not of the others' kind");
    }
  }
}

Batch BatchMaker::empty_batch() const {
  return {0, scales_, features_ > 0 ? 0 : side_px_, features_, {}, {}, {}, {}};
}

void BatchMaker::append(const SampleOf& sample, Change change, int epoch, Batch& batch) const {
  const Image& image = images_.at(sample.image);
  ++batch.samples;
  batch.labels.push_back(image.label);
  batch.targets.resize(batch.targets.size() + classes_, 0);
  batch.targets[batch.targets.size() - classes_ + image.label] = 1;
  if (features_ > 0) {
    const std::size_t values = scales_ * features_;
    const auto from =
        image.encodings.values.begin() + static_cast<std::ptrdiff_t>(sample.sample * values);
    batch.encodings.insert(batch.encodings.end(), from, from + static_cast<std::ptrdiff_t>(values));
    return;
  }
  const std::size_t stored = scales_ * stored_side_px_ * stored_side_px_ * 3;
  const std::size_t bytes = scales_ * side_px_ * side_px_ * 3;
  batch.pixels.resize(batch.pixels.size() + bytes);
  std::mt19937_64 random(derive(derive(config_.seed, change_stream), number_of(sample, epoch)));
  augment(change == Change::random ? config_.augmentation : Augmentation{},
          {scales_, stored_side_px_, side_px_},
          image.patches.pixels.subspan(sample.sample * stored, stored), random,
          std::span(batch.pixels).last(bytes));
}

Batch BatchMaker::plain(std::span<const SampleOf> samples) const {
  Batch batch = empty_batch();
  for (const SampleOf& sample : samples) {
    append(sample, Change::none, 0, batch);
  }
  return batch;
}

Batch BatchMaker::training(std::span<const SampleOf> batch, std::size_t first, std::size_t count,
                           int epoch) const {
  Batch mine = empty_batch();
  Batch neighbours = empty_batch();
  for (std::size_t i = first; i < first + count; ++i) {
    append(batch[i], Change::random, epoch, mine);
    if (config_.mixup > 0) {
      append(batch[(i + 1) % batch.size()], Change::random, epoch, neighbours);
    }
  }
  for (std::size_t i = 0; config_.mixup > 0 && i < count; ++i) {
    std::mt19937_64 random(
        derive(derive(config_.seed, mix_stream), number_of(batch[first + i], epoch)));
    const double share = symmetric_beta(config_.mixup, random);
    const auto own = static_cast<float>(std::max(share, 1 - share));
    const auto mix = [&](auto& ours, const auto& theirs, float rounding) {
      const std::size_t values = ours.size() / count;
      for (std::size_t k = i * values; k < (i + 1) * values; ++k) {
        const float mixed = own * static_cast<float>(ours[k]) +
                            (1 - own) * static_cast<float>(theirs[k]) + rounding;
        ours[k] = static_cast<std::decay_t<decltype(ours[k])>>(mixed);
      }
    };
    mix(mine.pixels, neighbours.pixels, 0.5F);
    mix(mine.encodings, neighbours.encodings, 0);
    mix(mine.targets, neighbours.targets, 0);
  }
  const auto smoothing = static_cast<float>(config_.label_smoothing);
  for (float& target : mine.targets) {
    target = target * (1 - smoothing) + smoothing / static_cast<float>(classes_);
  }
  return mine;
}

}  // namespace msmv::training
