#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "msmv/store/store.h"
#include "msmv/training/config.h"

namespace msmv::training {

// A labelled image: its samples' patches or, when the encoders are frozen, their encodings.
struct Image {
  std::string name;
  std::size_t label = 0;
  store::Patches patches;
  Encodings encodings;
  std::size_t samples() const { return patches.samples > 0 ? patches.samples : encodings.samples; }
};

// One sample of one image, by index.
struct SampleOf {
  std::size_t image = 0, sample = 0;
  bool operator==(const SampleOf&) const = default;
};

// The samples of an epoch (counted from 0) in their random order: all, or samples_per_image of
// each image, others in each epoch until all have been used. The same for the same seed.
std::vector<SampleOf> epoch_order(const std::vector<Image>& images, const Config& config,
                                  int epoch);

// The samples of images as they are, for validation.
std::vector<SampleOf> in_order(const std::vector<Image>& images);

// The network's input, pixels or encodings, and the labels that it should give.
struct Batch {
  std::size_t samples = 0, scales = 0, side_px = 0, features = 0;
  std::vector<std::uint8_t> pixels;  // [samples, scales, side, side, 3], or empty
  std::vector<float> encodings;      // [samples, scales, features], or empty
  std::vector<float> targets;        // [samples, classes]: each row sums to 1
  std::vector<std::size_t> labels;   // before mixing and smoothing
};

// Makes batches of a set of images. Everything random comes from the seed, the epoch and the
// sample alone, so that a batch is the same however it is cut into micro-batches.
class BatchMaker {
 public:
  // `images` must outlive it. Throws std::invalid_argument when there are none, or when they
  // differ in scales or sides or mix patches and encodings.
  BatchMaker(const std::vector<Image>& images, std::size_t classes, std::size_t side_px,
             const Config& config);

  // Members first to first + count of a batch, augmented, mixed with their neighbours in the
  // batch, and smoothed.
  Batch training(std::span<const SampleOf> batch, std::size_t first, std::size_t count,
                 int epoch) const;
  // Samples as they are.
  Batch plain(std::span<const SampleOf> samples) const;

  std::size_t scales() const { return scales_; }
  bool has_encodings() const { return features_ > 0; }

 private:
  enum class Change { none, random };
  void append(const SampleOf& sample, Change change, int epoch, Batch& batch) const;
  Batch empty_batch() const;

  const std::vector<Image>& images_;
  std::size_t classes_, side_px_;
  std::size_t scales_ = 0, stored_side_px_ = 0, features_ = 0;
  Config config_;
};

}  // namespace msmv::training
