#pragma once

#include "msmv/training/network.h"
#include "msmv/training/trainer.h"

namespace msmv::training {

// Runs all images' samples, as they are, through the network, and lets those of an image vote.
Validation evaluate(Network& network, const std::vector<Image>& images, const NetworkConfig& config,
                    const Config& training, torch::Device device);

// Takes FDNet's statistics of the encodings of all images' samples, as they are.
void fit_statistics(Network& network, const std::vector<Image>& images, const NetworkConfig& config,
                    const Config& training, torch::Device device);

}  // namespace msmv::training
