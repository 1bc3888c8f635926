#pragma once

#include <memory>
#include <string>
#include <vector>

#include "msmv/explain/class_maps.h"
#include "msmv/model/model_file.h"
#include "msmv/values/patch_batch.h"

namespace msmv::explain {

// Why a model has no class activation maps; empty: it has.
std::string hindrance(const ModelFile& file);

// Class activation maps of a model's windows, in fp32 whatever the model is run in. Any thread may
// call.
class Explainer {
 public:
  // Throws InputError for a model whose encoder has no map behind its encoding (a vision
  // transformer), for one without FDNet, and in a build without OpenVINO.
  explicit Explainer(std::shared_ptr<const ModelFile> file);
  ~Explainer();
  Explainer(Explainer&&) noexcept;
  Explainer& operator=(Explainer&&) noexcept;

  // Of each sample, as linear_maps or, for a BiLSTM, gradient_maps make them, against the others.
  // Maps are turned as their patches are.
  std::vector<ScaleMaps> maps(const PatchBatch& patches) const;

  // The same before they are compared with each other.
  std::vector<ScaleMaps> raw_maps(const PatchBatch& patches) const;

 private:
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

}  // namespace msmv::explain
