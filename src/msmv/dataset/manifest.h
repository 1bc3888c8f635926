#pragma once

#include <filesystem>

#include "msmv/dataset/class_list.h"
#include "msmv/dataset/dataset.h"

namespace msmv::dataset {

// Whether a data set is read to be learnt from or only to be classified.
enum class Labels { required, ignored };

// Whether the pictures must be there: to judge predictions nobody needs them.
enum class Pictures { required, ignored };

struct ReadOptions {
  Labels labels = Labels::required;
  Pictures pictures = Pictures::required;
  ClassNames classes{};          // those that may occur; empty: found in the data (class_list.h)
  ClassMap class_map{};          // other names of these classes
  std::filesystem::path root{};  // the folder that a manifest's files lie in; empty: the manifest's
};

// A CSV file with a header: `file`; `class` unless labels are ignored; and, where known, `patient`,
// `split`, and `mpp` or `mpp_x` and `mpp_y` (micrometres per pixel). Other columns are passed over.
// Files are named relative to the root and may not lie outside it: a manifest from somebody else
// then can't reach for other files. (Links inside the root are followed.)
//
// Faults, all together: empty and repeated names, names that leave the root, missing files, unknown
// classes, bad pixel sizes. Throws InputError when the table itself can't be read, lacks a column,
// has no rows, or has a column whose name is nearly that of a known one. Missing values are those
// of known.h; notes say which patients are written in several ways or by a word for unknown, and
// that the table is in Windows-1252.
Reading read_manifest(const std::filesystem::path& path, const ReadOptions& options);

}  // namespace msmv::dataset
