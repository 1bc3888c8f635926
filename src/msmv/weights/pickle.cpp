#include "msmv/weights/pickle.h"

#include <array>
#include <cstring>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/weights/byte_cursor.h"

// The machine of Python's pickletools.py, protocol 2 (what torch.save writes), cut down to literals
// and containers. Values live in one list and refer to each other by index, so that neither cycles
// nor deep nesting cost more than their bytes, and nothing here recurses.

namespace msmv::weights {
namespace {

using Index = std::uint32_t;  // of a value
struct None {};
struct Tuple {
  std::vector<Index> items;
};
struct List {};  // what a list holds is never looked at
struct Dict {
  std::vector<std::pair<Index, Index>> items;
};
enum class Callable { ordered_dict, rebuild_tensor };
struct PickledStorage {
  DType dtype;
  std::string key;
  std::int64_t elements;
};
// Large values stand in lists of their own; these are their places there.
struct StorageIndex {
  std::size_t at;
};
struct TensorIndex {
  std::size_t at;
};
using Value = std::variant<None, bool, std::int64_t, double, std::string, Tuple, List, Dict,
                           Callable, DType, StorageIndex, TensorIndex>;

constexpr std::size_t kMostAxes = 64;        // PyTorch's own limit
constexpr std::size_t kLongestKey = 256;     // of a storage: PyTorch counts them, "0", "1", ...
constexpr std::size_t kMostParts = 100'000;  // of one kind: tensors, or mentions of a storage

constexpr std::array<std::pair<std::string_view, DType>, 11> kStorageTypes = {
    {{"FloatStorage", DType::f32},
     {"DoubleStorage", DType::f64},
     {"HalfStorage", DType::f16},
     {"BFloat16Storage", DType::bf16},
     {"LongStorage", DType::i64},
     {"IntStorage", DType::i32},
     {"ShortStorage", DType::i16},
     {"CharStorage", DType::i8},
     {"ByteStorage", DType::u8},
     {"BoolStorage", DType::boolean},
     {"UntypedStorage", DType::u8}}};

class Machine {
 public:
  Machine(std::span<const std::byte> pickle, const std::filesystem::path& path)
      : in_(pickle, path, "data.pkl: "), path_(path) {}

  std::map<std::string, PickledTensor> run() {
    while (!step(in_.byte())) {
    }
    return state_dict(pop());
  }

 private:
  [[noreturn]] void fail(const std::string& fault) const {
    throw InputError(path_, "data.pkl: " + fault);
  }

  // Runs one opcode; whether it was the last.
  bool step(unsigned char opcode) {
    switch (opcode) {
      case 0x80:  // PROTO
        if (const unsigned protocol = in_.byte(); protocol != 2) {
          fail("pickle protocol " + std::to_string(protocol) + ", torch.save writes 2");
        }
        return false;
      case '.':  // STOP
        return true;
      case '(':  // MARK
        marks_.push_back(stack_.size());
        return false;
      case 'q':  // BINPUT
        memo_[in_.byte()] = top();
        return false;
      case 'r':  // LONG_BINPUT
        memo_[in_.number<std::uint32_t>()] = top();
        return false;
      case 'h':  // BINGET
        stack_.push_back(remembered(in_.byte()));
        return false;
      case 'j':  // LONG_BINGET
        stack_.push_back(remembered(in_.number<std::uint32_t>()));
        return false;
      default:
        if (!literal(opcode) && !container(opcode) && !call(opcode)) {
          fail("opcode " + std::to_string(opcode) + " at byte " +
               std::to_string(in_.position() - 1) + " has no place in a state dict");
        }
        return false;
    }
  }

  bool literal(unsigned char opcode) {
    switch (opcode) {
      case 'N':
        push(None{});
        return true;
      case 0x88:
      case 0x89:  // NEWTRUE, NEWFALSE
        push(opcode == 0x88);
        return true;
      case 'J':  // BININT
        push(std::int64_t{in_.number<std::int32_t>()});
        return true;
      case 'K':  // BININT1
        push(std::int64_t{in_.byte()});
        return true;
      case 'M':  // BININT2
        push(std::int64_t{in_.number<std::uint16_t>()});
        return true;
      case 0x8a:  // LONG1
        push(long_integer());
        return true;
      case 'G':  // BINFLOAT, big-endian
        in_.take(sizeof(double));
        push(0.0);  // no number with a fraction matters to a state dict
        return true;
      case 'X':  // BINUNICODE
        push(std::string(in_.take(in_.number<std::uint32_t>())));
        return true;
      default:
        return false;
    }
  }

  bool container(unsigned char opcode) {
    switch (opcode) {
      case ')':
        push(Tuple{});
        return true;
      case ']':
        push(List{});
        return true;
      case '}':
        push(Dict{});
        return true;
      case 't':  // TUPLE
        push(Tuple{since_mark()});
        return true;
      case 0x85:
      case 0x86:
      case 0x87:  // TUPLE1 to TUPLE3
        push(Tuple{last(opcode - 0x84U)});
        return true;
      case 's':  // SETITEM
        set_items(last(2));
        return true;
      case 'u':  // SETITEMS
        set_items(since_mark());
        return true;
      case 'a':  // APPEND
        pop();
        expect<List>(top(), "a list to append to");
        return true;
      case 'e':  // APPENDS
        since_mark();
        expect<List>(top(), "a list to append to");
        return true;
      default:
        return false;
    }
  }

  bool call(unsigned char opcode) {
    switch (opcode) {
      case 'c':  // GLOBAL
        push_global();
        return true;
      case 'Q':  // BINPERSID
        push_storage(expect<Tuple>(pop(), "a storage's tuple").items);
        return true;
      case 'R': {  // REDUCE
        const auto& arguments = expect<Tuple>(pop(), "arguments").items;
        if (expect<Callable>(pop(), "something to call") == Callable::rebuild_tensor) {
          push_tensor(arguments);
        } else if (arguments.empty()) {
          push(Dict{});
        } else {
          fail("an OrderedDict that is made from values");
        }
        return true;
      }
      case 'b':  // BUILD: an OrderedDict's attributes, which say nothing of weights
        pop();
        expect<Dict>(top(), "a dict to give attributes to");
        return true;
      default:
        return false;
    }
  }

  std::int64_t long_integer() {
    const std::string_view bytes = in_.take(in_.byte());
    if (bytes.size() > sizeof(std::int64_t)) {
      fail("a whole number of " + std::to_string(bytes.size()) + " bytes");
    }
    const bool is_negative = !bytes.empty() && static_cast<signed char>(bytes.back()) < 0;
    std::int64_t out = is_negative ? -1 : 0;
    std::memcpy(&out, bytes.data(), bytes.size());
    return out;
  }

  // The stack. What lies below the last mark is out of reach until the mark is used up.
  void push(Value value) {
    values_.push_back(std::move(value));
    stack_.push_back(static_cast<Index>(values_.size() - 1));
  }
  Index top() const {
    if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) {
      fail("takes a value that was never made");
    }
    return stack_.back();
  }
  Index pop() {
    const Index value = top();
    stack_.pop_back();
    return value;
  }
  std::vector<Index> last(std::size_t count) {
    std::vector<Index> items(count);
    for (std::size_t i = count; i-- > 0;) {
      items[i] = pop();
    }
    return items;
  }
  std::vector<Index> since_mark() {
    if (marks_.empty()) {
      fail("goes back to a mark that was never set");
    }
    const auto first = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<Index> items(first, stack_.end());
    stack_.erase(first, stack_.end());
    marks_.pop_back();
    return items;
  }
  Index remembered(std::uint32_t key) const {
    if (!memo_.contains(key)) {
      fail("recalls a value that was never kept");
    }
    return memo_.at(key);
  }
  template <class T>
  T& expect(Index value, const char* wanted) {
    if (T* found = std::get_if<T>(&values_[value])) {
      return *found;
    }
    fail(std::string("expected ") + wanted);
  }

  void set_items(const std::vector<Index>& items) {
    if (items.size() % 2 != 0) {
      fail("a key without a value");
    }
    Dict& dict = expect<Dict>(top(), "a dict to fill");
    for (std::size_t i = 0; i < items.size(); i += 2) {
      dict.items.emplace_back(items[i], items[i + 1]);
    }
  }

  void push_global() {
    const std::string module(in_.line()), name(in_.line());
    if (module == "collections" && name == "OrderedDict") {
      return push(Callable::ordered_dict);
    }
    if (module == "torch._utils" && name == "_rebuild_tensor_v2") {
      return push(Callable::rebuild_tensor);
    }
    if (module == "torch") {
      for (const auto& [storage, dtype] : kStorageTypes) {
        if (storage == name) {
          return push(dtype);
        }
      }
    }
    fail("asks for " + in_quotes(module + "." + name) + ", which is no part of a state dict");
  }

  // ("storage", type, key, location, elements)
  void push_storage(const std::vector<Index>& items) {
    if (items.size() != 5) {
      fail("expected 5 facts of a storage, got " + std::to_string(items.size()));
    }
    const auto& key = expect<std::string>(items[2], "a storage's key");
    limit(key.size(), kLongestKey, " bytes in a storage's key");
    limit(storages_.size() + 1, kMostParts, " mentions of a storage");
    storages_.push_back({.dtype = expect<DType>(items[1], "a storage's type"),
                         .key = key,
                         .elements = expect<std::int64_t>(items[4], "a storage's length")});
    push(StorageIndex{storages_.size() - 1});
  }

  // (storage, offset, shape, strides, requires_grad, hooks[, metadata])
  void push_tensor(const std::vector<Index>& items) {
    if (items.size() < 6 || items.size() > 7) {
      fail("expected 6 facts of a tensor, got " + std::to_string(items.size()));
    }
    limit(tensors_.size() + 1, kMostParts, " tensors");
    const auto& storage = storages_[expect<StorageIndex>(items[0], "a tensor's storage").at];
    tensors_.push_back({.dtype = storage.dtype,
                        .storage = storage.key,
                        .storage_elements = storage.elements,
                        .offset = expect<std::int64_t>(items[1], "a tensor's offset"),
                        .shape = integers(items[2]),
                        .strides = integers(items[3])});
    push(TensorIndex{tensors_.size() - 1});
  }

  // One value may be recalled any number of times, a few bytes each.
  void limit(std::size_t got, std::size_t most, const char* what) const {
    if (got > most) {
      fail(std::to_string(got) + what + ", at most " + std::to_string(most) + " wanted");
    }
  }

  Shape integers(Index value) {
    const auto& items = expect<Tuple>(value, "a tensor's shape or strides").items;
    limit(items.size(), kMostAxes, " numbers in a shape or strides");
    Shape out;
    for (const Index item : items) {
      out.push_back(expect<std::int64_t>(item, "a whole number in a shape"));
    }
    return out;
  }

  // Finds the dict that stands under a key of another; none: nullptr.
  const Dict* inner_dict(const Dict& dict, std::string_view wanted) {
    for (const auto& [key, value] : dict.items) {
      const auto* name = std::get_if<std::string>(&values_[key]);
      if (name != nullptr && *name == wanted) {
        return std::get_if<Dict>(&values_[value]);
      }
    }
    return nullptr;
  }

  std::map<std::string, PickledTensor> state_dict(Index root) {
    const Dict* dict = std::get_if<Dict>(&values_[root]);
    if (dict == nullptr) {
      fail("not a state dict");
    }
    for (const char* name : {"state_dict", "model_state_dict", "model", "teacher"}) {
      if (const Dict* inner = inner_dict(*dict, name)) {
        dict = inner;
        break;
      }
    }
    std::map<std::string, PickledTensor> out;
    for (const auto& [key, value] : dict->items) {
      const auto& name = expect<std::string>(key, "names of tensors");
      const auto* tensor = std::get_if<TensorIndex>(&values_[value]);
      if (tensor == nullptr) {
        fail("entry " + in_quotes(name) + " is not a tensor");
      }
      if (!out.emplace(name, tensors_[tensor->at]).second) {
        fail("entry " + in_quotes(name) + " stands twice");
      }
    }
    return out;
  }

  ByteCursor in_;
  const std::filesystem::path& path_;
  std::deque<Value> values_;
  std::vector<PickledStorage> storages_;
  std::vector<PickledTensor> tensors_;
  std::vector<Index> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::uint32_t, Index> memo_;
};

}  // namespace

std::map<std::string, PickledTensor> parse_pickle(std::span<const std::byte> pickle,
                                                  const std::filesystem::path& path) {
  return Machine(pickle, path).run();
}

}  // namespace msmv::weights
