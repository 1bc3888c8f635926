#include "msmv/weights/pickle.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"

namespace msmv::weights {
namespace {

std::map<std::string, PickledTensor> parsed(const std::string& pickle) {
  return parse_pickle(std::as_bytes(std::span(pickle)), "file");
}

std::string fault_of_pickle(const std::string& pickle) {
  try {
    parsed(pickle);
  } catch (const InputError& error) {
    return error.fault();
  }
  return "no fault";
}

// Opcodes as pickletools writes them.
const std::string kStart("\x80\x02", 2);
const std::string kStop = ".";

std::string text(const std::string& value) {
  return std::string("X") + static_cast<char>(value.size()) + std::string(3, '\0') + value;
}

std::string global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}

// ("storage", torch.FloatStorage, "0", "cpu", 6) by its persistent id.
std::string storage() {
  return "(" + text("storage") + global("torch", "FloatStorage") + text("0") + text("cpu") +
         "K\x06tQ";
}

// _rebuild_tensor_v2(storage, 1, (2, 2), (2, 1), False, OrderedDict())
std::string tensor() {
  return global("torch._utils", "_rebuild_tensor_v2") + "(" + storage() +
         "K\x01K\x02K\x02\x86K\x02K\x01\x86\x89" + global("collections", "OrderedDict") + ")RtR";
}

std::string state_dict(const std::string& items) {
  return kStart + global("collections", "OrderedDict") + ")R(" + items + "u" + kStop;
}

TEST(Pickle, TellsTheTensorsOfAStateDict) {
  const auto tensors = parsed(state_dict(text("a") + tensor()));
  ASSERT_EQ(tensors.size(), 1U);
  const PickledTensor& a = tensors.at("a");
  EXPECT_EQ(a.dtype, DType::f32);
  EXPECT_EQ(a.storage, "0");
  EXPECT_EQ(a.storage_elements, 6);
  EXPECT_EQ(a.offset, 1);
  EXPECT_EQ(a.shape, (Shape{2, 2}));
  EXPECT_EQ(a.strides, (Shape{2, 1}));
}

TEST(Pickle, FindsAStateDictInsideACheckpoint) {
  const std::string inner =
      global("collections", "OrderedDict") + ")R(" + text("a") + tensor() + "u";
  EXPECT_TRUE(parsed(kStart + "}(" + text("epoch") + "K\x04" + text("state_dict") + inner + "u.")
                  .contains("a"));
}

TEST(Pickle, RunsNothing) {
  EXPECT_EQ(fault_of_pickle(kStart + global("posix", "system") + text("true") + "\x85R."),
            "data.pkl: asks for \"posix.system\", which is no part of a state dict");
  EXPECT_EQ(fault_of_pickle(kStart + global("builtins", "eval") + text("1") + "\x85R."),
            "data.pkl: asks for \"builtins.eval\", which is no part of a state dict");
  EXPECT_EQ(fault_of_pickle(kStart + global("torch", "load") + "."),
            "data.pkl: asks for \"torch.load\", which is no part of a state dict");
  // INST and OBJ also call by name; EXT1 calls from a registry; STACK_GLOBAL from the stack.
  EXPECT_EQ(fault_of_pickle(kStart + "(iposix\nsystem\n."),
            "data.pkl: opcode 105 at byte 3 has no place in a state dict");
  EXPECT_EQ(fault_of_pickle(kStart + "(o."),
            "data.pkl: opcode 111 at byte 3 has no place in a state dict");
  EXPECT_EQ(fault_of_pickle(kStart + "\x82\x01."),
            "data.pkl: opcode 130 at byte 2 has no place in a state dict");
  EXPECT_EQ(fault_of_pickle(kStart + text("posix") + text("system") + "\x93."),
            "data.pkl: opcode 147 at byte 23 has no place in a state dict");
}

TEST(Pickle, CallsOnlyWhatItKnowsAndOnlyRightly) {
  EXPECT_EQ(fault_of_pickle(kStart + text("f") + ")R."), "data.pkl: expected something to call");
  EXPECT_EQ(fault_of_pickle(kStart + global("torch", "FloatStorage") + ")R."),
            "data.pkl: expected something to call");
  EXPECT_EQ(fault_of_pickle(kStart + global("collections", "OrderedDict") + text("a") + "\x85R."),
            "data.pkl: an OrderedDict that is made from values");
  EXPECT_EQ(fault_of_pickle(kStart + global("torch._utils", "_rebuild_tensor_v2") + ")R."),
            "data.pkl: expected 6 facts of a tensor, got 0");
  EXPECT_EQ(fault_of_pickle(kStart + ")Q."), "data.pkl: expected 5 facts of a storage, got 0");
  EXPECT_EQ(fault_of_pickle(kStart + "K\x01" + "b."),
            "data.pkl: takes a value that was never made");
  EXPECT_EQ(fault_of_pickle(kStart + "]}b."), "data.pkl: expected a dict to give attributes to");
}

TEST(Pickle, NeverReachesBeyondItsStack) {
  const char* never_made = "data.pkl: takes a value that was never made";
  EXPECT_EQ(fault_of_pickle(kStart + "."), never_made);
  EXPECT_EQ(fault_of_pickle(kStart + "R."), never_made);
  EXPECT_EQ(fault_of_pickle(kStart + "K\x01\x87."), never_made);
  EXPECT_EQ(fault_of_pickle(kStart + "q\x01."), never_made);
  EXPECT_EQ(fault_of_pickle(kStart + "}(K\x01" + "s."), never_made);  // a mark stands in between
  EXPECT_EQ(fault_of_pickle(kStart + "t."), "data.pkl: goes back to a mark that was never set");
  EXPECT_EQ(fault_of_pickle(kStart + "h\x05."), "data.pkl: recalls a value that was never kept");
  EXPECT_EQ(fault_of_pickle(kStart + "}(K\x01u."), "data.pkl: a key without a value");
  EXPECT_EQ(fault_of_pickle(kStart + "](K\x01u."), "data.pkl: a key without a value");
  EXPECT_EQ(fault_of_pickle(kStart + "](K\x01K\x01u."), "data.pkl: expected a dict to fill");
}

TEST(Pickle, KnowsOnlyTheFormThatTorchWrites) {
  EXPECT_EQ(fault_of_pickle("\x80\x04."), "data.pkl: pickle protocol 4, torch.save writes 2");
  EXPECT_EQ(fault_of_pickle(kStart + "K\x01."), "data.pkl: not a state dict");
  EXPECT_EQ(fault_of_pickle(state_dict(text("a") + "K\x01")),
            "data.pkl: entry \"a\" is not a tensor");
  EXPECT_EQ(fault_of_pickle(state_dict(text("a") + tensor() + text("a") + tensor())),
            "data.pkl: entry \"a\" stands twice");
  EXPECT_EQ(fault_of_pickle(state_dict("K\x01" + tensor())), "data.pkl: expected names of tensors");
  EXPECT_EQ(fault_of_pickle(kStart + std::string("\x8a\x09\0\0\0\0\0\0\0\0\1.", 12)),
            "data.pkl: a whole number of 9 bytes");
}

TEST(Pickle, ReadsNegativeNumbersOfAnyLength) {
  // LONG1 -2 of one byte, as an offset: the form is right, the bounds are the archive's to check.
  std::string negative = tensor();
  negative.replace(negative.find("K\x01K\x02"), 2, "\x8a\x01\xfe");
  EXPECT_EQ(parsed(state_dict(text("a") + negative)).at("a").offset, -2);
}

TEST(Pickle, EndsAnywhereWithAFault) {
  const std::string whole = state_dict(text("a") + tensor());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(fault_of_pickle(whole.substr(0, size)), "no fault") << size;
  }
}

std::string many(std::size_t count, const std::string& opcodes) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) {
    all += opcodes;
  }
  return all;
}

// A value is kept once and recalled with two bytes: what is made of it must be small, or few.
TEST(Pickle, WhatIsRecalledAgainAndAgainStaysSmall) {
  std::string wide = tensor();
  wide.replace(wide.find("K\x02K\x02\x86"), 5, "(" + many(65, "K\x01") + "t");
  EXPECT_EQ(fault_of_pickle(state_dict(text("a") + wide)),
            "data.pkl: 65 numbers in a shape or strides, at most 64 wanted");
  EXPECT_EQ(fault_of_pickle(kStart + global("torch._utils", "_rebuild_tensor_v2") + "(" +
                            many(1000, "N") + "tR."),
            "data.pkl: expected 6 facts of a tensor, got 1000");

  const std::string key = std::string("X\x01\x01\0\0", 5) + std::string(257, '0');
  EXPECT_EQ(fault_of_pickle(kStart + "(NN" + key + "NNtQ."),
            "data.pkl: 257 bytes in a storage's key, at most 256 wanted");
}

TEST(Pickle, CountsTheTensorsAndStoragesThatItMakes) {
  std::string again = tensor();
  again.insert(again.size() - 1, "q\x02");  // its arguments
  again.insert(again.find("("), "q\x01");   // and what rebuilds it
  EXPECT_EQ(fault_of_pickle(kStart + again + many(100'000, "h\x01h\x02R") + "."),
            "data.pkl: 100001 tensors, at most 100000 wanted");
  std::string mentioned = storage();
  mentioned.insert(mentioned.size() - 1, "q\x01");
  EXPECT_EQ(fault_of_pickle(kStart + mentioned + many(100'000, "h\x01Q") + "."),
            "data.pkl: 100001 mentions of a storage, at most 100000 wanted");
}

TEST(Pickle, DeepNestingAndCyclesAreHarmless) {
  std::string nested = kStart;
  for (int i = 0; i < 200'000; ++i) {
    nested += "]";
  }
  EXPECT_EQ(fault_of_pickle(nested + std::string(199'999, 'a') + "."),
            "data.pkl: not a state dict");
  EXPECT_EQ(fault_of_pickle(kStart + "}q\x01(" + text("state_dict") + "h\x01u."),
            "data.pkl: entry \"state_dict\" is not a tensor");
}

}  // namespace
}  // namespace msmv::weights
