#include "msmv/dataset/output_names.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "msmv/files/content_hash.h"

namespace msmv::dataset {
namespace {

using Places = std::set<std::filesystem::path>;

std::filesystem::path place_of(const Sample& sample) {
  return sample.path.lexically_normal();
}

// The file's name and so many folders above it: "../p1/field.tif" is p1_field.tif.
std::string in_one_word(const std::filesystem::path& place, std::size_t folders) {
  std::string word = place.filename().string();
  std::filesystem::path folder = place.parent_path();
  for (; folders > 0 && folder.has_filename(); --folders) {
    word = folder.filename().string() + "_" + word;
    folder = folder.parent_path();
  }
  const auto begin = word.find_first_not_of("._");
  return begin == std::string::npos ? word : word.substr(begin);
}

std::size_t depth_of(const std::filesystem::path& place) {
  return static_cast<std::size_t>(std::distance(place.begin(), place.end()));
}

// How many folders tell places of one stem apart; all of them where none do.
std::size_t folders_to_name(const Places& places) {
  std::size_t most = 0;
  for (const auto& place : places) {
    most = std::max(most, depth_of(place));
  }
  for (std::size_t folders = 0; folders < most; ++folders) {
    std::set<std::string> words;
    if (std::ranges::all_of(places, [&](const std::filesystem::path& place) {
          return words.insert(in_one_word(place, folders)).second;
        })) {
      return folders;
    }
  }
  return most;
}

std::string with_hash(const std::string& name, const std::filesystem::path& place) {
  return name + "_" + files::content_hash(place.string()).substr(0, 12);
}

// The end of a name that leaves no room for an extension; never from amid a letter of UTF-8.
std::string shortened(const std::string& name, const std::filesystem::path& place) {
  constexpr std::size_t kLongest = 200;
  if (name.size() <= kLongest) {
    return name;
  }
  std::size_t begin = name.size() - kLongest / 2;
  while (begin < name.size() && (static_cast<unsigned char>(name[begin]) & 0xC0) == 0x80) {
    ++begin;
  }
  return with_hash(name.substr(begin), place);
}

class Names {
 public:
  void give(const std::filesystem::path& place, const std::string& wanted) {
    std::string name = shortened(wanted, place);
    if (!taken_.insert(name).second) {
      name = with_hash(name, place);
      taken_.insert(name);
    }
    names_[place] = name;
  }
  const std::string& of(const std::filesystem::path& place) const { return names_.at(place); }

 private:
  std::set<std::string> taken_;
  std::map<std::filesystem::path, std::string> names_;
};

}  // namespace

std::vector<std::string> output_names(const std::vector<Sample>& samples) {
  std::map<std::string, Places> places_of_stem;
  for (const Sample& sample : samples) {
    places_of_stem[sample.path.stem().string()].insert(place_of(sample));
  }
  Names names;
  for (const auto& [stem, places] : places_of_stem) {
    if (places.size() == 1) {
      names.give(*places.begin(), stem);
    }
  }
  for (const auto& [stem, places] : places_of_stem) {
    if (places.size() > 1) {
      const std::size_t folders = folders_to_name(places);
      for (const auto& place : places) {
        names.give(place, in_one_word(place, folders));
      }
    }
  }
  std::vector<std::string> out;
  for (const Sample& sample : samples) {
    out.push_back(names.of(place_of(sample)));
  }
  return out;
}

}  // namespace msmv::dataset
