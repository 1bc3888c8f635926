#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

class plstream;  // of PLplot

namespace msmv::report {

struct Rgb {
  int red = 0, green = 0, blue = 0;
};

// Colours that stay apart for colour-blind readers and in print (Okabe and Ito 2008).
inline constexpr Rgb kInk = {34, 34, 34}, kPale = {150, 150, 150}, kGrid = {225, 225, 225},
                     kBlue = {0, 114, 178}, kOrange = {230, 159, 0}, kGreen = {0, 158, 115},
                     kVermilion = {213, 94, 0}, kSky = {86, 180, 233}, kWhite = {255, 255, 255};

// A picture's size at 96 dots an inch; the PNG has twice as many pixels each way.
struct PlotSize {
  int width = 0, height = 0;
};

// Paints the same picture into STEM.png and STEM.svg, each written atomically, by PLplot's cairo
// drivers. Throws OutputError when a file can't be written, InputError when the drivers are not
// installed. Not for several threads at a time: PLplot keeps global state.
void draw(const std::filesystem::path& stem, PlotSize size,
          const std::function<void(plstream&)>& paint);

void set_colour(plstream& plot, Rgb colour);
void set_line_width(plstream& plot, double width_px);  // of 1/96 inch
void fill_rectangle(plstream& plot, double x, double y, double width, double height);

// A small disc at each place.
void draw_discs(plstream& plot, const std::vector<double>& xs, const std::vector<double>& ys);

// Where a line of text goes, in the window: its middle's height and the place of its begin (shift
// 0), middle (0.5) or end (1); letters of a size relative to 4 mm.
struct TextPlace {
  double x = 0, y = 0, shift = 0.5, letters = 0.8;
};
void write_text(plstream& plot, std::string_view text, const TextPlace& place);

// A white plot with a title and a subtitle above it and a caption in small letters below. left,
// right, bottom and top, shares of the page, say where the window with the axes lies.
struct Frame {
  std::string title, subtitle, caption;
  std::string x_label, y_label;
  double left = 0.12, right = 0.96, bottom = 0.2, top = 0.86;
};
void begin_frame(plstream& plot, const Frame& frame);
// After the window is set: axes with numbers, labels and a grid. `x_ticks`: numbers on the x axis.
void draw_axes(plstream& plot, const Frame& frame, bool x_ticks);

// One line of the key, at a place in the window.
struct KeyEntry {
  std::string text;
  Rgb colour;
};
void draw_key(plstream& plot, const std::vector<KeyEntry>& entries, double x, double y);

// Text broken at blanks into lines of at most so many characters.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace msmv::report
