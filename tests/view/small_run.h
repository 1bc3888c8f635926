#pragma once

#include <array>
#include <fstream>
#include <opencv2/core.hpp>
#include <string>

#include "msmv/image/write.h"
#include "temporary_folder.h"

namespace msmv::view {

// A picture whose pixel at (x, y) is (x, y, 7), up to 255.
inline RgbImage ramp(int width, int height) {
  RgbImage image{cv::Mat(height, width, CV_8UC3)};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      image.pixels.at<cv::Vec3b>(y, x) = {static_cast<std::uint8_t>(std::min(x, 255)),
                                          static_cast<std::uint8_t>(std::min(y, 255)), 7};
    }
  }
  return image;
}

inline void write_text(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

inline void write_ramp(const std::filesystem::path& path, int width = 300, int height = 200) {
  std::filesystem::create_directories(path.parent_path());
  image::write(path, ramp(width, height));
}

// fields/a.png, fields/b.png and out/classes.csv of a run of `msmv classify fields`; its third row
// is a picture that isn't there.
inline void write_field_run(const std::filesystem::path& folder) {
  write_ramp(folder / "fields" / "a.png");
  write_ramp(folder / "fields" / "b.png", 40, 60);
  write_text(folder / "out" / "classes.csv",
             "file,status,class,votes,prob_Normal,prob_Benign,message,votes_Normal,votes_Benign\n"
             "fields/a.png,ok,Benign,4,0.25,0.75,small,2,4\n"
             "fields/b.png,ok,Normal,6,0.5,0.5,,6,0\n"
             "fields/c.png,error,,,,,can't be opened,,\n");
}

// out/ as `msmv slides` leaves it, of the picture s.png of 300 x 200 pixels: two tiles.
inline void write_slide_run(const std::filesystem::path& folder) {
  write_ramp(folder / "s.png");
  write_text(
      folder / "out" / "slides.csv",
      "slide,name,status,message,vendor,id,width,height,mpp_x,mpp_y,mpp_source,tissue_mm2,"
      "tiles,unfit,sharpness,share_Normal,share_Benign,share_unfit,mm2_Normal,mm2_Benign,"
      "mm2_unfit,model,precision\n"
      "s.png,s,ok,,picture,1,300,200,0.5,0.5,given,1.5,2,0,9,0.25,0.75,0,0.375,1.125,0,m,fp32\n"
      "t.png,t,error,is damaged,,,,,,,,,,,,,,,,,,m,fp32\n");
  write_text(folder / "out" / "model-outputs-csv" / "s.csv",
             "minx,miny,width,height,prob_Normal,prob_Benign,class,tissue\n"
             "0,0,100,100,0.9,0.1,Normal,0.5\n100,0,100,100,0.2,0.8,Benign,1\n");
  write_text(folder / "out" / "regions-to-review" / "s.csv",
             "for,rank,minx,miny,width,height,prob_Normal,prob_Benign,picture\n"
             "Benign,1,100,0,100,100,0.2,0.8,s/1.png\n");
  cv::Mat mask = cv::Mat::zeros(20, 30, CV_8UC3);
  mask(cv::Rect(10, 5, 11, 6)) = cv::Scalar::all(255);
  mask(cv::Rect(25, 15, 3, 3)) = cv::Scalar::all(128);  // pen
  std::filesystem::create_directories(folder / "out" / "masks");
  image::write(folder / "out" / "masks" / "s.png", {mask});
}

}  // namespace msmv::view
