#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace msmv {

// A fault in what came from outside: a file, a flag, JSON, weights. what() is one line,
// "PATH: FAULT", ready for stderr. A broken promise between our own functions throws
// std::invalid_argument or std::logic_error instead.
class InputError : public std::runtime_error {
 public:
  explicit InputError(const std::string& fault) : std::runtime_error(fault), fault_(fault) {}
  InputError(const std::filesystem::path& path, const std::string& fault)
      : std::runtime_error(path.string() + ": " + fault), fault_(fault) {}

  // The fault without the path, for a table that has the path in a column of its own.
  const std::string& fault() const { return fault_; }

 private:
  std::string fault_;
};

// The same where the fault is not of an input but of what is to be written: no right, disk full.
// Work on other inputs may well end in it, too.
class OutputError : public InputError {
 public:
  using InputError::InputError;
};

}  // namespace msmv
