#include "msmv/model/store.h"

#include "msmv/model/model_file.h"
#include "msmv/weights/quantize.h"

namespace msmv::model {

StoreReport store(const std::filesystem::path& from, const std::filesystem::path& to,
                  weights::Storage storage) {
  ModelFile model = read(from);
  StoreReport report{.bytes_before = model.bytes};
  model.storage = storage;
  model.provenance["stored_from"] = model.id;
  model.calibration.erase("validations");  // of other weights
  write(to, model);
  const ModelFile stored = read(to);
  report.bytes_after = stored.bytes;
  report.id = stored.id;
  for (const auto& [name, tensor] : model.weights) {
    const double error = weights::relative_rms_error(tensor, stored.weights.at(name));
    if (error > report.worst_relative_rms) {
      report.worst_tensor = name;
      report.worst_relative_rms = error;
    }
  }
  return report;
}

}  // namespace msmv::model
