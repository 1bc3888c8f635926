#pragma once

#include "msmv/config/json.h"
#include "msmv/view/shelf.h"

namespace msmv::view {

// Tells the page of one slide of a run: `tiles` from its table of tiles, column by column
// (minx, miny, width, height in pixels of level 0, label, tissue, probs row by row), `review` from
// the regions to review, `outline`: polygons around tissue, in pixels of level 0. Files that the
// run hasn't written, or that lie outside of what was given, leave their part empty.
// Throws InputError for a table that is damaged.
Json slide_results(const Collection& run, const SlideRow& slide, const Given& given);

}  // namespace msmv::view
