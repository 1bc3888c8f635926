#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/dataset/split.h"
#include "msmv/image/read.h"
#include "msmv/store/fill.h"
#include "msmv/training/settings.h"
#include "msmv/training/train_model.h"

// From a data set of pictures to what the trainer takes. The only part of training that opens
// pictures; the others build without it.

namespace msmv::training {

struct Gathering {
  std::filesystem::path store;
  image::ReadOptions reading;
  int threads = 0;  // 0: all
  // Pictures done and in all.
  std::function<void(std::size_t, std::size_t)> progress = [](std::size_t, std::size_t) {};
  std::function<bool()> is_interrupted = [] { return false; };  // asked by any thread
};

// The patches of a fold's pictures or, where training leaves the encoders frozen, their encodings
// by `model`; from the store, as far as it has them. Validation pictures give the key regions that
// the model's own config chooses. Throws InputError for a picture that can't be read, Interrupted
// when stopped: what was stored until then stays.
Data gather(const dataset::Dataset& dataset, const dataset::Fold& fold, const ModelFile& model,
            const Config& config, const Gathering& gathering);

// The augmented copies that frozen encoders encode beside the samples (training/copies.h).
store::Recipe::Change copies_before_encoding(const Config& config);

// How images are made of a data set's pictures.
struct MakingImages {
  std::filesystem::path store;  // which says that it was interrupted
  int threads = 0;              // 0: all
  std::function<bool()> is_interrupted = [] { return false; };  // asked by any thread
  std::function<void()> each = [] {};                           // after every image
};
// Puts into an image what it is of: its patches or their encodings. `place` is its place in the
// list; several are filled at once, each by one thread.
using FillImage = std::function<void(std::size_t place, const dataset::Sample&, Image&)>;

// The images of these samples, in their order. Throws the first fault of `fill`, and Interrupted
// when stopped.
std::vector<Image> images_of(const dataset::Dataset& dataset,
                             const std::vector<std::size_t>& samples, const FillImage& fill,
                             const MakingImages& making);

// Names the weights of a model's encoders, whatever FDNet is beside them: the store's entries of
// encodings are made from it.
std::string id_of_encoders(const weights::Tensors& tensors);

}  // namespace msmv::training
