#pragma once

#include "msmv/classify/slide_tile.h"
#include "msmv/slide/slide.h"

// What a model with a context (krem::Config::context_px) sees around a tile: for a field that is
// the field itself, for a tile of a slide its neighbourhood.

namespace msmv {

// The rectangle of level 0 that is a tile's context: as much wider and higher than the tile as the
// context is than the model's largest window, about the tile's centre; at the slide's border moved
// inwards, where the slide is smaller the whole of it. Throws std::logic_error without a context.
PixelRect context_of(const PixelRect& tile, PixelExtent slide, const krem::Config& config);

// Reads a tile's context from the slide, as coarse as a patch allows. Throws InputError when it
// can't be decoded.
RgbImage read_context(const slide::HalvedSlide& slide, const PixelRect& tile, const Config& config);

// Puts the context's patch before those of each region of a prepared tile that lies `at` a place of
// a slide, and its rectangle, in the tile's pixels, before their windows.
void add_context(PreparedField& tile, const RgbImage& context, const PixelRect& at,
                 PixelExtent slide, const Config& config);

}  // namespace msmv
