#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "msmv/classify/slide_run.h"
#include "msmv/dataset/dataset.h"
#include "msmv/runs/shard.h"
#include "msmv/runs/watch.h"

// Many whole slides by one model, into a folder. docs/slides.md says what lies in it.

namespace msmv::runs {

struct ClassifySlides {
  SlideOptions slide;
  std::filesystem::path output;     // a folder
  std::filesystem::path tiles;      // a file of corners, or a folder with one for each slide
  bool writes_features = false;     // features/NAME.h5
  bool compresses_geojson = false;  // .geojson.gz
  std::size_t review = 5;           // regions to review a class; 0: none
  bool resume = false;
  bool retry_faulty = false;  // keep a finished table's rows without a fault, try the others again
  Shard shard;
};

// Classifies the slides of the list that the shard takes. A slide's fault is said and its row in
// slides.csv, and the others go on. Rows are kept in a journal beside that table; a run that
// resumes, or retries what is faulty in a finished one, trusts a row only with the same slide,
// model and settings, and the files that were written with it. A run that is stopped ends before
// its next tile.
// Throws InputError when the folder is another run's, and OutputError when it can't be written.
Ended classify_slides(const std::vector<dataset::Sample>& slides, const Model& model,
                      const ClassifySlides& options, const Watch& watch);

}  // namespace msmv::runs
