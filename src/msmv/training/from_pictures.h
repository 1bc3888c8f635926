#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

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
  // Pictures done and in all.
  std::function<void(std::size_t, std::size_t)> progress = [](std::size_t, std::size_t) {};
  std::function<bool()> is_interrupted = [] { return false; };
};

// The patches of a fold's pictures or, where training leaves the encoders frozen, their encodings
// by `model`; from the store, as far as it has them. Validation pictures give the key regions that
// the model's own config chooses. Throws InputError for a picture that can't be read, and when
// interrupted: what was stored until then stays.
Data gather(const dataset::Dataset& dataset, const dataset::Fold& fold, const ModelFile& model,
            const Config& config, const Gathering& gathering);

// The augmented copies that frozen encoders encode beside the samples (training/copies.h).
store::Recipe::Change copies_before_encoding(const Config& config);

// Names the weights of a model's encoders, whatever FDNet is beside them: the store's entries of
// encodings are made from it.
std::string id_of_encoders(const weights::Tensors& tensors);

}  // namespace msmv::training
