// Defines engine/encoder.h, calibrate.h and dense_network.h for a build without OpenVINO.

#include "msmv/engine/dense_network.h"
#include "msmv/engine/encoder.h"
#include "msmv/engine/export_ir.h"
#include "msmv/engine/layers.h"
#include "msmv/values/errors.h"

namespace msmv::engine {
namespace {

[[noreturn]] void fail() {
  throw InputError("this build has no OpenVINO; --backend libtorch does it, slower");
}

}  // namespace

struct Encoder::Compiled {};
Encoder::Encoder(const WeightSource&, const EncoderSpec&) {
  fail();
}
Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;
Encodings Encoder::encode(const PatchBatch&) const {
  fail();
}

void write_ir(const std::filesystem::path&, const WeightSource&, const EncoderSpec&,
              const std::optional<program::LinearHead>&,
              const std::map<std::string, std::string>&) {
  throw InputError("this build has no OpenVINO, which writes this format");
}

void observe(const WeightSource&, const EncoderSpec&, const PatchBatch&, const Observer&) {
  fail();
}

std::vector<LayerTime> time_layers(const WeightSource&, const EncoderSpec&, const PatchBatch&,
                                   int) {
  fail();
}

struct DenseNetwork::Compiled {};
DenseNetwork::DenseNetwork(WeightSource, const EncoderSpec&) {
  fail();
}
DenseNetwork::~DenseNetwork() = default;
DenseNetwork::DenseNetwork(DenseNetwork&&) noexcept = default;
DenseNetwork& DenseNetwork::operator=(DenseNetwork&&) noexcept = default;
DenseMap DenseNetwork::run(std::span<const std::uint8_t>, PixelExtent) const {
  fail();
}

}  // namespace msmv::engine
