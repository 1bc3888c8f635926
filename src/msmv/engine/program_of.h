#pragma once

#include "msmv/engine/encoder.h"
#include "msmv/program/program.h"

namespace msmv::engine {

// An encoder, the first of the spec, with its weights as a program for other runtimes, without a
// head and facts: batch norms are folded as the engine folds them, a vision transformer's positions
// stretched to the grid that patches of that side have.
// Throws InputError for weights that don't fit, std::invalid_argument for patches too small for the
// encoder.
program::Program program_of(const WeightSource& source, const EncoderSpec& spec);

}  // namespace msmv::engine
