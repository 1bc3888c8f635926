#pragma once

#include <string>

#include "msmv/program/program.h"

namespace msmv::program {

// The program's `forward` in TorchScript: x [n, 3, side, side], R, G, B from 0 to 1 less the mean
// and by the deviation, to logits [n, classes] or, without a head, to encodings [n, features]. Its
// tensors are attributes of the module, named by `identifier`; the head's are "head_weight"
// [classes, features] and "head_bias".
std::string torchscript_of(const Program& program);

}  // namespace msmv::program
