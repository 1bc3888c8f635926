#include "msmv/files/journal.h"

#include <fcntl.h>
#include <sys/file.h>
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
#include "msmv/values/errors.h"

namespace msmv::files {
namespace {

using nlohmann::json;

// A line is a JSON array: [run] first, [key, row] after. Text that is no UTF-8, which JSON can't
// hold, becomes an array of bytes.
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

// The parts of a whole line; nothing for one that was cut short or is not ours.
std::optional<std::vector<std::string>> parts_of(const std::string& line) {
  const json parsed = json::parse(line, nullptr, false);
  if (!parsed.is_array()) {
    return std::nullopt;
  }
  std::vector<std::string> parts;
  for (const json& part : parsed) {
    if (part.is_string()) {
      parts.push_back(part.get<std::string>());
    } else if (part.is_array()) {
      std::string bytes;
      for (const json& byte : part) {
        bytes += static_cast<char>(byte.get<std::uint8_t>());
      }
      parts.push_back(bytes);
    } else {
      return std::nullopt;
    }
  }
  return parts;
}

// The whole lines of a journal that an earlier run of the same kind left, and where they end.
struct Earlier {
  std::map<std::string, std::int64_t> rows;
  std::int64_t end = 0;
};

Earlier read_earlier(const std::filesystem::path& partial, const std::string& run) {
  Earlier earlier;
  std::ifstream stream(partial, std::ios::binary);
  std::string line;
  while (std::getline(stream, line) && !stream.eof()) {  // a line without its end was cut short
    const auto parts = parts_of(line);
    const bool is_first = earlier.end == 0;
    if (!parts || parts->size() != (is_first ? 1U : 2U) || (is_first && parts->front() != run)) {
      break;
    }
    if (!is_first) {
      earlier.rows[parts->front()] = earlier.end;
    }
    earlier.end += static_cast<std::int64_t>(line.size()) + 1;
  }
  return earlier;
}

void write_all(int descriptor, const std::string& text, const std::filesystem::path& path) {
  std::size_t written = 0;
  while (written < text.size()) {
    const auto count = write(descriptor, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      throw InputError(path, std::string("can't be written: ") + std::strerror(errno));
    }
    written += static_cast<std::size_t>(count);
  }
}

}  // namespace

Journal::Journal(const std::filesystem::path& output, const std::string& run, Resume resume)
    : output_(output), partial_(output.string() + ".partial") {
  descriptor_ = open(partial_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0666);
  if (descriptor_ < 0) {
    throw InputError(output_, std::string("can't be written: ") + std::strerror(errno));
  }
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    close(descriptor_);
    throw InputError(output_, "another run is writing it");
  }
  try {
    if (resume == Resume::yes) {
      Earlier earlier = read_earlier(partial_, run);
      earlier_ = std::move(earlier.rows);
      end_ = earlier.end;
    }
    if (ftruncate(descriptor_, end_) != 0) {
      throw InputError(output_, std::string("can't be written: ") + std::strerror(errno));
    }
    if (end_ == 0) {
      append({run});
    }
  } catch (const InputError&) {
    close(descriptor_);
    throw;
  }
}

Journal::~Journal() {
  if (descriptor_ >= 0) {
    close(descriptor_);
  }
}

void Journal::append(const std::vector<std::string>& parts) {
  const std::string line = line_of(parts);
  write_all(descriptor_, line, output_);
  end_ += static_cast<std::int64_t>(line.size());
}

bool Journal::take_earlier(const std::string& key) {
  const auto found = earlier_.find(key);
  if (found == earlier_.end()) {
    return false;
  }
  order_.push_back(found->second);
  return true;
}

void Journal::add(const std::string& key, const std::string& row) {
  order_.push_back(end_);
  append({key, row});
}

void Journal::finish(const std::string& header) {
  write_atomically(output_, [&](std::ostream& stream) {
    stream << header;
    std::ifstream partial(partial_, std::ios::binary);
    std::string line;
    for (const std::int64_t begin : order_) {
      partial.seekg(begin);
      std::getline(partial, line);
      stream << parts_of(line).value().at(1);
    }
  });
  std::filesystem::remove(partial_);
  close(descriptor_);
  descriptor_ = -1;
}

}  // namespace msmv::files
