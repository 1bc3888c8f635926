#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "msmv/engine/encoder.h"
#include "msmv/values/geometry.h"

namespace msmv::engine {

// The output of a fully convolutional network: [channels, height, width].
struct DenseMap {
  std::size_t channels = 0, height = 0, width = 0;
  std::vector<float> values;
};

// A fully convolutional graph run on pictures of any size: its last node's map, not averaged.
class DenseNetwork {
 public:
  // Of the spec graph, normalization, precision, ranges, threads, model_id and the first prefix
  // count. Throws as Encoder does.
  DenseNetwork(WeightSource source, const EncoderSpec& spec);
  ~DenseNetwork();
  DenseNetwork(DenseNetwork&&) noexcept;
  DenseNetwork& operator=(DenseNetwork&&) noexcept;

  // R G B pixels side by side, [height, width, 3]. Any number of threads may call at once; each
  // size is compiled when it is first met. The values depend on the picture alone, to the last bit.
  DenseMap run(std::span<const std::uint8_t> pixels, PixelExtent extent) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace msmv::engine
