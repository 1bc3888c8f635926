#include "msmv/training/trainer.h"

#include "msmv/libtorch/functions.h"
#include "msmv/pipeline/threads.h"

namespace msmv::training {

Outcome train(const NetworkConfig& network, const Config& config, const Data& data,
              const weights::Tensors& initial, const RunOptions& run) {
  RunOptions on_all = run;
  on_all.threads = thread_count(run.threads);
  return libtorch::functions().train(network, config, data, initial, on_all);
}

}  // namespace msmv::training
