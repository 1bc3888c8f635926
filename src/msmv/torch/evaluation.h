#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "msmv/torch/process_group.h"
#include "msmv/torch/training_network.h"
#include "msmv/training/run.h"
#include "msmv/training/run_log.h"

namespace msmv::libtorch {

// Everything that running the network on images needs.
struct Setting {
  const training::NetworkConfig& network;
  const training::Config& training;
  torch::Device device;
  Group& group;  // each process takes its share of the images
};

// Runs all images' samples, as they are, through the network, and lets those of an image vote.
training::Validation evaluate(Network& network, const std::vector<training::Image>& images,
                              const Setting& setting);

// Takes FDNet's statistics from the encodings of the images' samples, as they are: of all where
// encodings are at hand, else of about a thousand spread over the images. Each process takes all.
// `progress` is told of how many samples they have been taken.
void fit_statistics(Network& network, const std::vector<training::Image>& images,
                    const Setting& setting,
                    const std::function<void(std::size_t done, std::size_t of)>& progress);

}  // namespace msmv::libtorch
