#pragma once

#include <algorithm>
#include <oneapi/dnnl/dnnl.hpp>
#include <vector>

#include "msmv/engine/program.h"

// The calls in which oneDNN 2 (Debian 12) and 3 (Debian 13) differ.

namespace msmv::engine::onednn {

using dnnl::memory;

// How a window moves over a map.
struct Window {
  memory::dims kernels, strides, paddings;
};

#if DNNL_VERSION_MAJOR >= 3

// Whether a convolution's scales multiply its bias, too.
inline constexpr bool kScalesBias = false;

inline memory::data_type type_of(const memory::desc& desc) {
  return desc.get_data_type();
}
inline memory::dims dims_of(const memory::desc& desc) {
  return desc.get_dims();
}

inline void append_relu(dnnl::post_ops& operations) {
  operations.append_eltwise(dnnl::algorithm::eltwise_relu, 0, 0);
}

// Multiplies what a primitive makes of its argument `of` by `factors`: one, or one for each output
// channel. Gives what has to be passed to the primitive for that.
inline std::vector<Argument> scale(dnnl::primitive_attr& attributes, int of,
                                   const std::vector<float>& factors, const dnnl::engine& engine) {
  attributes.set_scales_mask(of, factors.size() > 1 ? 1 << 0 : 0);
  memory values(
      {{static_cast<memory::dim>(factors.size())}, memory::data_type::f32, memory::format_tag::a},
      engine);
  std::copy(factors.begin(), factors.end(), static_cast<float*>(values.get_data_handle()));
  return {{.index = DNNL_ARG_ATTR_SCALES | of, .desc = values.get_desc(), .constant = values}};
}

// `of`: input, weights, bias, output.
inline dnnl::convolution_forward::primitive_desc convolution(
    const dnnl::engine& engine, const std::vector<memory::desc>& of, const Window& window,
    const dnnl::primitive_attr& attributes) {
  return {engine,
          dnnl::prop_kind::forward_inference,
          dnnl::algorithm::convolution_direct,
          of[0],
          of[1],
          of[2],
          of[3],
          window.strides,
          window.paddings,
          window.paddings,
          attributes};
}

// `of`: input, output.
inline dnnl::pooling_forward::primitive_desc pooling(const dnnl::engine& engine,
                                                     dnnl::algorithm algorithm,
                                                     const std::vector<memory::desc>& of,
                                                     const Window& window,
                                                     const dnnl::primitive_attr& attributes) {
  return {engine,          dnnl::prop_kind::forward_inference,
          algorithm,       of[0],
          of[1],           window.strides,
          window.kernels,  memory::dims(window.kernels.size(), 0),
          window.paddings, window.paddings,
          attributes};
}

#else

inline constexpr bool kScalesBias = true;

inline memory::data_type type_of(const memory::desc& desc) {
  return desc.data_type();
}
inline memory::dims dims_of(const memory::desc& desc) {
  return desc.dims();
}

inline void append_relu(dnnl::post_ops& operations) {
  operations.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
}

inline std::vector<Argument> scale(dnnl::primitive_attr& attributes, int /*of*/,
                                   const std::vector<float>& factors,
                                   const dnnl::engine& /*engine*/) {
  attributes.set_output_scales(factors.size() > 1 ? 1 << 1 : 0, factors);
  return {};
}

inline dnnl::convolution_forward::primitive_desc convolution(
    const dnnl::engine& engine, const std::vector<memory::desc>& of, const Window& window,
    const dnnl::primitive_attr& attributes) {
  const dnnl::convolution_forward::desc wanted(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, of[0], of[1], of[2],
      of[3], window.strides, window.paddings, window.paddings);
  return {wanted, attributes, engine};
}

inline dnnl::pooling_forward::primitive_desc pooling(const dnnl::engine& engine,
                                                     dnnl::algorithm algorithm,
                                                     const std::vector<memory::desc>& of,
                                                     const Window& window,
                                                     const dnnl::primitive_attr& attributes) {
  const dnnl::pooling_forward::desc wanted(dnnl::prop_kind::forward_inference, algorithm, of[0],
                                           of[1], window.strides, window.kernels, window.paddings,
                                           window.paddings);
  return {wanted, attributes, engine};
}

#endif

}  // namespace msmv::engine::onednn
