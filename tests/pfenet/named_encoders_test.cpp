#include "msmv/pfenet/named_encoders.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "msmv/pfenet/layout.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::pfenet {
namespace {

std::int64_t parameters_of(std::string_view name) {
  for (const NamedEncoder& encoder : named_encoders()) {
    if (encoder.name == name) {
      return count_of(encoder_layout(encoder.form.config)) + encoder.unused_parameters;
    }
  }
  return 0;
}

// timm's and transformers' own counts: of the full sizes, which are built without their numbers.
TEST(NamedEncoders, HaveAsManyParametersAsTheirOrigin) {
  const std::map<std::string_view, std::int64_t> wanted = {
      {"lunit_vits16", 21'665'664},  {"kaiko_vits16", 21'665'664},   {"kaiko_vitb16", 85'798'656},
      {"kaiko_vitl14", 304'370'688}, {"uni", 303'350'784},           {"digepath", 303'350'784},
      {"uni2_h", 681'394'176},       {"gigapath", 1'134'953'984},    {"virchow", 631'229'184},
      {"virchow2", 631'239'424},     {"h_optimus_0", 1'134'774'272}, {"phikon", 86'389'248},
      {"phikon_v2", 303'351'808},    {"lunit_vits8", 21'670'272},    {"kaiko_vitb8", 85'807'872}};
  for (const auto& [name, count] : wanted) {
    EXPECT_EQ(parameters_of(name), count) << name;
  }
}

TEST(NamedEncoders, GiveAsManyFeaturesAsPublished) {
  const std::map<std::string_view, std::size_t> wanted = {{"lunit_vits8", 384},
                                                          {"phikon", 768},
                                                          {"uni", 1024},
                                                          {"uni2_h", 1536},
                                                          {"gigapath", 1536},
                                                          {"gigapath_flash", 384},
                                                          {"virchow", 2560},
                                                          {"virchow2", 2560},
                                                          {"h_optimus_0", 1536},
                                                          {"midnight", 3072},
                                                          {"lunit_resnet50_bt", 2048}};
  for (const auto& [name, features] : wanted) {
    EXPECT_EQ(feature_count(encoder_form(std::string(name)).config), features) << name;
  }
}

TEST(NamedEncoders, EachFormIsSound) {
  EXPECT_EQ(named_encoders().size(), 22U);
  for (const NamedEncoder& encoder : named_encoders()) {
    EXPECT_NO_THROW(check(encoder.form.config.form, std::string(encoder.name)));
    EXPECT_EQ(encoder.form.name, encoder.name);
  }
}

class DescribedEncoder : public ::testing::Test {
 protected:
  EncoderForm read(const std::string& text) {
    const auto path = folder_ / "form.json";
    std::ofstream(path) << text;
    return encoder_form(path.string());
  }
  std::string fault_of(const std::string& text) {
    try {
      read(text);
    } catch (const InputError& fault) {
      return fault.fault();
    }
    return "";
  }

  testing::TemporaryFolder folder_;
  const std::string shape_ =
      R"("source": "timm", "image": 518, "patch": 14, "width": 48, "depth": 2, "heads": 3,
         "mlp": "swiglu, packed", "layer_scale": true, "registers": 4, "class_in_positions": false,
         "output": "class and mean of patches")";
  const std::string input_ =
      R"("input": {"pixels": 224, "rgb": "x", "mean": [0.5, 0.4, 0.3], "std": [0.2, 0.3, 0.4]})";
};

TEST_F(DescribedEncoder, IsReadWhateverStandsBesideIt) {
  const EncoderForm read_form =
      read(R"({"form": "said", "shape": {)" + shape_ + "}, " + input_ + R"(, "parameters": 1})");
  const Form& form = read_form.config.form;
  EXPECT_EQ(form.grid(), 37);
  EXPECT_EQ(form.input_px, 224);
  EXPECT_EQ(form.mlp, Mlp::swiglu);
  EXPECT_EQ(form.output, TokenOutput::class_and_mean);
  EXPECT_EQ(form.registers, 4);
  EXPECT_FALSE(form.class_in_positions);
  EXPECT_TRUE(form.layer_scale);
  EXPECT_EQ(read_form.config.mean, (std::array{0.5, 0.4, 0.3}));
  EXPECT_EQ(read_form.config.deviation, (std::array{0.2, 0.3, 0.4}));
  EXPECT_FALSE(read_form.has_mlp_width || read_form.has_epsilon ||
               read_form.has_register_positions);
}

TEST_F(DescribedEncoder, TakesWhatMayBeLeftOut) {
  const EncoderForm read_form =
      read(R"({"shape": {"mlp_width": 100, "epsilon": 1e-12, "registers_in_positions": false, )" +
           shape_ + "}, " + input_ + "}");
  EXPECT_EQ(read_form.config.form.mlp_width, 100);
  EXPECT_EQ(read_form.config.form.epsilon, 1e-12);
  EXPECT_TRUE(read_form.has_mlp_width && read_form.has_epsilon && read_form.has_register_positions);
}

TEST_F(DescribedEncoder, IsRefusedWithWhatIsWrong) {
  EXPECT_EQ(fault_of("{}"), "has no object \"shape\": not an encoder's form");
  EXPECT_EQ(fault_of("[]"), "has no object \"shape\": not an encoder's form");
  EXPECT_EQ(fault_of(R"({"shape": {"source": "keras"}})"),
            "shape.source: \"keras\" is none of \"timm\", \"hf\"");
  EXPECT_EQ(fault_of(R"({"shape": {"source": "timm"}})"), "shape.image is missing from the form");
  EXPECT_EQ(fault_of(R"({"shape": {)" + shape_ + "}}"),
            "has no object \"input\": not an encoder's form");
  std::string odd = R"({"shape": {)" + shape_ + "}, " + input_ + "}";
  odd.replace(odd.find("\"heads\": 3"), 10, "\"heads\": 5");
  EXPECT_EQ(fault_of(odd), "shape.width: 48 is no multiple of the heads, 5");
}

TEST(EncoderForm, UnknownNameListsTheKnown) {
  try {
    encoder_form("resnet");
    FAIL();
  } catch (const InputError& fault) {
    EXPECT_NE(std::string(fault.what()).find("uni2_h"), std::string::npos);
  }
}

}  // namespace
}  // namespace msmv::pfenet
