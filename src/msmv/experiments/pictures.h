#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/experiments/encoders.h"
#include "msmv/experiments/part.h"
#include "msmv/image/read.h"
#include "msmv/store/fill.h"
#include "msmv/training/batches.h"

namespace msmv::experiments {

// The pictures of a data set as experiments take them: patches or frozen encodings, all through one
// store, so that what several rows need is made once.
class Pictures {
 public:
  struct Options {
    std::filesystem::path store;
    image::ReadOptions reading;
    std::function<bool()> is_interrupted = [] { return false; };
  };
  // `dataset` must outlive it.
  Pictures(const dataset::Dataset& dataset, Options options);

  // Encodings as the store has them.
  struct Encoding {
    msmv::Config config;
    const Encoder* encoder = nullptr;
    patches::Recolouring recolouring{};       // of the patches before
    store::Recipe::Change before_encoding{};  // and what else is done to them
    double gflop_per_image() const;
  };

  // What is to be encoded: where one's key regions are a part of another's, it is then taken from
  // the other's entries.
  void plan(const Encoding& encoding);
  const std::vector<Encoding>& planned() const { return planned_; }

  // The pictures that the store has no encodings of yet.
  std::vector<std::size_t> missing(const Encoding& encoding) const;

  // The encodings of some images by frozen encoders, which are the same at each scale. Throws
  // InputError when a picture can't be read, and when interrupted.
  std::vector<training::Image> encoded(const std::vector<std::size_t>& samples,
                                       const Encoding& encoding) const;

  // Their patches, with a margin to shift and zoom in.
  std::vector<training::Image> patches(const std::vector<std::size_t>& samples,
                                       const msmv::Config& config, int margin_px) const;

 private:
  // The planned one that holds this one, or itself.
  Encoding whole_of(const Encoding& encoding) const;
  store::Recipe recipe_of(const Encoding& encoding) const;
  const store::Encode& encode_by(const Encoding& source) const;

  const dataset::Dataset& dataset_;
  Options options_;
  std::vector<Encoding> planned_;
  mutable std::map<std::string, store::Encode> encoders_;  // made when first asked for
};

// A network with frozen encoders that are copies of one is encoded once for all scales.
msmv::Config with_one_encoder(msmv::Config config);

// What an experiment learns from: its model's settings with the regions that training asks for.
msmv::Config learnt_from(const Experiment& experiment);

// The encodings that an experiment with frozen encoders learns from, and those that it judges.
Pictures::Encoding encoding_to_learn(const Experiment& experiment, const Encoder& encoder);
Pictures::Encoding encoding_to_judge(const Experiment& experiment, const Encoder& encoder);

}  // namespace msmv::experiments
