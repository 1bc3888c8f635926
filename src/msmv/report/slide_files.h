#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "msmv/report/slide_tables.h"

namespace msmv::report {

// Where the files of a slide lie below the output folder, and how they are written.
struct SlideFileOptions {
  std::filesystem::path folder;
  bool has_features = false;
  bool compresses_geojson = false;
  std::size_t review = 5;
};

// features/NAME.h5.
std::filesystem::path feature_path(const SlideFileOptions& options, const std::string& name);

// Removes what an earlier run wrote of this slide, so that nothing old stands beside a new row.
void remove_slide_files(const SlideFileOptions& options, const std::string& name);

// Writes model-outputs-csv/NAME.csv, model-outputs-geojson/NAME.geojson (or .geojson.gz),
// heatmaps/NAME.png, masks/NAME.png and regions-to-review/. Throws OutputError.
void write_slide_files(const SlideFileOptions& options, const SlideReport& report,
                       const slide::Slide& slide, const ClassNames& classes);

// A hash of all files of a slide that are there; it changes with each of them.
std::string hash_of_slide_files(const SlideFileOptions& options, const std::string& name);

}  // namespace msmv::report
