#include "msmv/doctor/machine.h"

#include <omp.h>
#include <unistd.h>

#include <string>

#include "msmv/files/atomic_file.h"
#include "msmv/files/mapped_file.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"

namespace msmv::doctor {
namespace {

constexpr double kLittleSpaceMb = 100;

}  // namespace

Finding judge_processor(const engine::Processor& processor) {
  std::string text = processor.instructions + ", " +
                     counted(static_cast<std::size_t>(omp_get_max_threads()), "thread");
  std::string missing;
  for (const auto& [precision, name] : enum_names(engine::Precision{})) {
    const engine::Available available = engine::available(precision, processor);
    if (available.precision == precision) {
      text += ", " + std::string(name);
    } else {
      missing += "; " + available.reason;
    }
  }
  text += missing;
  if (!processor.has_int8_dot) {
    text += "; without VNNI int8 is hardly faster than fp32";
  }
  if (!processor.has_avx2) {
    return {.state = State::warning, .text = text + "; without AVX2 everything is slow"};
  }
  return {.text = text};
}

Finding judge_blas(const Blas& blas) {
  const std::string text = blas.name + " (" + blas.path.string() + ")";
  if (blas.is_reference) {
    return {.state = State::warning,
            .text = text + ": LibTorch's LSTM crawls; install libopenblas0-openmp"};
  }
  return {.text = text};
}

Finding judge_temporary_folder(const std::filesystem::path& folder) {
  const auto file = folder / ("msmv-doctor-" + std::to_string(getpid()));
  const std::string written = "msmv was here";
  files::write_atomically(file, written);
  const auto read = files::map_file(file);
  const bool is_same = std::string_view(reinterpret_cast<const char*>(read.bytes.data()),
                                        read.bytes.size()) == written;
  std::filesystem::remove(file);
  if (!is_same) {
    throw InputError(folder, "gives back other bytes than were written");
  }
  const double free_mb = static_cast<double>(std::filesystem::space(folder).available) / 1e6;
  return {.state = free_mb < kLittleSpaceMb ? State::warning : State::fine,
          .text = folder.string() + " can be written, " + fixed(free_mb, 0) + " MB free"};
}

}  // namespace msmv::doctor
