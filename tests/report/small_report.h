#pragma once

#include <opencv2/core.hpp>

#include "msmv/report/slide_tables.h"

namespace msmv::testing {

// A slide of 400 x 200 px of 2 um with two tiles, one invasive, one normal.
inline report::SlideReport small_report() {
  report::SlideReport report{.slide = "in/a.svs", .name = "a"};
  report.facts = {.vendor = "aperio", .id = "abc", .extent = {400, 200}, .levels = {1}};
  report.plan.pixel_size = {{2, 2}, "slide", ""};
  report.plan.thumbnail.pixels = cv::Mat(200, 400, CV_8UC3, cv::Scalar(250, 250, 250));
  report.plan.tissue = cv::Mat(50, 100, CV_8UC1, cv::Scalar(255));
  report.plan.pen = cv::Mat(50, 100, CV_8UC1, cv::Scalar(0));
  report.plan.tissue_mm2 = 0.2;
  report.tiles = {{.tile = {{0, 0, 188, 188}, 1},
                   .measures = {.tissue = 0.875, .dark = 0.5, .sharpness = 12.5},
                   .unfit = "",
                   .nuclei = {},
                   .label = 3,
                   .scores = {0.1F, 0.2F, 0.1F, 0.6F},
                   .features = {}},
                  {.tile = {{188, 0, 188, 188}, 0.5},
                   .measures = {.tissue = 0.5, .foreign = 0.125, .pen = 0.125, .sharpness = 10},
                   .unfit = "",
                   .nuclei = 7,
                   .label = 0,
                   .scores = {0.7F, 0.1F, 0.1F, 0.1F},
                   .features = {}}};
  return report;
}

}  // namespace msmv::testing
