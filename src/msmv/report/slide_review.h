#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "msmv/report/slide_tables.h"

namespace msmv::report {

// The tiles where a pathologist looks first: of the classes Invasive and InSitu, or of all where a
// model has neither, the `count` likeliest each, at least a tile apart.
struct ReviewRegion {
  std::size_t label = 0;  // the class it was chosen for
  std::size_t rank = 0;   // among these, from 1
  std::size_t tile = 0;   // index into SlideReport::tiles
};
std::vector<ReviewRegion> choose_regions(const SlideReport& report, const ClassNames& classes,
                                         std::size_t count);

// Writes FOLDER/NAME.csv (for,rank,minx,miny,width,height,prob_CLASS...,picture) and, in
// FOLDER/NAME, the pictures that it names, of about 1 um a pixel. Returns what was written.
std::vector<std::filesystem::path> write_review(const std::filesystem::path& folder,
                                                const SlideReport& report,
                                                const slide::Slide& slide,
                                                const ClassNames& classes, std::size_t count);

}  // namespace msmv::report
