#include "msmv/engine/encoder.h"

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <optional>
#include <stdexcept>

#include "msmv/engine/compile.h"

namespace msmv::engine {

namespace {

// While it lives, oneDNN computes on this thread alone.
class OneThread {
 public:
  OneThread() : before_(omp_get_max_threads()) { omp_set_num_threads(1); }
  ~OneThread() { omp_set_num_threads(before_); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_;
};

// The normalised value of each 8-bit one.
using Lookup = std::array<std::array<float, 256>, 3>;

Lookup lookup_of(const Normalization& normalization) {
  Lookup lookup{};
  for (std::size_t channel = 0; channel < 3; ++channel) {
    for (std::size_t value = 0; value < 256; ++value) {
      lookup[channel][value] = (static_cast<float>(value) / 255.0F - normalization.mean[channel]) /
                               normalization.deviation[channel];
    }
  }
  return lookup;
}

// From R G B pixels, side by side, to three planes.
void normalize(std::span<const std::uint8_t> pixels, const Lookup& lookup,
               std::span<float> planes) {
  const std::size_t area = planes.size() / 3;
  for (std::size_t i = 0; i < area; ++i) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      planes[channel * area + i] = lookup[channel][pixels[3 * i + channel]];
    }
  }
}

}  // namespace

struct Encoder::Compiled {
  Precision precision;
  Lookup lookup;
  std::vector<Program> programs;  // one for each scale, or one for all

  Encodings room_for(const PatchBatch& batch) const;
  void encode(const PatchBatch& batch, std::atomic<std::size_t>& next, Encodings& encodings,
              const Observer& observer) const;
};

// Checks the batch on the way.
Encodings Encoder::Compiled::room_for(const PatchBatch& batch) const {
  const Program& first = programs.front();
  const std::size_t patches = batch.samples * batch.scales;
  if (batch.side_px != first.side_px || (programs.size() > 1 && batch.scales != programs.size()) ||
      batch.pixels.size() != patches * batch.bytes_per_patch()) {
    throw std::invalid_argument(
        "encode: got " + std::to_string(batch.pixels.size()) + " bytes of " +
        std::to_string(batch.scales) + " scales of " + std::to_string(batch.side_px) +
        " px, wanted " + std::to_string(programs.size()) + " of " + std::to_string(first.side_px));
  }
  return {.samples = batch.samples,
          .scales = batch.scales,
          .features = first.features,
          .values = std::vector<float>(patches * first.features)};
}

// Takes patches until none is left: scale by scale, so that threads that work at the same time
// share weights in the caches.
void Encoder::Compiled::encode(const PatchBatch& batch, std::atomic<std::size_t>& next,
                               Encodings& encodings, const Observer& observer) const {
  const OneThread one_thread;
  std::optional<Workspace> workspace;
  for (std::size_t i = next++; i < batch.samples * batch.scales; i = next++) {
    const std::size_t scale = i / batch.samples;
    const std::size_t patch = i % batch.samples * batch.scales + scale;
    const Program& program = programs[programs.size() == 1 ? 0 : scale];
    if (!workspace || &workspace->program() != &program) {
      workspace.emplace(program);
    }
    normalize(
        std::span(batch.pixels).subspan(patch * batch.bytes_per_patch(), batch.bytes_per_patch()),
        lookup, workspace->input());
    const auto encoding = observer ? workspace->run(observer) : workspace->run();
    std::ranges::copy(encoding, encodings.values.data() + patch * encodings.features);
  }
}

Encoder::Encoder(const WeightSource& source, const EncoderSpec& spec) {
  if (available(spec.precision, processor()).precision != spec.precision) {
    throw std::invalid_argument("Encoder: " + std::string(enum_name(spec.precision)) +
                                " is not available here");
  }
  const OneThread one_thread;
  Compiled compiled{.precision = spec.precision, .lookup = lookup_of(spec.normalization)};
  for (const std::string& prefix : spec.prefixes) {
    compiled.programs.push_back(
        compile(source, prefix,
                {.side_px = spec.side_px, .precision = spec.precision, .ranges = spec.ranges}));
  }
  compiled_ = std::make_unique<const Compiled>(std::move(compiled));
}

Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

Encodings Encoder::encode(const PatchBatch& batch, int threads) const {
  Encodings encodings = compiled_->room_for(batch);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] { compiled_->encode(batch, next, encodings, {}); };
  std::vector<std::future<void>> others(static_cast<std::size_t>(std::max(threads, 1)) - 1);
  for (auto& other : others) {
    other = std::async(std::launch::async, work);
  }
  work();
  for (auto& other : others) {
    other.get();
  }
  return encodings;
}

void Encoder::observe(const PatchBatch& batch, const Observer& observer) const {
  Encodings encodings = compiled_->room_for(batch);
  std::atomic<std::size_t> next = 0;
  compiled_->encode(batch, next, encodings, observer);
}

Precision Encoder::precision() const {
  return compiled_->precision;
}

std::size_t Encoder::weight_bytes() const {
  std::size_t bytes = 0;
  for (const Program& program : compiled_->programs) {
    bytes += program.weight_bytes();
  }
  return bytes;
}

std::size_t Encoder::workspace_bytes() const {
  return compiled_->programs[0].arena.bytes;
}

double Encoder::operations_per_patch() const {
  return compiled_->programs[0].operations;
}

}  // namespace msmv::engine
