#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace msmv::files {

enum class Resume { no, yes };

// The rows of a long run, kept safe while it lasts: FILE.partial beside the output FILE, a line a
// row, each written out at once. A killed run leaves only FILE.partial, never a FILE that looks
// complete; a run that resumes takes from it the whole rows, each with its hash, that were made
// from the same inputs by the same `run` (a JSON object: model, settings), and nothing else. While
// a journal is open it is locked, where the file system can do that.
class Journal {
 public:
  // Throws OutputError when it can't be written, InputError when another process writes the same
  // output or there are rows of an earlier run that are not to be resumed or are another `run`'s.
  Journal(const std::filesystem::path& output, const std::string& run, Resume resume);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // Whether an earlier run made a row for any key that begins so.
  bool has_earlier(const std::string& beginning) const;

  // Whether an earlier run made a row for a key, which names an input and its content, that begins
  // so; then that row is the output's at `place`, too.
  bool take_earlier(std::size_t place, const std::string& beginning);
  std::size_t earlier_count() const { return earlier_.size(); }

  // Adds the row at `place`. Throws OutputError when the disk is full.
  void add(std::size_t place, const std::string& key, const std::string& row);

  // The row at `place`, as it was added or taken. Throws InputError when another program changed
  // it.
  std::string row(std::size_t place) const;

  // False where the file system has no locks: then nothing keeps another run from the same output.
  bool is_locked() const { return is_locked_; }

  // Turns the rows, in the order of their places, into the output file and removes the journal.
  void finish(const std::string& header);

 private:
  struct Line {
    std::int64_t begin = 0;
    std::size_t size = 0;  // without its end
  };

  void read_earlier(const std::string& run, Resume resume);
  Line append(const std::vector<std::string>& parts);

  std::filesystem::path output_, partial_;
  std::map<std::string, Line> earlier_;  // where the row of each key is
  std::map<std::size_t, Line> rows_;     // by their places
  std::int64_t end_ = 0;
  int descriptor_ = -1;
  bool is_locked_ = false;
};

// Names the setting in which two runs differ: "precision "fp32" there, "int8" here".
std::string run_difference(const std::string& there, const std::string& here);

}  // namespace msmv::files
