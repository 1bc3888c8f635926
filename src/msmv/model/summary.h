#pragma once

#include <string>

#include "msmv/model/model_file.h"

namespace msmv::model {

// What a model is, without its weights: id, format, storage, size, number of parameters,
// validations, config and provenance.
Json summary(const ModelFile& model);

// The same for people: some lines of text, ending in a newline.
std::string summary_text(const ModelFile& model);

}  // namespace msmv::model
