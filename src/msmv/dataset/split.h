#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "msmv/config/fields.h"
#include "msmv/dataset/dataset.h"
#include "msmv/values/seed.h"

namespace msmv::dataset {

// How a data set is parted into what is learnt from and what is judged on.
//   column    the manifest's column `split`, or folders train, val, test
//   eva       the fixed split of the eva benchmark of BACH, by patient
//   thunder   that of the THUNDER benchmark: eva's train in two, by blocks of neighbouring numbers
//   images    folds of single images: flatters where a patient gave several
//   patients  folds of patients; every patient must be known
//   blocks    folds of blocks of neighbouring file numbers of one class, which often come from one
//             patient; blocks that share a known patient stay together
//   looks     folds of like colour and sharpness (look_groups.h): a stand-in for another
//             laboratory; a known patient's images stay together
enum class SplitMethod { column, eva, thunder, images, patients, blocks, looks };

constexpr EnumNames<SplitMethod, 7> enum_names(SplitMethod) {
  return {{{SplitMethod::column, "column"},
           {SplitMethod::eva, "eva"},
           {SplitMethod::thunder, "thunder"},
           {SplitMethod::images, "images"},
           {SplitMethod::patients, "patients"},
           {SplitMethod::blocks, "blocks"},
           {SplitMethod::looks, "looks"}}};
}

struct SplitConfig {
  SplitMethod method = SplitMethod::column;
  int folds = 5;
  int block_length = 0;
  Seed seed = 1;
};

template <RefTo<SplitConfig> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("split", c.method, "how images are parted into train and val, or into folds", unlimited());
  field("folds", c.folds, "parts of a split by images, patients, blocks or looks",
        between(2, 1000));
  field("block_length", c.block_length,
        "images in a block; 0: each class is cut into as many blocks as there are folds",
        between(0, 1e6));
  field("seed", c.seed,
        "which images, patients or blocks come together; where looks begin to be grouped",
        between(0, 9e15));
}

struct Part {
  std::string name;                  // train, val, test, or fold_1 ...
  std::vector<std::size_t> samples;  // indices into the data set's, ascending
};

struct Split {
  std::string name;  // "eva", "blocks, 5 folds, seed 1", ...
  SplitMethod method = SplitMethod::column;
  std::vector<Part> parts;  // no image in two of them; images may be in none
};

// Parts a data set. Folds are balanced by class as far as images that stay together allow.
// Throws InputError when the data set lacks what the method needs: parts named, patients known,
// labels, BACH's file names, looks measured, enough images; and for fewer than two folds.
Split split(const Dataset& dataset, const SplitConfig& config);

// One training run: what is learnt from and what it is judged on.
struct Fold {
  std::string name;
  std::vector<std::size_t> training, validation;
};

// Each part of a split into folds in turn against the others; one fold, train against val, of the
// other methods. Throws InputError when there is no part train or val.
std::vector<Fold> folds(const Dataset& dataset, const Split& split);

// The images of a selection: `all`, a part of the column (`val`), METHOD:PART of a fixed split
// (`eva:val`) or of folds (`looks:fold_2`: of five, seed 1), or all of such folds (`looks`), for
// predictions of which each is by a model that did not learn from its fold; and the sentence that
// has to stand beside every figure made from them. Throws InputError for a part that there is not.
struct Selection {
  Dataset dataset;
  std::string name;
  std::string sentence;
};
Selection select(const Dataset& dataset, std::string_view name);

// Whether a selection needs the pictures' looks.
bool needs_looks(std::string_view selection);

// Which split it is, how many images each part has, and whether patients are apart, shared between
// parts or unknown.
std::string describe(const Dataset& dataset, const Split& split);

}  // namespace msmv::dataset
