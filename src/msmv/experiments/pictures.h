#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/experiments/encoders.h"
#include "msmv/experiments/part.h"
#include "msmv/image/read.h"
#include "msmv/network/network.h"
#include "msmv/store/fill.h"
#include "msmv/training/from_pictures.h"

namespace msmv::experiments {

// The pictures of a data set as experiments take them: patches or frozen encodings, all through one
// store, so that what several rows need is made once.
class Pictures {
 public:
  struct Options {
    std::filesystem::path store;
    image::ReadOptions reading;
    int threads = 0;                                              // 0: all
    std::function<bool()> is_interrupted = [] { return false; };  // asked by any thread
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

  // Announces what is to be encoded: key regions that are a part of another's are then taken from
  // the other's entries.
  void plan(const Encoding& encoding);
  const std::vector<Encoding>& planned() const { return planned_; }

  // The pictures that the store has no encodings of yet.
  std::vector<std::size_t> missing(const Encoding& encoding) const;

  // Makes the entries of these; `each` is told after every one. A picture that fails is passed
  // over: it fails again where it is needed. Returns early when interrupted. Throws OutputError.
  void fill(const std::vector<std::size_t>& samples, const Encoding& planned,
            const std::function<void()>& each) const;

  // The encodings of some images by frozen encoders, which are the same at each scale. Throws
  // InputError when a picture can't be read, Interrupted when stopped.
  std::vector<training::Image> encoded(const std::vector<std::size_t>& samples,
                                       const Encoding& encoding) const;

  // Their patches, with a margin to shift and zoom in.
  std::vector<training::Image> patches(const std::vector<std::size_t>& samples,
                                       const msmv::Config& config, int margin_px) const;

 private:
  // The planned one that holds this one, or itself.
  Encoding whole_of(const Encoding& encoding) const;
  store::Recipe recipe_of(const Encoding& encoding) const;
  // Those of what is planned or planned alone, made when it isn't there.
  store::FilledEncodings filled(const dataset::Sample& sample, const Encoding& source) const;
  const Network& network_of(const Encoding& source) const;
  training::MakingImages making() const;

  const dataset::Dataset& dataset_;
  Options options_;
  std::vector<Encoding> planned_;
  mutable std::mutex loading_;
  mutable std::map<std::string, std::unique_ptr<const Network>> networks_;  // when first asked for
};

// A network with frozen encoders that are copies of one is encoded once for all scales.
msmv::Config with_one_encoder(msmv::Config config);

// The settings of an experiment's training pictures: its model's, with the regions of training.
msmv::Config learnt_from(const Experiment& experiment);

// The encodings that an experiment with frozen encoders learns from, and those that it judges.
Pictures::Encoding encoding_to_learn(const Experiment& experiment, const Encoder& encoder);
Pictures::Encoding encoding_to_judge(const Experiment& experiment, const Encoder& encoder);

}  // namespace msmv::experiments
