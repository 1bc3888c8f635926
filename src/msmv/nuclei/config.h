#pragma once

#include "msmv/config/fields.h"
#include "msmv/values/geometry.h"
#include "msmv/values/seed.h"

namespace msmv::nuclei {

// A network that draws a map of the centres of nuclei (nuclei/graph.h); kept beside its weights.
struct NetworkConfig {
  int fine_channels = 8;
  int wide_channels = 24;
  double um_per_px = 0.6;
  double threshold = 0.4;
};

template <RefTo<NetworkConfig> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("fine_channels", c.fine_channels, "channels at twice um_per_px", between(1, 1024));
  field("wide_channels", c.wide_channels, "channels at four times um_per_px", between(1, 1024));
  field("um_per_px", c.um_per_px, "pixel size of the pictures that it reads",
        between(kSmallestPixelUm, kLargestPixelUm));
  field("threshold", c.threshold, "peaks of the map from this height on are nuclei",
        between(0.01, 0.99));
}

// How it is trained.
struct Recipe {
  int steps = 2000;
  int batch = 12;
  int crop_px = 192;
  double learning_rate = 4e-3;
  double warmup = 0.25;
  double weight_decay = 0.01;
  double average_weights = 0.995;
  double focus = 2;
  double centre_um = 1.5;
  double smallest_zoom = 0.74;
  double largest_zoom = 1.35;
  double stain_gain = 0.4;
  double stain_shift = 0.05;
  double light = 0.1;
  double blur_px = 1.2;
  double noise = 8;
  Seed seed = 1;
};

template <RefTo<Recipe> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("steps", c.steps, "updates of the weights", between(1, 1e5));
  field("batch", c.batch, "crops of one update, drawn evenly from the sources", between(1, 4096));
  field("crop_px", c.crop_px, "side of a crop, a multiple of 4", between(16, 4096));
  field("learning_rate", c.learning_rate, "of AdamW, at its highest", between(0, 1));
  field("warmup", c.warmup, "share of the steps over which it rises; it falls over the rest",
        between(0, 1));
  field("weight_decay", c.weight_decay, "on every weight", between(0, 1));
  field("average_weights", c.average_weights,
        "decay of a moving average of the weights, which is then the network; 0: none",
        between(0, 0.999999));
  field("focus", c.focus, "power of the error that weights a place in the loss; 0: none",
        between(0, 8));
  field("centre_um", c.centre_um, "deviation of the Gaussian that a nucleus is in the target",
        between(0.1, 100));
  field("smallest_zoom", c.smallest_zoom, "a crop's pixel size is at least this factor of it",
        between(0.1, 10));
  field("largest_zoom", c.largest_zoom, "and at most this one", between(0.1, 10));
  field("stain_gain", c.stain_gain,
        "hematoxylin, eosin and the rest become stronger or weaker by up to this part",
        between(0, 0.95));
  field("stain_shift", c.stain_shift, "and both stains are shifted by up to this optical density",
        between(0, 1));
  field("light", c.light, "red, green and blue each become brighter or darker by up to this part",
        between(0, 0.9));
  field("blur_px", c.blur_px, "the widest blur that some crops get; others are sharpened",
        between(0, 20));
  field("noise", c.noise, "the largest deviation of noise, in levels", between(0, 100));
  field("seed", c.seed, "of everything random", between(0, 9e15));
}

}  // namespace msmv::nuclei
