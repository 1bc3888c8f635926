#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "msmv/config/json.h"
#include "msmv/values/picture_mark.h"

// Which images a model has seen in its training: kept in its provenance as the first half of each
// file's content hash and as the mark of its pixels, so that figures on them, or on copies of them
// in another format, are not taken for figures on new images.

namespace msmv::model {

struct SeenImages {
  std::set<std::string> learnt_from;
  std::set<std::string> chosen_on;  // on these the epoch that was kept was the best
  std::vector<PictureMark> marks_learnt_from, marks_chosen_on;
  bool is_complete = true;  // false: the model was trained on images that it does not name
  bool has_marks = true;    // false: it names some images by their files alone
};

// An image as it is found on disk.
struct ImageFacts {
  std::string content_hash;         // files/content_hash.h
  std::optional<PictureMark> mark;  // none: nobody looked at its pixels
};

// In which form a model has seen an image, from the surest to the least sure.
enum class SeenAs { same_file, same_pixels, near_copy, not_at_all };
SeenAs seen_as(const std::set<std::string>& names, const std::vector<PictureMark>& marks,
               const ImageFacts& image);

// How an image is named, by its content hash (files/content_hash.h).
std::string name_of_image(const std::string& content_hash);

// Adds images to those that a provenance has.
void note_images(Json& provenance, const std::vector<ImageFacts>& learnt_from,
                 const std::vector<ImageFacts>& chosen_on);

// All that a provenance names, also that of the model whose encoders this one began with.
SeenImages seen_images(const Json& provenance);

}  // namespace msmv::model
