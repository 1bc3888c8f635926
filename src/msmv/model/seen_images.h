#pragma once

#include <set>
#include <string>
#include <vector>

#include "msmv/config/json.h"

// Which images a model has seen in its training: kept in its provenance as the first half of each
// file's content hash, so that figures on them are not taken for figures on new images.

namespace msmv::model {

struct SeenImages {
  std::set<std::string> learnt_from;
  std::set<std::string> chosen_on;  // on these the epoch that was kept was the best
  bool is_complete = true;          // false: the model was trained on images that it does not name
};

// How an image is named, by its content hash (files/content_hash.h).
std::string name_of_image(const std::string& content_hash);

// Adds images, by their content hashes, to those that a provenance has.
void note_images(Json& provenance, const std::vector<std::string>& learnt_from,
                 const std::vector<std::string>& chosen_on);

// All that a provenance names, also that of the model whose encoders this one began with.
SeenImages seen_images(const Json& provenance);

}  // namespace msmv::model
