#include "msmv/files/journal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include "msmv/files/atomic_file.h"
#include "msmv/files/content_hash.h"
#include "msmv/files/file_lock.h"
#include "msmv/values/errors.h"

namespace msmv::files {
namespace {

using nlohmann::json;

// A line is a JSON array: [run] first, [key, row, hash of these two] after. Text that is no UTF-8,
// which JSON can't hold, becomes an array of bytes.
std::string line_of(const std::vector<std::string>& parts) {
  const auto is_text = [](const std::string& part) {
    try {
      static_cast<void>(json(part).dump());
      return true;
    } catch (const json::exception&) {
      return false;
    }
  };
  json text = json::array();
  for (const std::string& part : parts) {
    if (is_text(part)) {
      text.push_back(part);
    } else {
      text.push_back(std::vector<std::uint8_t>(part.begin(), part.end()));
    }
  }
  return text.dump() + "\n";
}

std::optional<std::string> part_of(const json& value) {
  if (value.is_string()) {
    return value.get<std::string>();
  }
  std::string bytes;
  for (const json& byte : value) {
    if (!byte.is_number_unsigned() || byte.get<std::uint64_t>() > 255) {
      return std::nullopt;
    }
    bytes += static_cast<char>(byte.get<std::uint64_t>());
  }
  return value.is_array() ? std::optional(bytes) : std::nullopt;
}

// The parts of a whole line; nothing for one that was cut short or is not ours.
std::optional<std::vector<std::string>> parts_of(const std::string& line) {
  const json parsed = json::parse(line, nullptr, false);
  if (!parsed.is_array()) {
    return std::nullopt;
  }
  std::vector<std::string> parts;
  for (const json& value : parsed) {
    const auto part = part_of(value);
    if (!part) {
      return std::nullopt;
    }
    parts.push_back(*part);
  }
  return parts;
}

std::string hash_of(const std::string& key, const std::string& row) {
  return content_hash(content_hash(key) + content_hash(row));
}

// A row's key and itself; nothing when the line is not what was once written.
std::optional<std::pair<std::string, std::string>> row_of(const std::string& line) {
  const auto parts = parts_of(line);
  if (!parts || parts->size() != 3 || parts->at(2) != hash_of(parts->at(0), parts->at(1))) {
    return std::nullopt;
  }
  return std::pair(parts->at(0), parts->at(1));
}

std::string read_at(int descriptor, std::int64_t begin, std::size_t count) {
  std::string text(count, '\0');
  std::size_t done = 0;
  while (done < count) {
    const auto got = pread(descriptor, text.data() + done, count - done,
                           begin + static_cast<std::int64_t>(done));
    if (got <= 0 && !(got < 0 && errno == EINTR)) {
      break;
    }
    done += got > 0 ? static_cast<std::size_t>(got) : 0;
  }
  text.resize(done);
  return text;
}

void write_all(int descriptor, const std::string& text, const std::filesystem::path& path) {
  std::size_t written = 0;
  while (written < text.size()) {
    const auto count = write(descriptor, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      throw OutputError(path, std::string("can't be written: ") + std::strerror(errno));
    }
    written += static_cast<std::size_t>(count);
  }
}

// Opens and locks the file. Its name may be another's by then: the run that held the lock has just
// finished and removed it.
int open_locked(const std::filesystem::path& partial, const std::filesystem::path& output,
                bool& is_locked) {
  while (true) {
    const int descriptor = open(partial.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0666);
    if (descriptor < 0) {
      throw OutputError(output, std::string("can't be written: ") + std::strerror(errno));
    }
    try {
      is_locked = lock(descriptor, output);
    } catch (...) {
      close(descriptor);
      throw;
    }
    struct stat mine {
    }, named{};
    if (fstat(descriptor, &mine) == 0 && stat(partial.c_str(), &named) == 0 &&
        mine.st_dev == named.st_dev && mine.st_ino == named.st_ino) {
      return descriptor;
    }
    close(descriptor);
  }
}

}  // namespace

Journal::Journal(const std::filesystem::path& output, const std::string& run, Resume resume)
    : output_(target_of(output)), partial_(target_of(output_.string() + ".partial")) {
  if (resume == Resume::yes && std::filesystem::exists(output_) &&
      !std::filesystem::exists(partial_)) {
    throw InputError(output_, "is complete already; --retry-faulty tries its faulty rows again");
  }
  descriptor_ = open_locked(partial_, output_, is_locked_);
  try {
    read_earlier(run, resume);
    if (ftruncate(descriptor_, end_) != 0) {
      throw OutputError(output_, std::string("can't be written: ") + std::strerror(errno));
    }
    if (end_ == 0) {
      append({run});
    }
  } catch (...) {
    close(descriptor_);
    throw;
  }
}

Journal::~Journal() {
  if (descriptor_ >= 0) {
    close(descriptor_);
  }
}

// The whole rows that an earlier run of the same kind left. Those that are not to be gone on with
// are never thrown away: they may be hours of work.
void Journal::read_earlier(const std::string& run, Resume resume) {
  std::ifstream stream(partial_, std::ios::binary);
  std::string line;
  if (!std::getline(stream, line) || stream.eof()) {  // a line without its end was cut short
    return;
  }
  const auto earlier_run = parts_of(line);
  if (!earlier_run || earlier_run->size() != 1) {
    throw InputError(partial_, "is not what msmv wrote there: another --output, or remove it");
  }
  auto end = static_cast<std::int64_t>(line.size()) + 1;
  std::map<std::string, Line> rows;
  while (std::getline(stream, line) && !stream.eof()) {
    const auto row = row_of(line);
    if (row && !row->first.empty()) {
      rows[row->first] = {end, line.size()};
    }
    end += static_cast<std::int64_t>(line.size()) + 1;
  }
  if (rows.empty()) {
    return;
  }
  if (resume == Resume::no) {
    throw InputError(partial_,
                     "holds rows of an interrupted run: --resume continues it, removing the file "
                     "begins anew");
  }
  if (earlier_run->front() != run) {
    throw InputError(partial_, "holds rows of another run (" +
                                   run_difference(earlier_run->front(), run) +
                                   "): the same continues it, removing the file begins anew");
  }
  earlier_ = std::move(rows);
  end_ = end;
}

Journal::Line Journal::append(const std::vector<std::string>& parts) {
  const std::string line = line_of(parts);
  write_all(descriptor_, line, output_);
  const Line place{end_, line.size() - 1};
  end_ += static_cast<std::int64_t>(line.size());
  return place;
}

bool Journal::has_earlier(const std::string& beginning) const {
  const auto found = earlier_.lower_bound(beginning);
  return found != earlier_.end() && found->first.starts_with(beginning);
}

bool Journal::take_earlier(std::size_t place, const std::string& beginning) {
  const auto found = earlier_.lower_bound(beginning);
  if (found == earlier_.end() || !found->first.starts_with(beginning)) {
    return false;
  }
  rows_[place] = found->second;
  return true;
}

void Journal::add(std::size_t place, const std::string& key, const std::string& row) {
  rows_[place] = append({key, row, hash_of(key, row)});
}

std::string Journal::row(std::size_t place) const {
  const Line& line = rows_.at(place);
  const auto row = row_of(read_at(descriptor_, line.begin, line.size));
  if (!row) {
    throw InputError(partial_, "was changed by another program");
  }
  return row->second;
}

void Journal::finish(const std::string& header) {
  write_atomically(output_, [&](std::ostream& stream) {
    stream << header;
    for (const auto& [place, line] : rows_) {
      stream << row(place);
    }
  });
  std::error_code ignored;  // the output is whole; its journal would only be read again
  std::filesystem::remove(partial_, ignored);
  close(descriptor_);
  descriptor_ = -1;
}

std::string run_difference(const std::string& there, const std::string& here) {
  const json a = json::parse(there, nullptr, false), b = json::parse(here, nullptr, false);
  if (a.is_object() && b.is_object()) {
    for (const auto& [key, value] : b.items()) {
      const json other = a.value(key, json());
      if (other != value) {
        return key + " " + other.dump() + " there, " + value.dump() + " here";
      }
    }
  }
  return "other settings";
}

}  // namespace msmv::files
