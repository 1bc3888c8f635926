#include "msmv/engine/compiled_model.h"

#include <mutex>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>
#include <sstream>
#include <utility>

#include "msmv/engine/compiled_cache.h"
#include "msmv/values/errors.h"

namespace msmv::engine {
namespace {

// Loading the processor's plug-in takes a while, so there is one for all models.
ov::Core& core() {
  static ov::Core one;
  return one;
}

ov::AnyMap properties_of(const CompileOptions& options) {
  const auto type = options.precision == Precision::bf16 ? ov::element::bf16 : ov::element::f32;
  return {ov::hint::inference_precision(type),
          ov::num_streams(ov::streams::Num(options.threads)),
          ov::inference_num_threads(options.threads),
          ov::hint::enable_cpu_pinning(false),
          ov::hint::enable_hyper_threading(true),
          ov::enable_profiling(options.is_profiled)};
}

// All that decides what compiling gives.
std::string full_key(const CompileOptions& options) {
  return std::string(ov::get_openvino_version().buildNumber) + "\n" + processor().name + "\n" +
         processor().instructions + "\n" + std::string(enum_name(options.precision)) + "\n" +
         options.cache_key;
}

ov::CompiledModel compiled(const std::function<std::shared_ptr<ov::Model>()>& build,
                           const CompileOptions& options) {
  const ov::AnyMap properties = properties_of(options);
  if (options.cache_key.empty() || options.is_profiled) {
    return core().compile_model(build(), "CPU", properties);
  }
  const auto folder = cache_folder();
  const std::string key = full_key(options);
  ov::CompiledModel model;
  try {
    const auto import = [&](std::span<const std::byte> bytes) {
      std::istringstream stream(
          std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
      model = core().import_model(stream, "CPU", properties);
    };
    if (use_cached(folder, key, import)) {
      return model;
    }
  } catch (const ov::Exception&) {  // NOLINT(bugprone-empty-catch): then it is compiled
  }
  model = core().compile_model(build(), "CPU", properties);
  std::ostringstream stream;
  model.export_model(stream);
  keep_cached(folder, key, std::as_bytes(std::span(stream.view())));
  return model;
}

std::span<std::uint8_t> input_of(ov::InferRequest& request) {
  ov::Tensor tensor = request.get_input_tensor();
  return {tensor.data<std::uint8_t>(), tensor.get_byte_size()};
}

}  // namespace

struct CompiledModel::Requests {
  std::mutex mutex;
  std::vector<ov::InferRequest> free;
};

CompiledModel::CompiledModel(const std::function<std::shared_ptr<ov::Model>()>& build,
                             const CompileOptions& options)
    : requests_(std::make_shared<Requests>()) {
  try {
    compiled_ = compiled(build, options);
  } catch (const ov::Exception& fault) {
    throw InputError("OpenVINO can't compile the network: " + std::string(fault.what()));
  }
}

void CompiledModel::infer(const Fill& fill, const Take& take) const {
  ov::InferRequest request;
  {
    const std::scoped_lock lock(requests_->mutex);
    if (!requests_->free.empty()) {
      request = std::move(requests_->free.back());
      requests_->free.pop_back();
    }
  }
  if (!request) {
    request = ov::CompiledModel(compiled_).create_infer_request();
  }
  fill(input_of(request));
  request.infer();
  for (std::size_t i = 0; i < compiled_.outputs().size(); ++i) {
    const ov::Tensor output = request.get_output_tensor(i);
    take({.number = i,
          .shape = output.get_shape(),
          .values = {output.data<const float>(), output.get_size()}});
  }
  const std::scoped_lock lock(requests_->mutex);
  requests_->free.push_back(std::move(request));
}

std::vector<std::string> CompiledModel::output_names() const {
  std::vector<std::string> names;
  for (const auto& output : compiled_.outputs()) {
    names.push_back(output.get_node()->get_friendly_name());
  }
  return names;
}

std::vector<RanLayer> CompiledModel::profile(const Fill& fill) const {
  ov::InferRequest request = ov::CompiledModel(compiled_).create_infer_request();
  fill(input_of(request));
  request.infer();
  std::vector<RanLayer> times;
  for (const ov::ProfilingInfo& layer : request.get_profiling_info()) {
    if (layer.status == ov::ProfilingInfo::Status::EXECUTED) {
      times.push_back({.name = layer.node_name,
                       .kind = layer.node_type,
                       .how = layer.exec_type,
                       .ms = 1e-3 * static_cast<double>(layer.real_time.count())});
    }
  }
  return times;
}

std::string runtime_version() {
  const std::string build = ov::get_openvino_version().buildNumber;
  return build.substr(0, build.find('-'));
}

}  // namespace msmv::engine
