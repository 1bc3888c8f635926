#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "msmv/classify/slide_run.h"

namespace msmv::report {

// A slide and what became of it. A slide with a fault has no more than the three first.
struct SlideReport {
  std::string slide;  // as it was named
  std::string name;   // of its files, without extension
  std::string fault;  // empty: all went well
  slide::SlideFacts facts;
  SlidePlan plan;
  std::vector<TileResult> tiles;  // their features may be left out
};

// The tiles of a slide in WSInfer's columns, then ours: minx,miny,width,height,prob_CLASS...,class,
// tissue,glass,dark,pen,blood,fold,blur,sharpness,nuclei,unfit. Pixels are of level 0; shares are
// of 1; nuclei are empty where they weren't counted, unfit is where it is fit.
void write_tile_csv(std::ostream& out, const SlideReport& report, const ClassNames& classes);

// The same as QuPath reads it: a GeoJSON feature a tile, of objectType "tile", with a
// classification (name, color) and measurements; a line a feature.
void write_tile_geojson(std::ostream& out, const SlideReport& report, const ClassNames& classes);

// A table with a row a slide: slide,name,status,message,vendor,id,width,height,mpp_x,mpp_y,
// mpp_source,tissue_mm2,tiles,unfit,sharpness,share_CLASS...,share_unfit,mm2_CLASS...,mm2_unfit,model,precision.
// status is ok, unfit (no tile is fit), no_tissue or error; sharpness is the tiles' median; shares
// are of the tissue in the tiles, and mm2 are these of tissue_mm2, so that overlapping tiles count
// no tissue twice.
const char* status_of(const SlideReport& report);
std::string message_of(const SlideReport& report);  // what a reader of the row should know
void write_slide_header(std::ostream& out, const ClassNames& classes);
void write_slide_row(std::ostream& out, const SlideReport& report, const Model& model);

}  // namespace msmv::report
