#pragma once

#include <filesystem>
#include <functional>

#include "msmv/classify/model.h"
#include "msmv/doctor/finding.h"
#include "msmv/phantom/draw.h"

// msmv tried out on a field that it draws itself: whether this installation computes what it
// should. It says nothing about a model's accuracy.

namespace msmv::doctor {

// Whether the detector finds the nuclei that were drawn: 80 in 100 at least, within 3 um.
Finding judge_nuclei(const phantom::Phantom& phantom);

// The whole chain: the phantom written to a picture in `folder`, read, prepared, and classified by
// the model and by the same model from another backend, whose scores must be equal within 0.001.
Finding judge_chain(const phantom::Phantom& phantom, const std::filesystem::path& folder,
                    const Model& model, const Model& reference);

}  // namespace msmv::doctor
