#pragma once

#include <string>
#include <vector>

#include "msmv/config/fields.h"
#include "msmv/config/json.h"
#include "msmv/engine/precision.h"
#include "msmv/engine/quantize.h"

// A model file keeps for inference, beside its weights (ModelFile::calibration), the ranges of
// activations that int8 needs, and how often each faster precision was seen to give fp32's class.

namespace msmv {

// One precision against fp32, on one kind of processor.
struct Validation {
  engine::Precision precision = engine::Precision::fp32;
  std::string instructions;      // of the processor: "AVX2"; "CUDA" for a CUDA device
  bool exact_pair_sums = false;  // its 8-bit arithmetic (engine/quantize.h)
  int fields = 0, same_class = 0;
  double greatest_change = 0;  // of a field's score
};

template <RefTo<Validation> Ref, class Visitor>
void visit_fields(Ref& v, Visitor&& field) {
  field("precision", v.precision, "what was compared with fp32", unlimited());
  field("instructions", v.instructions, "of the processor it was done on", unlimited());
  field("exact_pair_sums", v.exact_pair_sums, "whether 8-bit weights kept all bits", unlimited());
  field("fields", v.fields, "fields that were compared", between(0, 1e9));
  field("same_class", v.same_class, "fields that got the same class", between(0, 1e9));
  field("greatest_change", v.greatest_change, "of a field's score", between(0, 1));
}

struct Calibration {
  engine::ActivationRanges activation_ranges;  // empty: no int8
  int fields = 0;                              // that the ranges were found on
  std::string images;                          // which those are, in words
  std::vector<Validation> validations;

  // Adds one, in place of an earlier one of that precision and those instructions.
  void add(const Validation& validation);
};

// Throws InputError naming the place of what it can't read.
Calibration calibration_of(const Json& json);
Json to_json(const Calibration& calibration);

// The precisions of CUDA devices under LibTorch, fp32 and bf16, stand as a processor of their own,
// so that what was validated on one kind of hardware never counts on the other.
const engine::Processor& cuda_arithmetic();

// A precision is validated when it gave fp32's class on 99 of 100 fields, of 100 or more, with the
// arithmetic of this processor or a coarser one of its kind. Of those validated the one that does
// most operations a second here; fp32 where there is none.
engine::Precision fastest_validated(const Calibration& calibration, const engine::Processor& on);

}  // namespace msmv
