#pragma once

#include "msmv/training/config.h"

namespace msmv::training {

// The learning rate at a time counted in epochs (4.5: half-way through the fifth). `step` falls
// by drop_factor at first_drop_epoch and every drop_every_epochs after it (paper: 0.01, after 30
// epochs 0.001, after 40 0.0001; deviation D45); `cosine` falls over the whole run. Neither falls
// below least_learning_rate; a warm-up, which rises from zero, comes before either.
double learning_rate(const Config& config, double epoch);

}  // namespace msmv::training
