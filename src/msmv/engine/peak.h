#pragma once

#include <string>

#include "msmv/engine/precision.h"

namespace msmv::engine {

// The most that a core of this machine does in a precision: a loop of independent
// multiply-and-add instructions on registers, nothing loaded or stored, the best of several short
// runs by this thread's own CPU time.
struct Peak {
  std::string instruction;       // "vfmadd231ps ymm"
  double giga_operations_s = 0;  // 1e9 multiplications and additions a second
};

// Takes about 50 ms. Of the widest vector instructions that the processor has, AMX's tiles apart:
// in int8 that is vpdpbusd, or vpmaddubsw, vpmaddwd and vpaddd together. Bf16 without the
// instructions for it has a peak of 0.
Peak measure_peak(Precision precision);

}  // namespace msmv::engine
