#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/classify/slide_run.h"
#include "msmv/config/json.h"
#include "msmv/dataset/dataset.h"

// Many whole slides by one model, into a folder. docs/slides.md says what lies in it.

namespace msmv::report {

// Every `count`-th slide of the list from the `index`-th on, for one of several machines.
struct Shard {
  std::size_t index = 0, count = 1;
};

struct SlidesOptions {
  SlideOptions slide;
  std::filesystem::path output;     // a folder
  std::filesystem::path tiles;      // a file of corners, or a folder with one for each slide
  bool writes_features = false;     // features/NAME.h5
  bool compresses_geojson = false;  // .geojson.gz
  std::size_t review = 5;           // regions to review a class; 0: none
  bool resumes = false;
  Shard shard;
  std::string build;  // version and revision, for what is kept
  Json machine;       // what run_metadata.json says of it
};

struct SlidesProgress {
  std::string slide;
  std::size_t slides_done = 0, slides = 0, tiles_done = 0, tiles = 0;  // tiles: of this slide
  std::size_t slides_skipped = 0, tiles_by_now = 0;                    // of this run
};

// How the run is watched. Each may be empty.
struct SlidesWatch {
  std::function<bool()> stop;  // asked before each tile
  std::function<void(const SlidesProgress&)> show;
  std::function<void(const std::filesystem::path& slide, const std::string& text)> say;
};

struct SlidesOutcome {
  std::size_t slides = 0, done = 0, failed = 0;
  bool is_complete = false;  // false: it was stopped, and can be resumed
};

// Classifies the slides of the list that the shard takes. A slide's fault is its row in slides.csv,
// and the others go on. Rows are kept in a journal beside that table; a run that resumes trusts a
// row only with the same slide, model and settings, and the files that were written with it.
// Throws InputError when the folder is another run's or can't be written.
SlidesOutcome run_slides(const std::vector<dataset::Sample>& slides, const Model& model,
                         const SlidesOptions& options, const SlidesWatch& watch);

}  // namespace msmv::report
