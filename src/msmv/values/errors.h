#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace msmv {

// A fault keeps a run from its result and isn't msmv's own. what() is one line, "PATH: FAULT",
// ready for stderr. A broken promise between our own functions throws std::invalid_argument or
// std::logic_error instead.
class Fault : public std::runtime_error {
 public:
  // The fault without the path, for a table that has the path in a column of its own.
  const std::string& fault() const { return fault_; }

 protected:
  explicit Fault(const std::string& fault) : std::runtime_error(fault), fault_(fault) {}
  Fault(const std::filesystem::path& path, const std::string& fault)
      : std::runtime_error(path.string() + ": " + fault), fault_(fault) {}

 private:
  std::string fault_;
};

// Of what came from outside: a file, a flag, JSON, weights. Other inputs may well be sound.
class InputError : public Fault {
 public:
  explicit InputError(const std::string& fault) : Fault(fault) {}
  InputError(const std::filesystem::path& path, const std::string& fault) : Fault(path, fault) {}
};

// Of what is to be written: no right, disk full. Work on other inputs may well end in it, too.
class OutputError : public Fault {
 public:
  explicit OutputError(const std::string& fault) : Fault(fault) {}
  OutputError(const std::filesystem::path& path, const std::string& fault) : Fault(path, fault) {}
};

// Nothing is wrong: somebody has stopped the run.
class Interrupted : public Fault {
 public:
  explicit Interrupted(const std::string& fault) : Fault(fault) {}
  Interrupted(const std::filesystem::path& path, const std::string& fault) : Fault(path, fault) {}
};

}  // namespace msmv
