#include "msmv/report/plot.h"

#include <plplot/plstream.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <sstream>

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"

namespace msmv::report {
namespace {

constexpr double kDotsPerInch = 96;
constexpr double kPngScale = 2;
constexpr double kTitleLetters = 0.95, kLetters = 0.8, kSmallLetters = 0.62;  // of PLplot's 4 mm
constexpr double kCaptionLettersPerInch = 12.2;
constexpr PLINT kColour = 1;  // the one entry of PLplot's palette that is used, set anew each time

struct Device {
  const char* name;
  const char* extension;
  double scale;
  bool is_svg;
  const char* last_bytes;  // of a complete file
};
constexpr std::array<Device, 2> kDevices = {
    {{"pngcairo", ".png", kPngScale, false, "IEND\xAE\x42\x60\x82"},
     {"svgcairo", ".svg", 1, true, "</svg>\n"}}};

// PLplot asks on the terminal when it does not know a device, and ends the program when it can't
// open a file: both are looked at before it is called.
void check_installed(const std::string& device) {
  std::array<const char*, 64> menu{}, names{};
  const char** menu_list = menu.data();
  const char** name_list = names.data();
  int count = static_cast<int>(names.size());
  plgFileDevs(&menu_list, &name_list, &count);
  const auto end = names.begin() + count;
  if (std::find(names.begin(), end, device) == end) {
    throw InputError("pictures need PLplot's cairo drivers (Debian: plplot-driver-cairo)");
  }
}

void check_complete(const std::filesystem::path& drawn, const Device& device,
                    const std::filesystem::path& path) {
  const std::string expected = device.last_bytes;
  std::string end(expected.size(), '\0');
  std::ifstream stream(drawn, std::ios::binary);
  stream.seekg(-static_cast<std::streamoff>(end.size()), std::ios::end);
  stream.read(end.data(), static_cast<std::streamsize>(end.size()));
  if (!stream || end != expected) {
    throw OutputError(path, "can't be written");
  }
}

// cairo numbers the surfaces of all pictures of a process in one row; counted in each picture anew,
// the same picture has the same bytes.
void renumber_surfaces(const std::filesystem::path& path) {
  constexpr std::string_view kSurface = "surface";
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  const std::string text = content.str();
  std::map<std::string, std::size_t> numbers;
  std::ofstream stream(path, std::ios::binary);
  std::size_t copied = 0;
  for (auto at = text.find(kSurface); at != std::string::npos; at = text.find(kSurface, copied)) {
    const std::size_t first = at + kSurface.size();
    const std::size_t end = text.find_first_not_of("0123456789", first);
    const auto number = numbers.emplace(text.substr(first, end - first), numbers.size()).first;
    stream << std::string_view(text).substr(copied, first - copied) << number->second;
    copied = end;
  }
  stream << std::string_view(text).substr(copied);
}

void draw_on(const Device& device, const std::filesystem::path& path, PlotSize size,
             const std::function<void(plstream&)>& paint) {
  if (!std::ofstream(path)) {
    throw OutputError(path, "can't be written");
  }
  plstream plot;
  plot.sdev(device.name);
  plot.sfnam(path.c_str());
  const double dots = kDotsPerInch * device.scale;
  plot.spage(dots, dots, static_cast<PLINT>(size.width * device.scale),
             static_cast<PLINT>(size.height * device.scale), 0, 0);
  plot.setopt("drvopt", "text_clipping=0");
  plot.scolbg(kWhite.red, kWhite.green, kWhite.blue);
  plot.init();
  plot.sfont(PL_FCI_SANS, PL_FCI_UPRIGHT, PL_FCI_MEDIUM);
  plot.adv(0);
  paint(plot);
}

struct Page {
  double dots_per_inch = 0, width_inches = 0;
};

Page page_of(plstream& plot) {
  PLFLT x_dots = 0, y_dots = 0;
  PLINT width = 0, height = 0, x = 0, y = 0;
  plot.gpage(x_dots, y_dots, width, height, x, y);
  return {x_dots, width / x_dots};
}

// '#' begins PLplot's own escapes.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += c == '#' ? "##" : std::string(1, c);
  }
  return result;
}

}  // namespace

void draw(const std::filesystem::path& stem, PlotSize size,
          const std::function<void(plstream&)>& paint) {
  for (const Device& device : kDevices) {
    check_installed(device.name);
    const std::filesystem::path path = stem.string() + device.extension;
    files::write_atomically_by_name(path, [&](const std::filesystem::path& temporary) {
      draw_on(device, temporary, size, paint);
      check_complete(temporary, device, path);
      if (device.is_svg) {
        renumber_surfaces(temporary);
        check_complete(temporary, device, path);
      }
    });
  }
}

void set_colour(plstream& plot, Rgb colour) {
  plot.scol0(kColour, colour.red, colour.green, colour.blue);
  plot.col0(kColour);
}

void set_line_width(plstream& plot, double width_px) {
  plot.width(width_px * page_of(plot).dots_per_inch / kDotsPerInch);
}

void fill_rectangle(plstream& plot, double x, double y, double width, double height) {
  const std::array<PLFLT, 4> xs = {x, x + width, x + width, x};
  const std::array<PLFLT, 4> ys = {y, y, y + height, y + height};
  plot.fill(4, xs.data(), ys.data());
}

void draw_discs(plstream& plot, const std::vector<double>& xs, const std::vector<double>& ys) {
  plot.schr(0, 0.42);
  plot.string(static_cast<PLINT>(xs.size()), xs.data(), ys.data(), "\xE2\x97\x8F");
}

void write_text(plstream& plot, std::string_view text, const TextPlace& place) {
  plot.schr(0, place.letters);
  plot.ptex(place.x, place.y, 1, 0, place.shift, escaped(text).c_str());
}

void begin_frame(plstream& plot, const Frame& frame) {
  plot.vpor(0, 1, 0, 1);
  plot.wind(0, 1, 0, 1);
  set_colour(plot, kInk);
  plot.sfont(PL_FCI_SANS, PL_FCI_UPRIGHT, PL_FCI_BOLD);
  write_text(plot, frame.title, {0.03, 0.955, 0, kTitleLetters});
  plot.sfont(PL_FCI_SANS, PL_FCI_UPRIGHT, PL_FCI_MEDIUM);
  write_text(plot, frame.subtitle, {0.03, 0.91, 0, kLetters * 0.9});
  const auto lines = wrap(
      frame.caption, static_cast<std::size_t>(kCaptionLettersPerInch * page_of(plot).width_inches));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    write_text(plot, lines[i],
               {0.03, 0.025 + 0.026 * static_cast<double>(lines.size() - 1 - i), 0, kSmallLetters});
  }
  plot.vpor(frame.left, frame.right, frame.bottom, frame.top);
}

void draw_axes(plstream& plot, const Frame& frame, bool x_ticks) {
  plot.schr(0, kLetters);
  plot.smaj(0, 0.4);
  plot.smin(0, 0);
  set_line_width(plot, 0.7);
  set_colour(plot, kGrid);
  plot.box(x_ticks ? "g" : "", 0, 0, "g", 0, 0);
  set_colour(plot, kInk);
  plot.box(x_ticks ? "bcnt" : "bc", 0, 0, "bcntv", 0, 0);
  plot.mtex("b", x_ticks ? 3.2 : 2.9, 0.5, 0.5, escaped(frame.x_label).c_str());
  plot.mtex("l", 4.2, 0.5, 0.5, escaped(frame.y_label).c_str());
}

void draw_key(plstream& plot, const std::vector<KeyEntry>& entries, double x, double y) {
  PLFLT x_low = 0, x_high = 0, y_low = 0, y_high = 0;
  plot.gvpw(x_low, x_high, y_low, y_high);
  const double width = 0.03 * (x_high - x_low), step = 0.055 * (y_high - y_low);
  for (const KeyEntry& entry : entries) {
    set_colour(plot, entry.colour);
    fill_rectangle(plot, x, y - step / 4, width, step / 2);
    set_colour(plot, kInk);
    write_text(plot, entry.text, {x + 1.4 * width, y, 0, kLetters});
    y -= step;
  }
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    std::size_t end = text.size();
    if (end > width) {
      end = text.rfind(' ', width);
      end = end == std::string_view::npos || end == 0 ? std::min(text.find(' '), text.size()) : end;
    }
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(text.find_first_not_of(' ', end), text.size()));
  }
  return lines;
}

}  // namespace msmv::report
