#pragma once

#include <filesystem>

#include "msmv/dataset/manifest.h"

namespace msmv::dataset {

// A folder per class, or BACH as it is distributed:
//
//   FOLDER/Normal/*.tif ...                     the folder's name is the class
//   FOLDER/train/Normal/*.tif, FOLDER/val/...   the same for each part
//   FOLDER/Photos/Normal/*.tif ... beside FOLDER/Photos/microscopy_ground_truth.csv, rows
//   `file,Class` without header                 BACH; the file may also lie in Photos itself
//   FOLDER/Photos/test0.tif ...                 BACH's test set, which has no labels
//
// Class folders are searched to the bottom. Files that are no pictures are passed over.
//
// Faults, all together: unknown classes, class folders without pictures, pictures without a class,
// and, where there is a ground truth file, pictures that it calls otherwise than their folder does,
// pictures that it lacks and rows without a picture. Throws InputError when nothing of the kind is
// found in the folder.
Reading read_folders(const std::filesystem::path& folder, const ReadOptions& options);

}  // namespace msmv::dataset
