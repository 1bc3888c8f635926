#pragma once

#include <torch/nn/module.h>

#include <string>
#include <vector>

#include "msmv/torch/parallel_encoders.h"
#include "msmv/torch/score_network.h"
#include "msmv/training/batches.h"
#include "msmv/training/config.h"
#include "msmv/training/run.h"

namespace msmv::libtorch {

// One trained tensor and its factor on the learning rate.
struct Parameter {
  std::string name;
  torch::Tensor value;
  double rate_factor = 1;
};

// PFENet and FDNet in one, as far as they are trained: frozen encoders whose encodings are at hand
// are left out. Names are those of a model: "pfenet.", "fdnet.".
class NetworkImpl : public torch::nn::Module {
 public:
  NetworkImpl(const training::NetworkConfig& config, const training::Config& training,
              bool has_encoders);

  // Logits (or distances) [samples, classes] of a batch; `noise_seed` draws the dropout, none in
  // evaluation.
  torch::Tensor forward(const training::Batch& batch, torch::Device device);
  torch::Tensor forward(const training::Batch& batch, torch::Device device, Seed noise_seed);
  torch::Tensor encodings_of(const training::Batch& batch, torch::Device device);

  // Whether FDNet standardizes encodings by statistics that have not been taken yet; and takes
  // them.
  bool lacks_statistics() const;
  void fit_statistics(const torch::Tensor& encodings) { fdnet_->fit_statistics(encodings); }

  // Sets batch norms to train or not, as the config says.
  void begin_training();
  void begin_evaluation();

  // FDNet's parameters and those of the stages that are trained.
  std::vector<Parameter> trained_parameters();

  // The mean over `of` samples, of which this batch may be a part (micro-batches add up):
  // cross-entropy (deviation D47) or, for an SVM, Crammer and Singer's hinge.
  torch::Tensor loss(const torch::Tensor& logits, const training::Batch& batch,
                     std::size_t of) const;

 private:
  training::NetworkConfig config_;
  training::Config training_;
  ParallelEncoders pfenet_{nullptr};
  ScoreNetwork fdnet_{nullptr};
};
TORCH_MODULE(Network);

}  // namespace msmv::libtorch
