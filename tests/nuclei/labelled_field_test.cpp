#include "msmv/nuclei/labelled_field.h"

#include <gtest/gtest.h>

#include <fstream>
#include <opencv2/imgcodecs.hpp>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::nuclei {
namespace {

class Manifest : public ::testing::Test {
 protected:
  Manifest() {
    cv::imwrite((folder_ / "a.png").string(), cv::Mat(40, 60, CV_8UC3, cv::Scalar(200, 150, 220)));
    cv::Mat labels = cv::Mat::zeros(40, 60, CV_16U);
    labels(cv::Rect(10, 20, 4, 2)).setTo(7);     // its middle: 12, 21
    labels(cv::Rect(50, 0, 1, 1)).setTo(40000);  // 50.5, 0.5
    cv::imwrite((folder_ / "labels.png").string(), labels);
    put("centres.csv", "x,y\n1.5,2\n30,7.25\n");
  }
  void put(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
  }
  std::vector<LabelledField> read(const std::string& text) {
    put("fields.csv", text);
    return read_fields(folder_ / "fields.csv");
  }
  std::string fault(const std::string& text) {
    try {
      read(text);
    } catch (const InputError& error) {
      return error.fault();
    }
    return "";
  }
  testing::TemporaryFolder folder_;
};

TEST_F(Manifest, TakesCentresOrLabels) {
  const auto fields = read(
      "image,centres,labels,mpp,source,patient\n"
      "a.png,centres.csv,,0.25,one,p1\n"
      "a.png,,labels.png,0.5,two,\n");
  ASSERT_EQ(fields.size(), 2U);
  EXPECT_EQ(fields[0].centres, (std::vector<Point>{{1.5, 2}, {30, 7.25}}));
  EXPECT_EQ(fields[1].centres, (std::vector<Point>{{12, 21}, {50.5, 0.5}}));
  EXPECT_EQ(fields[0].photo.um_per_px, (PixelSize{0.25, 0.25}));
  EXPECT_EQ(fields[0].patient, "p1");
  EXPECT_EQ(fields[1].source, "two");
}

TEST_F(Manifest, SaysWhatIsWrong) {
  EXPECT_EQ(fault("image,mpp,source\na.png,1,s\n"),
            "has neither a column \"centres\" nor a column \"labels\"");
  EXPECT_EQ(fault("image,centres,mpp,source\n"), "lists no fields");
  EXPECT_EQ(fault("image,centres,mpp,source\na.png,centres.csv,wide,s\n"), "\"wide\" is no number");
  EXPECT_EQ(fault("image,centres,mpp,source\na.png,,1,s\n"), "says nothing of its nuclei");
  EXPECT_EQ(fault("image,labels,mpp,source\na.png,a.png,1,s\n"),
            "is no label image: one channel of 8 or 16 bits");
}

std::vector<LabelledField> nine() {
  std::vector<LabelledField> fields;
  for (const char* patient : {"1", "1", "2", "3"}) {
    fields.push_back(
        {.name = "t" + std::to_string(fields.size()), .source = "t", .patient = patient});
  }
  for (int i = 0; i < 5; ++i) {
    fields.push_back({.name = "c" + std::to_string(i), .source = "c"});
  }
  return fields;
}

TEST(HoldOut, KeepsPatientsAndSourcesTogether) {
  using Indices = std::vector<std::size_t>;
  EXPECT_EQ(hold_out(nine(), "").held_out, Indices{});
  EXPECT_EQ(hold_out(nine(), "").training.size(), 9U);
  EXPECT_EQ(hold_out(nine(), "source=t").held_out, (Indices{0, 1, 2, 3}));
  EXPECT_EQ(hold_out(nine(), "patient=1").held_out, (Indices{0, 1}));
  EXPECT_EQ(hold_out(nine(), "fold=1/3").held_out, (Indices{0, 1, 4, 7}));
  EXPECT_EQ(hold_out(nine(), "fold=2/3").held_out, (Indices{2, 5, 8}));
  EXPECT_EQ(hold_out(nine(), "fold=3/3").training, (Indices{0, 1, 2, 4, 5, 7, 8}));
}

TEST(HoldOut, RefusesWhatLeavesNothing) {
  for (const char* what :
       {"source=x", "patient=", "fold=1/1", "fold=0/3", "fold=4/3", "fold=a/b", "t", "source"}) {
    EXPECT_THROW(hold_out(nine(), what), InputError) << what;
  }
}

}  // namespace
}  // namespace msmv::nuclei
