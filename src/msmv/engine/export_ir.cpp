#include "msmv/engine/export_ir.h"

#include <openvino/core/model.hpp>
#include <openvino/opsets/opset13.hpp>
#include <openvino/pass/serialize.hpp>
#include <sstream>

#include "msmv/engine/lowering.h"
#include "msmv/fdnet/config.h"
#include "msmv/files/atomic_file.h"

namespace msmv::engine {
namespace {

namespace op13 = ov::opset13;

std::shared_ptr<op13::Constant> floats(const ov::Shape& shape, const std::vector<float>& values) {
  return std::make_shared<op13::Constant>(ov::element::f32, shape, values);
}

// encodings [1, features] -> [1, classes]
ov::Output<ov::Node> probabilities_of(ov::Output<ov::Node> encodings,
                                      const program::LinearHead& head) {
  if (head.root_encodings) {
    const auto above_0 = std::make_shared<op13::Relu>(encodings);
    encodings = std::make_shared<op13::Sqrt>(
        std::make_shared<op13::Add>(above_0, floats({1}, {fdnet::kRootFloor})));
  }
  const std::size_t classes = head.bias.size();
  const auto map = floats({classes, head.weights.size() / classes}, head.weights);
  const auto products = std::make_shared<op13::MatMul>(encodings, map, false, true);
  const auto logits = std::make_shared<op13::Add>(products, floats({1, classes}, head.bias));
  return std::make_shared<op13::Softmax>(logits, 1);
}

std::shared_ptr<ov::Model> model_of(const WeightSource& source, const EncoderSpec& spec,
                                    const std::optional<program::LinearHead>& head) {
  const auto encoder =
      lower(spec.graph, source, lowering_of(spec, spec.prefixes.empty() ? "" : spec.prefixes[0]));
  encoder->inputs().front().get_node()->set_friendly_name("pixels");
  encoder->inputs().front().set_names({"pixels"});
  ov::Output<ov::Node> encodings = encoder->get_results().front()->input_value(0);
  encodings.set_names({"encodings"});
  ov::OutputVector outputs = {encodings};
  if (head) {
    outputs.push_back(probabilities_of(encodings, *head));
    outputs.back().set_names({"probabilities"});
  }
  return std::make_shared<ov::Model>(outputs, encoder->get_parameters(), "msmv");
}

}  // namespace

void write_ir(const std::filesystem::path& path, const WeightSource& source,
              const EncoderSpec& spec, const std::optional<program::LinearHead>& head,
              const std::map<std::string, std::string>& facts) {
  const std::shared_ptr<ov::Model> model = model_of(source, spec, head);
  for (const auto& [name, value] : facts) {
    model->set_rt_info(value, "msmv", name);
  }
  // The weights first: a description is never older than what it describes.
  std::ostringstream description;
  files::write_atomically(std::filesystem::path(path).replace_extension(".bin"),
                          [&](std::ostream& weights) {
                            ov::pass::Serialize(description, weights).run_on_model(model);
                          });
  files::write_atomically(path, description.str());
}

}  // namespace msmv::engine
